"""Facts of states in the making, column by column."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple

import pyarrow as pa

from comity.sources.tables import STATE_FACTS


class Fact(NamedTuple):
    """What a fact is called and measured in."""

    fact: str
    title: str
    unit: str


@dataclass(slots=True)
class StateFacts:
    """Rows of `state_facts`; one row for each fact, state and day."""

    fact: list[str] = field(default_factory=list)
    state: list[str] = field(default_factory=list)
    day: list[dt.date] = field(default_factory=list)
    end_day: list[dt.date] = field(default_factory=list)
    value: list[float | None] = field(default_factory=list)
    text: list[str | None] = field(default_factory=list)
    given: set[tuple[str, str, dt.date]] = field(default_factory=set)

    def add(
        self,
        fact: str,
        state: str,
        span: tuple[dt.date, dt.date],
        value: float | None,
        text: str | None = None,
    ) -> bool:
        """Adds a fact of a half-open span of days; False where that fact is there already."""
        key = (fact, state, span[0])
        if key in self.given:
            return False
        self.given.add(key)
        self.fact.append(fact)
        self.state.append(state)
        self.day.append(span[0])
        self.end_day.append(span[1])
        self.value.append(value)
        self.text.append(text)
        return True

    def table(self) -> pa.Table:
        columns = [self.fact, self.state, self.day, self.end_day, self.value, self.text]
        arrays = [pa.array(c, f.type) for c, f in zip(columns, STATE_FACTS, strict=True)]
        return pa.table(arrays, schema=STATE_FACTS)


def year_span(year: int) -> tuple[dt.date, dt.date]:
    """A calendar year: half-open."""
    return dt.date(year, 1, 1), dt.date(year + 1, 1, 1)
