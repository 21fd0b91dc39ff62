"""Which organisations of states a state belongs to at the end of a year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Set
from dataclasses import dataclass

from comity.store.query import Reading

# Of two datasets that cover a year the one further left is read, then the first by name.
PREFERRED = ("cow_igo", "memberships")


@dataclass(frozen=True, slots=True)
class Bodies:
    """Full members at the end of a year, from one dataset: organisation -> states."""

    dataset: str
    year: int
    members: Mapping[str, Set[str]]


def bodies(reading: Reading, oldest: int, year: int) -> tuple[Bodies, ...]:
    """The newest covered year of each dataset of memberships: the newest first, then in order."""
    covered = reading.query(
        "SELECT dataset, min(first_day) AS first_day, max(last_day) AS last_day FROM coverage "
        "WHERE \"table\" = 'memberships' AND scope = 'world' GROUP BY ALL"
    ).to_pylist()
    found = []
    for row in covered:
        last: dt.date = row["last_day"]
        newest = min(year, last.year if (last.month, last.day) == (12, 31) else last.year - 1)
        if max(oldest, row["first_day"].year) <= newest:
            found.append(_of_year(reading, row["dataset"], newest))
    return tuple(sorted(found, key=_order))


def _of_year(reading: Reading, dataset: str, year: int) -> Bodies:
    rows = reading.query(
        "SELECT DISTINCT organisation, state FROM memberships WHERE dataset = $dataset "
        "AND status = 'member' AND first_day <= $day AND (end_day IS NULL OR end_day > $day)",
        {"dataset": dataset, "day": dt.date(year, 12, 31)},
    ).to_pylist()
    members: dict[str, set[str]] = {}
    for row in rows:
        members.setdefault(row["organisation"], set()).add(row["state"])
    return Bodies(dataset, year, members)


def _order(one: Bodies) -> tuple[int, int, str]:
    place = PREFERRED.index(one.dataset) if one.dataset in PREFERRED else len(PREFERRED)
    return -one.year, place, one.dataset
