"""From records with CAMEO actor codes to acts: each is an act, or is dropped for one reason."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import pyarrow as pa

from comity.sources.act_keys import act_key
from comity.sources.act_rows import acting, events_table
from comity.sources.cameo_actors.dictionary import Outcome, Role, Span, actor_dictionary
from comity.vocabulary.actor import ActingParty, DropReason

# A record without an id is known by its act.
_UNSIGNED = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Record:
    """One well-formed record, as written. An empty `record_id` asks for the act's own key.

    `as_source` and `as_target` are the actor codes to read where those differ from the written
    ones (GDELT gives a country in a column of its own). `story`: the number of the news story.
    """

    line: int
    record_id: str
    day: dt.date
    reported_month: str
    source: str
    target: str
    scheme: str
    code: str
    goldstein_tenths: int | None
    as_source: str | None = None
    as_target: str | None = None
    story: str | None = None


@dataclass(slots=True)
class Acts:
    """Gathers the acts of one chunk: rows + dropped = records added.

    Each distinct actor code is read once, for all days. A record that fails on both sides is
    counted by its source.
    """

    part: str
    projects: tuple[str, ...] = ()
    dropped: Counter[DropReason] = field(default_factory=Counter)
    _rows: list[tuple[object, ...]] = field(default_factory=list)
    _source: Callable[[str, dt.date], Outcome] = field(init=False)
    _target: Callable[[str, dt.date], Outcome] = field(init=False)

    def __post_init__(self) -> None:
        self._source = reader("source", self.projects)
        self._target = reader("target", self.projects)

    def add(self, one: Record) -> None:
        """Judges one record."""
        source = self._source(one.source if one.as_source is None else one.as_source, one.day)
        target = self._target(one.target if one.as_target is None else one.as_target, one.day)
        sides = acting(source, target)
        if isinstance(sides, DropReason):
            self.dropped[sides] += 1
        else:
            self._rows.append(self._row(one, *sides))

    def _row(self, one: Record, source: ActingParty, target: ActingParty) -> tuple[object, ...]:
        key = act_key(one.day, one.source, one.target, one.code)
        return (
            self.part,
            one.reported_month,
            one.record_id or f"{key & _UNSIGNED:016x}",
            one.day,
            source.code,
            source.organ.value,
            target.code,
            target.organ.value,
            one.scheme,
            one.code,
            one.goldstein_tenths,
            key,
            None,
            one.story,
            one.line,
        )

    @property
    def table(self) -> pa.Table:
        """The acts in the parsed columns of the events table."""
        return events_table(self._rows)


def reader(role: Role, projects: tuple[str, ...] = ()) -> Callable[[str, dt.date], Outcome]:
    """Reads actor codes of one role; each distinct code is looked up once, for all its days."""
    dictionary = actor_dictionary()
    known: dict[str, tuple[tuple[Span, ...], list[dt.date]]] = {}

    def read(code: str, day: dt.date) -> Outcome:
        if code not in known:
            spans = dictionary.spans(code, role, projects)
            known[code] = (spans, [span.first_day for span in spans])
        spans, days = known[code]
        if len(spans) == 1:
            return spans[0].outcome
        return spans[bisect_right(days, day) - 1].outcome

    return read
