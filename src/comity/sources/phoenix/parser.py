"""The comma-separated form of Phoenix: a header of 28 columns, quotes around fields with commas."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

from comity.sources.contract import Parsed, Reject, SourceFile
from comity.sources.csv_records import columns_of
from comity.sources.headers import first_line
from comity.sources.lines import Lines, read_lines
from comity.sources.phoenix.rows import COLUMNS, DATASET, PART, Row, parsed
from comity.sources.volumes import daily_volumes

HEADER = (
    *("", "X", "GID", "Date", "Year", "Month", "Day", "Source", "SrcActor", "SrcAgent"),
    *("SOthAgent", "Target", "TgtActor", "TgtAgent", "TOthAgent", "CAMEO", "RootCode"),
    *("QuadClass", "Goldstein", "None", "Lat", "Lon", "Geoname", "AdminInfo", "CountryCode"),
    *("ID", "URL", "sourcetxt"),
)
# No line holds it, so each comes whole: the quotes of this format need a reader of their own.
_NO_DELIMITER = "\x1e"


def parse_csv(file: SourceFile) -> Iterator[Parsed]:
    """The acts of one file, chunk by chunk; last, the volume of each day. A sample covers no day.

    Raises BadInput for a file that is empty, cut off, or has another header.
    """
    where = [HEADER.index(name) for name in COLUMNS]
    days: Counter[dt.date] = Counter()
    for records, rejects in read_quoted(file, HEADER):
        rows = (Row(number, *(cells[i] for i in where)) for number, cells in records)
        yield parsed(rows, rejects, days=days)
    yield Parsed(DATASET, 0, {"volumes": daily_volumes(PART, days)})


def looks_like(head: bytes, header: Sequence[str]) -> bool:
    """Whether the first line is this header, with or without quotes around the names."""
    return columns_of(head) == tuple(header)


def read_quoted(
    file: SourceFile, header: Sequence[str]
) -> Iterator[tuple[list[tuple[int, list[str]]], list[Reject]]]:
    """Lines in chunks: number and cells of each well-formed one, and the rejects.

    A cell in quotes may hold commas but no line end: a line is a record. Raises BadInput for a
    file that is empty, cut off, or has another header.
    """
    with_quotes = ",".join(f'"{name}"' for name in header)
    written = with_quotes if _begins_with_quote(file) else ",".join(header)
    for chunk in read_lines(
        file,
        fields=frozenset({1}),
        delimiter=_NO_DELIMITER,
        header=(written,),
        last_line_needs_end=True,
    ):
        records, rejects = _split(chunk, len(header))
        yield records, [*chunk.rejects, *rejects]


def _begins_with_quote(file: SourceFile) -> bool:
    return first_line(file).startswith(b'"')


def _split(chunk: Lines, columns: int) -> tuple[list[tuple[int, list[str]]], list[Reject]]:
    records: list[tuple[int, list[str]]] = []
    rejects: list[Reject] = []
    for number, (line,) in zip(chunk.numbers, chunk.fields, strict=True):
        try:
            cells = next(csv.reader([line], strict=True), [])
        except csv.Error as error:
            rejects.append(Reject(number, f"not comma-separated ({error})", line[:200]))
            continue
        if len(cells) == columns:
            records.append((number, cells))
        else:
            reason = f"{len(cells)} fields; {columns} expected"
            rejects.append(Reject(number, reason, line[:200]))
    return records, rejects
