"""Acts whose two sides a parser has read itself: rows of the events table, or counted reasons."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from comity.sources.act_keys import act_key
from comity.sources.tables import EVENTS
from comity.vocabulary.actor import ActingParty, DropReason
from comity.vocabulary.event import Scheme

# A side as it is read: a party, or the reason why it is none.
Side = ActingParty | DropReason


@dataclass(frozen=True, slots=True)
class Told:
    """One well-formed record. The two texts are the sides as written; they make the act's key."""

    line: int
    record_id: str
    day: dt.date
    code: str
    source: Side
    target: Side
    source_text: str
    target_text: str
    reported_month: str = ""
    outlets: int | None = None
    story: str | None = None


@dataclass(slots=True)
class ActRows:
    """Gathers the acts of one chunk: rows + dropped = records added. `days` counts all of them."""

    part: str
    scheme: Scheme
    days: Counter[dt.date]
    dropped: Counter[DropReason] = field(default_factory=Counter)
    _rows: list[tuple[object, ...]] = field(default_factory=list)

    def add(self, one: Told) -> None:
        """Judges one record; one that fails on both sides is counted by its source."""
        self.days[one.day] += 1
        sides = acting(one.source, one.target)
        if isinstance(sides, DropReason):
            self.dropped[sides] += 1
        else:
            self._rows.append(self._row(one, *sides))

    def _row(self, one: Told, source: ActingParty, target: ActingParty) -> tuple[object, ...]:
        return (
            self.part,
            one.reported_month or f"{one.day:%Y-%m}",
            one.record_id,
            one.day,
            source.code,
            source.organ.value,
            target.code,
            target.organ.value,
            self.scheme.value,
            one.code,
            None,
            act_key(one.day, one.source_text, one.target_text, one.code),
            one.outlets,
            one.story,
            one.line,
        )

    @property
    def table(self) -> pa.Table:
        """The acts in the parsed columns of the events table."""
        return events_table(self._rows)


def acting(source: Side, target: Side) -> tuple[ActingParty, ActingParty] | DropReason:
    """Both parties of an act, or why the record is none: that of its source first."""
    if not isinstance(source, ActingParty):
        return source
    if not isinstance(target, ActingParty):
        return target
    return DropReason.WITHIN_ONE_STATE if source.code == target.code else (source, target)


def events_table(rows: Sequence[tuple[object, ...]]) -> pa.Table:
    """Rows in the order of the parsed columns of the events table."""
    columns = list(zip(*rows, strict=True)) or [()] * len(EVENTS)
    arrays = [pa.array(c, f.type) for c, f in zip(columns, EVENTS, strict=True)]
    return pa.Table.from_arrays(arrays, schema=EVENTS)
