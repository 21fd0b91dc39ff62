"""Visa facts in the making, column by column."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pyarrow as pa

from comity.sources.contract import Coverage
from comity.sources.passport_index.rules import DATASET, FACT, Requirement
from comity.sources.tables import DYAD_FACTS, FACTS

TITLE = "rule for citizens of the target who enter the source; value: days of stay"


@dataclass(slots=True)
class FactColumns:
    """Facts "visa": `source` admits citizens of `target` by the rule in `text`."""

    source: list[str] = field(default_factory=list)
    target: list[str] = field(default_factory=list)
    day: list[dt.date] = field(default_factory=list)
    value: list[float | None] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    def add(self, destination: str, passport: str, day: dt.date, requirement: Requirement) -> None:
        self.source.append(destination)
        self.target.append(passport)
        self.day.append(day)
        self.value.append(None if requirement.days is None else float(requirement.days))
        self.text.append(requirement.rule.value)

    def table(self) -> pa.Table:
        n = len(self.text)
        ends = pa.nulls(n, pa.date32())
        columns = [pa.repeat(FACT, n), self.source, self.target, self.day, ends, self.value]
        return pa.table([*columns, self.text], schema=DYAD_FACTS)


def named() -> pa.Table:
    """What the fact is called."""
    return pa.table([[FACT], [TITLE], ["days"]], schema=FACTS)


def snapshot_coverage(day: dt.date) -> Coverage:
    """A snapshot says what held on its own day for every pair of states."""
    return Coverage(DATASET, "snapshots", day, day, table="dyad_facts")
