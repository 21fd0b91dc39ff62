"""Portfolios of alliances: what a state owes each state of the system by treaty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from comity.measures.similarity.measure import ALLIANCES, Floats
from comity.measures.similarity.portfolio import CoveredYears, Pair, Portfolios
from comity.measures.similarity.system import StateSystem
from comity.measures.ties.alliances import GRADES
from comity.measures.ties.coverage import Covered
from comity.store.query import Reading

OWED = """
SELECT dataset, source, target, fact, first_day, last_day FROM dated_dyad_facts
WHERE list_contains($datasets, dataset) AND list_contains($facts, fact)
    AND source IN ($one, $other) AND "value" <> 0
ORDER BY ALL
"""


@dataclass(frozen=True, slots=True)
class Pledge:
    """What `source` owes `target` from `first_day` to `last_day`, both included: 1 to 3."""

    dataset: str
    source: str
    target: str
    grade: float
    first_day: dt.date
    last_day: dt.date


def alliance_portfolios(
    reading: Reading, pair: Pair, years: CoveredYears, system: StateSystem
) -> Iterator[tuple[tuple[str, ...], Portfolios]]:
    """The states of the system, and what each of the pair owes them at the end of each year.

    3 active support, 2 neutrality or non-aggression, 1 consultation, 0 nothing (Signorino and
    Ritter 1999); the strongest counts. A state owes itself the most, as is usual: that the two are
    allied with each other then brings them nearer. Years in which one of them is not in the
    system are left out.
    """
    pledges = _pledges(reading, pair, years)
    for year, covered in years.by_year.items():
        items = system.on(covered.day)
        if all(state in items for state in pair):
            one, other = (_owed(pledges, state, items, covered) for state in pair)
            yield items, Portfolios(year, covered.dataset, one, other)


def _pledges(reading: Reading, pair: Pair, years: CoveredYears) -> list[Pledge]:
    rows = reading.query(
        OWED,
        {
            "datasets": list(years.datasets),
            "facts": list(GRADES),
            "one": pair[0],
            "other": pair[1],
        },
    ).to_pylist()
    return [Pledge(grade=float(GRADES[row.pop("fact")]), **row) for row in rows]


def _owed(pledges: list[Pledge], state: str, items: tuple[str, ...], covered: Covered) -> Floats:
    place = {item: number for number, item in enumerate(items)}
    owed = np.zeros(len(items))
    for one in pledges:
        holds = one.first_day <= covered.day <= one.last_day
        if holds and one.source == state and one.dataset == covered.dataset and one.target in place:
            at = place[one.target]
            owed[at] = max(owed[at], one.grade)
    owed[place[state]] = max(ALLIANCES)
    return owed
