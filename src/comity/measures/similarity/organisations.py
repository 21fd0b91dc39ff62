"""Portfolios of memberships: how a state stands to each intergovernmental organisation."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType

import numpy as np

from comity.measures.similarity.measure import Floats
from comity.measures.similarity.portfolio import CoveredYears, Pair, Portfolios
from comity.measures.similarity.system import StateSystem
from comity.store.query import Reading
from comity.vocabulary.membership import MembershipStatus as Status

# A suspended state still belongs, without its rights; who withdrew or was excluded does not.
GRADES = MappingProxyType(
    {
        Status.MEMBER.value: 3.0,
        Status.ASSOCIATE.value: 2.0,
        Status.PARTICIPANT.value: 2.0,
        Status.SUSPENDED.value: 2.0,
        Status.OBSERVER.value: 1.0,
        Status.PARTNER.value: 1.0,
        Status.CANDIDATE.value: 1.0,
    }
)
# One row: how one of the pair stands to an organisation that has a full member on the year's day;
# null: it has no standing in it.
STANDING = """
WITH asked AS (
    SELECT unnest($years) AS year, unnest($datasets) AS dataset, unnest($days) AS day
),
held AS (
    SELECT asked.year, organisation, state, status
    FROM asked JOIN memberships ON memberships.dataset = asked.dataset
        AND coalesce(first_day, '-infinity') <= asked.day
        AND coalesce(end_day, 'infinity') > asked.day
),
bodies AS (SELECT DISTINCT year, organisation FROM held WHERE status = 'member')
SELECT year, organisation, state, status
FROM bodies LEFT JOIN (FROM held WHERE state IN ($one, $other)) USING (year, organisation)
ORDER BY ALL
"""


def membership_portfolios(
    reading: Reading, pair: Pair, years: CoveredYears, system: StateSystem
) -> Iterator[tuple[tuple[str, ...], Portfolios]]:
    """The organisations with a full member at the end of each year, and the standing in each.

    3 member; 2 associate, participant or suspended; 1 observer, partner or candidate; 0 none of
    these. Years in which one of the two neither is in the state system nor has any standing are
    left out.
    """
    known = years.by_year
    asked = {
        "years": list(known),
        "datasets": [covered.dataset for covered in known.values()],
        "days": [covered.day for covered in known.values()],
    }
    rows = reading.query(STANDING, {**asked, "one": pair[0], "other": pair[1]}).to_pylist()
    for year, group in groupby(rows, key=itemgetter("year")):
        of_year = list(group)
        there = {*system.on(known[year].day), *(row["state"] for row in of_year)}
        if there.issuperset(pair):
            items, grades = _grades(of_year, pair)
            yield items, Portfolios(year, known[year].dataset, *grades)


def _grades(rows: list[dict[str, str]], pair: Pair) -> tuple[tuple[str, ...], Floats]:
    """The organisations of a year, and the grade of each of the pair in them: (side, item)."""
    items = tuple(sorted({row["organisation"] for row in rows}))
    place = {item: number for number, item in enumerate(items)}
    grades = np.zeros((2, len(items)))
    for row in rows:
        if row["state"] is not None:
            cell = (pair.index(row["state"]), place[row["organisation"]])
            grades[cell] = max(grades[cell], GRADES.get(row["status"], 0.0))
    return items, grades
