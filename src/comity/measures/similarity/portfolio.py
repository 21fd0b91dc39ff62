"""Portfolios: the ties of two states toward the same items in a year, and who tells of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comity.errors import OutsideCoverage
from comity.measures.similarity.measure import Floats
from comity.measures.ties.coverage import Covered, as_of_year, ranked, stretches
from comity.store.query import Reading

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Portfolios:
    """What two states have with each item in a year; `weights`: of the items, None: all alike."""

    year: int
    dataset: str
    one: Floats
    other: Floats
    weights: Floats | None = None


@dataclass(frozen=True, slots=True)
class CoveredYears:
    """By year, the first dataset by preference that would tell of the whole portfolio of both."""

    by_year: Mapping[int, Covered]
    said: str

    @property
    def datasets(self) -> tuple[str, ...]:
        return tuple(sorted({one.dataset for one in self.by_year.values()}))


def covered_years(
    reading: Reading,
    pair: Pair,
    *,
    of: str,
    table: str,
    preference: Sequence[str],
    facts: Sequence[str] = (),
    first_day: dt.date | None = None,
    last_day: dt.date | None = None,
) -> CoveredYears:
    """The years from `first_day` to `last_day` of which a dataset tells all ties `of` both.

    Raises OutsideCoverage, with what is covered, where there is none.
    """
    every = {
        dataset: [one for one in of if tells_all_of(one, pair)]
        for dataset, of in stretches(reading, table, facts).items()
        if dataset in preference
    }
    order = ranked([dataset for dataset, of in every.items() if of], preference)
    known = [one for dataset in order for one in every[dataset]]
    said = "; ".join(
        f"{dataset} {min(one.first_day for one in every[dataset])} to "
        f"{max(one.last_day for one in every[dataset])}"
        for dataset in order
    )
    years = _years(known, first_day, last_day)
    found = {
        year: next(held for dataset in order if (held := as_of_year(every[dataset], year)))
        for year in years
        if any(as_of_year(every[dataset], year) for dataset in order)
    }
    if not found:
        raise OutsideCoverage(
            f"No source in this lake tells of all {of} of {pair[0]} and {pair[1]} in these years.",
            hint=f"Covered: {said}." if said else f"Sources that would: {', '.join(preference)}.",
            next_step="`comity data` lists what there is; `comity ingest` adds more.",
        )
    return CoveredYears(found, said)


def tells_all_of(covered: Covered, pair: Pair) -> bool:
    """Whether all ties of both states are in view, or all among states that both belong to."""
    among = covered.among
    if among is not None:
        return among.issuperset(pair)
    return all(covered.sees_all_of(state) for state in pair)


def _years(known: Sequence[Covered], first_day: dt.date | None, last_day: dt.date | None) -> range:
    if not known:
        return range(0)
    first = max(min(one.first_day for one in known), first_day or dt.date.min)
    last = min(max(one.last_day for one in known), last_day or dt.date.max)
    return range(first.year, last.year + 1)
