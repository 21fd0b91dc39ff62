"""The comma-separated form of Phoenix: a header of 28 columns, quotes around fields with commas."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from comity.sources.contract import Parsed, Reject, SourceFile
from comity.sources.lines import Lines, read_lines
from comity.sources.phoenix.rows import COLUMNS, Row, parsed

HEADER = (
    *("", "X", "GID", "Date", "Year", "Month", "Day", "Source", "SrcActor", "SrcAgent"),
    *("SOthAgent", "Target", "TgtActor", "TgtAgent", "TOthAgent", "CAMEO", "RootCode"),
    *("QuadClass", "Goldstein", "None", "Lat", "Lon", "Geoname", "AdminInfo", "CountryCode"),
    *("ID", "URL", "sourcetxt"),
)
_FIRST_LINE = ",".join(HEADER)
# No line holds it, so each comes whole: the quotes of this format need a reader of their own.
_NO_DELIMITER = "\x1e"


def parse_csv(file: SourceFile) -> Iterator[Parsed]:
    """The acts of one file, chunk by chunk; a sample covers no day.

    Raises BadInput for a file that is empty, cut off, or has another header.
    """
    whole = frozenset({1})
    for chunk in read_lines(
        file, fields=whole, delimiter=_NO_DELIMITER, header=(_FIRST_LINE,), last_line_needs_end=True
    ):
        rows, rejects = _split(chunk)
        yield parsed(rows, [*chunk.rejects, *rejects])


def looks_like_phoenix(head: bytes) -> bool:
    """Whether the first line is the header."""
    first = head.split(b"\n", 1)[0].rstrip(b"\r").removeprefix(b"\xef\xbb\xbf")
    return first == _FIRST_LINE.encode()


def _split(chunk: Lines) -> tuple[list[Row], list[Reject]]:
    where = [HEADER.index(name) for name in COLUMNS]
    rows: list[Row] = []
    rejects: list[Reject] = []
    for number, (line,) in zip(chunk.numbers, chunk.fields, strict=True):
        try:
            cells = next(csv.reader([line], strict=True), [])
        except csv.Error as error:
            rejects.append(Reject(number, f"not comma-separated ({error})", line[:200]))
            continue
        if len(cells) != len(HEADER):
            reason = f"{len(cells)} fields; {len(HEADER)} expected"
            rejects.append(Reject(number, reason, line[:200]))
            continue
        rows.append(Row(number, *(cells[i] for i in where)))
    return rows, rejects
