"""The exports of ACLED: quoted CSV of events, old and new columns, and of deleted events."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

from comity.sources.acled.rows import record
from comity.sources.acled.tables import columns
from comity.sources.act_rows import ActRows
from comity.sources.contract import Coverage, Parsed, Reject, SourceFile
from comity.sources.csv_records import Records, columns_of, read_records
from comity.sources.headers import first_line
from comity.sources.state_codes import iso_of_name
from comity.sources.volumes import daily_volumes
from comity.vocabulary.actor import DropReason
from comity.vocabulary.event import Scheme

DATASET = "acled"
PART = "events"
DELETED = ("event_id_cnty", "deleted_timestamp")
# The export tool has written either, by the reader's settings.
DELIMITERS = (",", ";")
NEEDED = tuple(name for name, needed in columns().items() if needed)


def is_acled(head: bytes) -> bool:
    """Whether the first line is the header of an export of events or of deleted events."""
    return _layout(head) is not None


def parse_acled(file: SourceFile) -> Iterator[Parsed]:
    """Acts between two states, or what ACLED has withdrawn.

    Raises BadInput for a file that is empty, cut off, or has other columns.
    """
    header, delimiter = _layout(first_line(file)) or (NEEDED, ",")
    chunks = read_records(file, header, delimiter=delimiter)
    if {name.lower() for name in header} == set(DELETED):
        yield from _withdrawn(chunks, header)
    else:
        yield from _events(chunks, header)


def _layout(head: bytes) -> tuple[tuple[str, ...], str] | None:
    """The header as written and its delimiter; None where it is not ACLED's.

    Older exports write the names in capitals.
    """
    for delimiter in DELIMITERS:
        header = columns_of(head, delimiter)
        names = [name.lower() for name in header]
        if len(set(names)) != len(names):
            continue
        events = set(NEEDED) <= set(names) <= set(columns())
        if events or set(names) == set(DELETED):
            return header, delimiter
    return None


def _events(chunks: Iterator[Records], header: Sequence[str]) -> Iterator[Parsed]:
    names = [name.lower() for name in header]
    days: Counter[dt.date] = Counter()
    places: set[str] = set()
    for chunk in chunks:
        acts, rejects = ActRows(PART, Scheme.ACLED, days), list(chunk.rejects)
        for line, cells in zip(chunk.lines, chunk.cells, strict=True):
            row = dict(zip(names, cells, strict=True))
            told = record(line, row)
            if isinstance(told, str):
                rejects.append(Reject(line, told, ",".join(cells)[:200]))
                continue
            acts.add(told)
            places.add(row["country"].strip())
        rejects.sort(key=lambda one: one.line)
        records = len(chunk.lines) + len(chunk.rejects)
        yield Parsed(DATASET, records, {"events": acts.table}, acts.dropped, rejects)
    volume = daily_volumes(PART, days)
    yield Parsed(DATASET, 0, {"volumes": volume}, coverage=_coverage(days, places))


def _coverage(days: Counter[dt.date], places: set[str]) -> tuple[Coverage, ...]:
    """An export holds what took place in the countries that its reader asked for, and no more."""
    codes = {iso_of_name(place, max(days)) for place in places} if days else set()
    actors = tuple(sorted(code for code in codes if code))
    return (Coverage(DATASET, PART, min(days), max(days), "either", actors),) if actors else ()


def _withdrawn(chunks: Iterator[Records], header: Sequence[str]) -> Iterator[Parsed]:
    where = [name.lower() for name in header].index(DELETED[0])
    for chunk in chunks:
        withdrawn: list[str] = []
        rejects = list(chunk.rejects)
        for line, cells in zip(chunk.lines, chunk.cells, strict=True):
            if event := cells[where].strip():
                withdrawn.append(event)
            else:
                rejects.append(Reject(line, "no event_id_cnty", ",".join(cells)[:200]))
        rejects.sort(key=lambda one: one.line)
        yield Parsed(
            DATASET,
            len(chunk.lines) + len(chunk.rejects),
            {},
            Counter({DropReason.WITHDRAWN: len(withdrawn)}),
            rejects,
            withdrawn=withdrawn,
        )
