"""The published event export of GDELT 2.0: 61 fields, tabs between, no header."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from comity.errors import BadInput
from comity.sources.contract import Coverage, Parsed, SourceFile
from comity.sources.gdelt2.rows import COLUMNS, DATASET, Row, parsed
from comity.sources.lines import open_bytes, read_lines

PART = "export"
FIELDS = 61
_OF_GDELT_1 = (57, 58)
_HEAD_BYTES = 65_536
_ZIP = b"PK\x03\x04"
_EXPORT_NAME = re.compile(r"\d{14}(?:\.translation)?\.export\.csv\.zip", re.IGNORECASE)


def parse_export(file: SourceFile) -> Iterator[Parsed]:
    """The acts of one export, chunk by chunk; what it covers comes with the last one.

    Raises BadInput for a file that is empty, cut off, or not of 61 fields.
    """
    _check_version(file)
    where = tuple(COLUMNS.values())
    days: set[dt.date] = set()
    for chunk in read_lines(file, fields=frozenset({FIELDS}), last_line_needs_end=True):
        numbered = zip(chunk.numbers, chunk.fields, strict=True)
        rows = (Row(number, *(cells[i] for i in where)) for number, cells in numbered)
        yield parsed(rows, chunk.rejects, PART, days)
    yield Parsed(DATASET, 0, {}, coverage=coverage(PART, days))


def coverage(part: str, days: set[dt.date]) -> tuple[Coverage, ...]:
    """The report days, as stretches without a gap; nothing where no record is good."""
    stretches: list[list[dt.date]] = []
    for day in sorted(days):
        if stretches and day - stretches[-1][1] == dt.timedelta(days=1):
            stretches[-1][1] = day
        else:
            stretches.append([day, day])
    return tuple(Coverage(DATASET, part, first, last) for first, last in stretches)


def looks_like_export(name: str, head: bytes) -> bool:
    """Whether the first line has 61 fields that begin with an id and a day."""
    if head.startswith(_ZIP):
        return bool(_EXPORT_NAME.search(name))
    fields = head.split(b"\n", 1)[0].rstrip(b"\r").split(b"\t")
    return len(fields) == FIELDS and fields[0].isdigit() and fields[1].isdigit()


def _check_version(file: SourceFile) -> None:
    with open_bytes(file) as stream:
        fields = stream.readline(_HEAD_BYTES).count(b"\t") + 1
    if fields in _OF_GDELT_1:
        raise BadInput(
            f"{file.name}, line 1: {fields} fields; {FIELDS} were expected.",
            hint="It looks like an event file of GDELT 1.0, which has 57 or 58 fields.",
            next_step="Take the GDELT 2.0 export (YYYYMMDDHHMMSS.export.CSV.zip) of that time.",
        )
