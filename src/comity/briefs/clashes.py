"""When a brief calls an attack an attack: only where machine-coded records bear each other out.

A single machine-coded record of armed force between states at peace is more often an anniversary,
a denial or a report about somebody else than an attack. The ledger shows it as it is coded; a brief
names attacks and breaches only within a *clash*: in the 31 days around, the direction holds at
least `LEAST` acts of class attack, and they are at least `SHARE` of its acts, meetings apart.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

import pyarrow as pa

LEAST = 5
SHARE = 0.10
AROUND = dt.timedelta(days=15)
RULE = (
    f"A clash is a month with at least {LEAST} acts coded as attacks that are at least {SHARE:.0%} "
    "of the acts in that direction. Outside clashes such records, coded by machine, are mostly "
    "mistaken, and are not named here."
)


@dataclass(frozen=True, slots=True)
class Clashes:
    """The days on which attacks of a source on a target are borne out by others."""

    days: frozenset[tuple[dt.date, str, str]]

    def holds(self, day: dt.date, source: str, target: str) -> bool:
        """Whether an attack that day would be one of several."""
        return (day, source, target) in self.days

    def between(self, day: dt.date, one: str, other: str) -> bool:
        """Whether either side attacked the other around that day."""
        return self.holds(day, one, other) or self.holds(day, other, one)


def clashes(acts: pa.Table) -> Clashes:
    """The clashes in a table of gestures (day, source, target, gesture_class, count)."""
    attacks: dict[tuple[str, str], Counter[dt.date]] = {}
    others: dict[tuple[str, str], Counter[dt.date]] = {}
    for row in acts.select(["day", "source", "target", "gesture_class", "count"]).to_pylist():
        pair = (row["source"], row["target"])
        if row["gesture_class"] != "meeting":
            others.setdefault(pair, Counter())[row["day"]] += row["count"]
        if row["gesture_class"] == "attack":
            attacks.setdefault(pair, Counter())[row["day"]] += row["count"]
    found = set()
    for pair, by_day in attacks.items():
        for day in _around(by_day):
            near = sum(n for on, n in by_day.items() if abs(on - day) <= AROUND)
            every = sum(n for on, n in others[pair].items() if abs(on - day) <= AROUND)
            if near >= LEAST and near >= SHARE * every:
                found.add((day, *pair))
    return Clashes(frozenset(found))


def _around(days: Counter[dt.date]) -> set[dt.date]:
    """Every day that lies near one of the days."""
    reach = AROUND.days
    return {day + dt.timedelta(days=k) for day in days for k in range(-reach, reach + 1)}
