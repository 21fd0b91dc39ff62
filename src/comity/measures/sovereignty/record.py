"""What the lake has on record for a profile: everything that indicators read, of all states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from comity.measures.polarity.alliance_groups import Pacts, pacts_of
from comity.measures.polarity.capabilities import Capabilities, capabilities, preference
from comity.measures.sovereignty.ballots import Ballots, ballots
from comity.measures.sovereignty.bodies import Bodies, bodies
from comity.measures.sovereignty.flows import Flows, flows
from comity.store.query import Reading

# Older figures than this say too little of the year that was asked for.
MAX_AGE = 15
Values = Mapping[tuple[str, str], tuple[float | None, str | None]]


@dataclass(frozen=True, slots=True)
class Years:
    """Years, both inclusive, on which a dataset would have recorded a fact of any state."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Yearly facts: (dataset, year) -> (fact, state) -> value and text."""

    by_year: Mapping[tuple[str, int], Values]
    covered: Mapping[tuple[str, str], Years]

    def together(self, state: str, facts: Sequence[str]) -> tuple[int, str, list[float]] | None:
        """The newest year in which one dataset has all the facts of a state, with the values.

        Of two datasets with the same year the preferred one is read. None where there is none.
        """
        for (dataset, year), values in self._newest_first():
            found = [values.get((fact, state), (None, None))[0] for fact in facts]
            known = [value for value in found if value is not None]
            if len(known) == len(facts):
                return year, dataset, known
        return None

    def said(self, state: str, fact: str) -> tuple[int, str, float | None, str | None] | None:
        """The newest row of a fact of a state, whether it has a value or a text only."""
        for (dataset, year), values in self._newest_first():
            if (fact, state) in values:
                return year, dataset, *values[(fact, state)]
        return None

    def mean(
        self,
        state: str,
        facts: Sequence[str],
        make: Callable[..., float],
        *,
        years: int,
        least: int,
    ) -> tuple[int, str, float, int] | None:
        """The mean of what is made of facts over the newest year on record and those before it.

        Gives the newest year, the dataset, the mean and how many of the `years` are on record;
        None where fewer than `least` are, in the dataset that has the newest.
        """
        newest = self.together(state, facts)
        if newest is None:
            return None
        last, dataset, _ = newest
        made = []
        for year in range(last - years + 1, last + 1):
            values = self.by_year.get((dataset, year), {})
            known = [values.get((fact, state), (None, None))[0] for fact in facts]
            if all(value is not None for value in known):
                with suppress(ZeroDivisionError):
                    made.append(make(*known))
        return (last, dataset, sum(made) / len(made), len(made)) if len(made) >= least else None

    def cover(self, fact: str, year: int) -> tuple[str, int] | None:
        """The preferred dataset that covers a fact, and its last covered year up to `year`."""
        found = [
            (min(year, years.last), dataset)
            for (dataset, known), years in self.covered.items()
            if known == fact and years.first <= year
        ]
        if not found:
            return None
        last, dataset = min(found, key=lambda one: (-one[0], preference(one[1])))
        return dataset, last

    def _newest_first(self) -> list[tuple[tuple[str, int], Values]]:
        return sorted(self.by_year.items(), key=lambda one: (-one[0][1], preference(one[0][0])))


@dataclass(frozen=True, slots=True)
class Record:
    """What is on record up to the end of `year`, and not older than `oldest`.

    Of each kind, the datasets to read in order; none where the lake has none.
    """

    year: int
    oldest: int
    figures: Figures
    flows: Sequence[Flows] = ()
    pacts: Sequence[Pacts] = ()
    strengths: Sequence[Capabilities] = ()
    bodies: Sequence[Bodies] = ()
    ballots: Ballots | None = None

    @property
    def day(self) -> dt.date:
        """The last day of the year, on which what has days is looked at."""
        return dt.date(self.year, 12, 31)


def record(reading: Reading, year: int, facts: Sequence[str], *, max_age: int = MAX_AGE) -> Record:
    """What the lake has on record of all states for a profile of a year."""
    oldest = year - max_age
    strengths = [
        one
        for kind in ("capabilities", "spending", "gdp")
        for one in capabilities(reading, kind, first_year=oldest, last_year=year)
    ]
    return Record(
        year=year,
        oldest=oldest,
        figures=_figures(reading, facts, oldest, year),
        flows=flows(reading, oldest, year),
        pacts=[one for one in pacts_of(reading) if (one.newest(year) or 0) >= oldest],
        strengths=strengths,
        bodies=bodies(reading, oldest, year),
        ballots=ballots(reading, oldest, year),
    )


def _figures(reading: Reading, facts: Sequence[str], first: int, last: int) -> Figures:
    rows = reading.query(
        "SELECT dataset, year(day) AS year, fact, state, value, text FROM state_facts "
        "WHERE list_contains($facts, fact) AND year(day) BETWEEN $first AND $last ORDER BY day",
        {"facts": list(facts), "first": first, "last": last},
    )
    by_year: dict[tuple[str, int], dict[tuple[str, str], tuple[float | None, str | None]]] = {}
    columns = (rows[name].to_pylist() for name in rows.column_names)
    for dataset, year, fact, state, value, text in zip(*columns, strict=True):
        by_year.setdefault((dataset, year), {})[(fact, state)] = (value, text)
    return Figures(by_year, _covered(reading, facts))


def _covered(reading: Reading, facts: Sequence[str]) -> dict[tuple[str, str], Years]:
    """The years of which a dataset would have recorded a fact; a part named for one is its own."""
    rows = reading.query(
        "SELECT DISTINCT told.dataset, told.fact, year(first_day) AS first, "
        "CASE WHEN month(last_day) = 12 THEN year(last_day) ELSE year(last_day) - 1 END AS last "
        "FROM facts AS told JOIN coverage USING (dataset) "
        "WHERE \"table\" = 'state_facts' AND scope = 'world' AND list_contains($facts, told.fact) "
        "AND (part = told.fact OR part NOT IN (SELECT fact FROM facts)) ORDER BY ALL",
        {"facts": list(facts)},
    ).to_pylist()
    found: dict[tuple[str, str], Years] = {}
    for row in rows:
        key = (row["dataset"], row["fact"])
        known = found.get(key, Years(row["first"], row["last"]))
        found[key] = Years(min(known.first, row["first"]), max(known.last, row["last"]))
    return found
