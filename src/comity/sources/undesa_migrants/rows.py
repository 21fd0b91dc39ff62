"""Stocks of migrants in the making: persons from the source who live in the target."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

import pyarrow as pa

from comity.errors import BadInput
from comity.sources.contract import Coverage, Parsed, Reject
from comity.sources.facts import facts_table
from comity.sources.state_years import Fact, read_number
from comity.sources.tables import DYAD_FACTS
from comity.sources.undesa_migrants.places import mid_year
from comity.vocabulary.actor import DropReason

DATASET = "undesa_migrants"
FACT = Fact("migrant_stock", "Persons from the source who live in the target", "persons")

Place = str | DropReason


@dataclass(slots=True)
class Stocks:
    """A record is one figure: an origin, a destination, a year."""

    source: list[str] = field(default_factory=list)
    target: list[str] = field(default_factory=list)
    year: list[int] = field(default_factory=list)
    value: list[float] = field(default_factory=list)
    given: set[tuple[str, str, int]] = field(default_factory=set)
    dropped: Counter[DropReason] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)

    def take(self, line: int, origin: Place, destination: Place, year: int, cell: object) -> None:
        """Keeps, drops or rejects one figure."""
        if isinstance(destination, DropReason):
            self.dropped[destination] += 1
        elif isinstance(origin, DropReason):
            self.dropped[origin] += 1
        elif origin == destination:
            self.dropped[DropReason.WITHIN_ONE_STATE] += 1
        else:
            self._keep(line, origin, destination, year, cell)

    def reject(self, line: int, reason: str, text: str) -> None:
        """Rejects a line, or one figure of it."""
        self.rejects.append(Reject(line, reason, text[:200]))

    def parsed(self, file: str) -> Parsed:
        """What was read. Raises BadInput where there is no figure of two states."""
        if not self.value:
            raise BadInput(
                f"{file} holds no well-formed figure of two states.",
                hint=self.rejects[0].reason if self.rejects else "It has no records.",
                next_step="Check that this is the right source for the file.",
            )
        return Parsed(
            DATASET,
            len(self.value) + self.dropped.total() + len(self.rejects),
            {"dyad_facts": self._table(), "facts": facts_table([FACT])},
            self.dropped,
            self.rejects,
            [_coverage(mid_year(year)) for year in sorted(set(self.year))],
        )

    def _keep(self, line: int, origin: str, destination: str, year: int, cell: object) -> None:
        where = f"{origin},{destination},{year},{cell}"
        try:
            value = read_number(cell)
        except ValueError as error:
            self.reject(line, str(error), where)
            return
        if value is None:
            self.dropped[DropReason.NO_VALUE] += 1
        elif value < 0:
            self.reject(line, f"{value:g} persons", where)
        elif (origin, destination, year) in self.given:
            self.reject(line, f"a second figure of {origin} in {destination} for {year}", where)
        else:
            self.given.add((origin, destination, year))
            self.source.append(origin)
            self.target.append(destination)
            self.year.append(year)
            self.value.append(value)

    def _table(self) -> pa.Table:
        n = len(self.value)
        days = pa.array([mid_year(year) for year in self.year], pa.date32())
        ends, texts = pa.nulls(n, pa.date32()), pa.nulls(n, pa.string())
        columns = [pa.repeat(FACT.fact, n), self.source, self.target, days, ends, self.value, texts]
        return pa.table(columns, schema=DYAD_FACTS)


def _coverage(day: dt.date) -> Coverage:
    """An estimate says what held at mid-year, on its own day."""
    return Coverage(DATASET, "mid_year", day, day, table="dyad_facts")
