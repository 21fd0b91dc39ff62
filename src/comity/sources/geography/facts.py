"""Facts of pairs in the making, always both ways, cut to the days on which both states stood."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pyarrow as pa

from comity.registry.states import states
from comity.sources.tables import DYAD_FACTS

DATASET = "geography"


@dataclass(slots=True)
class PairFacts:
    """Rows of `dyad_facts` of one fact."""

    fact: str
    rows: list[tuple[str, str, str, dt.date, dt.date | None, float | None, str | None]] = field(
        default_factory=list
    )

    def add(
        self,
        pair: tuple[str, str],
        days: tuple[dt.date, dt.date | None],
        value: float | None,
        text: str | None,
    ) -> None:
        """The fact of a pair on half-open days, both ways."""
        for source, target in (pair, pair[::-1]):
            self.rows.append((self.fact, source, target, *days, value, text))

    def table(self) -> pa.Table:
        columns = [list(column) for column in zip(*self.rows, strict=True)]
        columns = columns or [[] for _ in DYAD_FACTS]
        arrays = [pa.array(c, f.type) for c, f in zip(columns, DYAD_FACTS, strict=True)]
        return pa.table(arrays, schema=DYAD_FACTS)


def shared_days(
    codes: tuple[str, ...], *spans: tuple[dt.date | None, dt.date | None]
) -> tuple[dt.date, dt.date | None] | None:
    """The half-open days that all spans and the lives of the states have in common; None: none.

    An open end (None) of a span sets no limit. Raises KeyError for a code of no state.
    """
    held = [states().by_code[code] for code in codes]
    both = [*spans, *((one.first_day, one.end_day) for one in held)]
    first = max(day for day, _ in both if day is not None)
    ends = [day for _, day in both if day is not None]
    end = min(ends) if ends else None
    return (first, end) if end is None or first < end else None


def read_day(text: str) -> dt.date | None:
    """A day as YYYY-MM-DD; None for an empty cell. Raises ValueError."""
    return dt.date.fromisoformat(text) if text else None
