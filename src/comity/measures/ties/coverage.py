"""Which dataset tells of a kind of tie in a year, as of which day, and of which states."""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from comity.registry.states import states
from comity.sources.state_codes import in_year, iso_of_cow
from comity.store.query import Reading

# Datasets that see the states of the Correlates of War system, and no others: by the year (in 1991
# the Soviet Union, not yet Russia), or by the day.
OF_COW_SYSTEM = frozenset({"atop", "cow_igo", "cow_trade"})
OF_COW_SYSTEM_BY_DAY = frozenset({"cow_contiguity", "cow_states"})

COW_NUMBERS = range(1, 1000)

_STRETCHES = """
SELECT DISTINCT dataset, part, scope, actors, first_day, last_day
FROM coverage WHERE "table" = $table ORDER BY ALL
"""
_FACTS = "SELECT DISTINCT dataset, fact FROM facts"


@dataclass(frozen=True, slots=True)
class View:
    """What a dataset looks at: all states ("world"), pairs with one of `actors` ("either"), or of
    two of them ("both"). `fact`: this fact alone; empty: any.
    """

    scope: str
    actors: frozenset[str]
    fact: str = ""

    def pairs(self, states: Sequence[str]) -> NDArray[np.bool_]:
        """(state, state): whether it would have recorded a tie of the two."""
        if self.scope == "world":
            return np.ones((len(states), len(states)), dtype=bool)
        inside = np.array([state in self.actors for state in states], dtype=bool)
        needed = 1 if self.scope == "either" else 2
        count = inside.astype(np.int8)
        enough: NDArray[np.bool_] = count[:, None] + count[None, :] >= needed
        return enough


@dataclass(frozen=True, slots=True)
class Covered:
    """A dataset, its last covered day of a span, and the whole stretch of days around it.

    `facts` are those of the facts asked for that it has; `views` what it looks at that day. A fact
    without an end holds on the day if it began on `open_since` or later.
    """

    dataset: str
    day: dt.date
    first_day: dt.date
    last_day: dt.date
    views: tuple[View, ...]
    facts: tuple[str, ...] = ()
    open_since: dt.date = dt.date.min

    def seen(self, states: Sequence[str], fact: str = "") -> NDArray[np.bool_]:
        """(state, state): whether it would have recorded a tie, or a fact, of the two."""
        found = np.zeros((len(states), len(states)), dtype=bool)
        for view in self.views:
            if not fact or view.fact in ("", fact):
                found |= view.pairs(states)
        return found

    def sees(self, source: str, target: str, fact: str = "") -> bool:
        """The same of one pair."""
        return bool(self.seen([source, target], fact)[0, 1])

    def sees_all_of(self, state: str) -> bool:
        """Whether it would have recorded the ties of a state with any other."""
        return any(
            view.scope == "world" or (view.scope == "either" and state in view.actors)
            for view in self.views
        )

    @property
    def among(self) -> frozenset[str] | None:
        """The states that it looks at alone; None where it looks beyond them."""
        if any(view.scope != "both" for view in self.views):
            return None
        return frozenset().union(*(view.actors for view in self.views))

    @property
    def known(self) -> frozenset[str]:
        """The states that it can tell of on `day`."""
        if self.dataset in OF_COW_SYSTEM:
            there = cow_system(self.day.year)
        elif self.dataset in OF_COW_SYSTEM_BY_DAY:
            there = cow_system_on(self.day)
        else:
            there = existing_states(self.day)
        return there if self.among is None else there & self.among

    @property
    def states(self) -> tuple[str, ...]:
        """The same, sorted."""
        return tuple(sorted(self.known))


@functools.lru_cache(maxsize=512)
def existing_states(day: dt.date) -> frozenset[str]:
    """The states of the registry that existed on a day."""
    return frozenset(state.code for state in states() if state.existed_on(day))


@functools.lru_cache(maxsize=512)
def cow_system(year: int) -> frozenset[str]:
    """The members of the state system of the Correlates of War project that have a code here.

    It counts some states from long before today's one was founded (Russia from 1816).
    """
    found = (in_year(iso_of_cow, number, year) for number in COW_NUMBERS)
    return frozenset(code for code in found if code is not None)


@functools.lru_cache(maxsize=512)
def cow_system_on(day: dt.date) -> frozenset[str]:
    """The same on a day."""
    found = (iso_of_cow(number, day) for number in COW_NUMBERS)
    return frozenset(code for code in found if code is not None)


def stretches(
    reading: Reading, table: str, facts: Sequence[str] = ()
) -> dict[str, tuple[Covered, ...]]:
    """By dataset, the stretches of days on which it covers a table, oldest first.

    With `facts`, only datasets that have one of these facts; a part that bears the name of a fact
    covers no other.
    """
    named = {(row["dataset"], row["fact"]) for row in reading.query(_FACTS).to_pylist()}
    found: dict[str, list[Covered]] = {}
    for row in reading.query(_STRETCHES, {"table": table}).to_pylist():
        dataset, part = row["dataset"], row["part"]
        own = part if (dataset, part) in named else ""
        having = tuple(fact for fact in facts if (dataset, fact) in named)
        if facts and (not having or (own and own not in facts)):
            continue
        view = View(row["scope"], frozenset(json.loads(row["actors"] or "[]")), own)
        days = (row["last_day"], row["first_day"], row["last_day"])
        found.setdefault(dataset, []).append(Covered(dataset, *days, (view,), having))
    return {dataset: _dated(of) for dataset, of in found.items()}


def _dated(of: Sequence[Covered]) -> tuple[Covered, ...]:
    """Stretches in order; a fact from before the first one that never ended holds in it too."""
    ordered = sorted(of, key=lambda one: (one.first_day, one.last_day))
    oldest = ordered[0].first_day
    return tuple(
        one if one.first_day == oldest else replace(one, open_since=one.first_day)
        for one in ordered
    )


def ranked(datasets: Sequence[str], preference: Sequence[str]) -> list[str]:
    """Datasets in the order of preference; those that it does not name come last, by name."""
    place = {name: number for number, name in enumerate(preference)}
    return sorted(datasets, key=lambda name: (place.get(name, len(place)), name))


def covered_in(
    reading: Reading, table: str, year: int, *, preference: Sequence[str], facts: Sequence[str] = ()
) -> Covered | None:
    """The first dataset by preference that covers a day of the year, as of its last such day.

    None where no dataset covers any day of the year.
    """
    return preferred(preference)(stretches(reading, table, facts), year)


def preferred(
    preference: Sequence[str],
) -> Callable[[Mapping[str, tuple[Covered, ...]], int], Covered | None]:
    """Chooses among datasets the first by preference that covers a day of a year."""

    def choose(every: Mapping[str, tuple[Covered, ...]], year: int) -> Covered | None:
        found = (as_of_year(every[name], year) for name in ranked(list(every), preference))
        return next((one for one in found if one is not None), None)

    return choose


def as_of_year(of: Sequence[Covered], year: int) -> Covered | None:
    """The stretch that reaches latest into a year, as of its last day in it.

    Its views are those of all stretches with that day.
    """
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    inside = [one for one in of if one.first_day <= last and one.last_day >= first]
    if not inside:
        return None
    latest = max(inside, key=lambda one: min(one.last_day, last))
    day = min(latest.last_day, last)
    same = [one for one in inside if one.first_day <= day <= one.last_day]
    views = tuple(dict.fromkeys(view for one in same for view in one.views))
    return replace(latest, day=day, views=views)
