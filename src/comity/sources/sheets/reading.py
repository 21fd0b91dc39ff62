"""Strict reading of a published CSV sheet: each line is taken whole, or rejected and why."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

import pyarrow as pa

from comity.errors import BadInput
from comity.sources.contract import Reject, SourceFile
from comity.sources.lines import open_bytes
from comity.sources.sheets.layout import Layout, Sheet
from comity.sources.sheets.taking import take_columns

CHUNK = 100_000
# No line of such a sheet comes near this length.
LONGEST = 1 << 20
_BOM = b"\xef\xbb\xbf"
_AGAIN = "Download it again: the end of the file is missing."


def first_header(head: bytes) -> tuple[str, ...]:
    """The column names in the first line of a file's first bytes; empty where it is no text."""
    line = head.split(b"\n", 1)[0].removeprefix(_BOM).rstrip(b"\r")
    try:
        return tuple(next(csv.reader([line.decode("ascii")], strict=True), ()))
    except (UnicodeDecodeError, csv.Error):
        return ()


def read_sheet(file: SourceFile, layouts: Sequence[Layout], *, of: str) -> Sheet:
    """The lines of a sheet in one of its published forms; `of` names what it is a table of.

    Raises BadInput, naming the line, for a file that is empty, cut off, broken or mis-encoded, for
    another header, and where no line at all is well formed.
    """
    parts, rejects = list[pa.Table](), list[Reject]()
    with open_bytes(file) as stream:
        names = first_header(stream.readline(LONGEST))
        layout = choose_layout(file.name, names, layouts, of)
        lines = _Lines(file.name, stream, layout.encoding)
        for numbers, rows in _chunks(lines, len(names), rejects):
            table, wrong = take_columns(layout, names, numbers, rows)
            parts.append(table)
            rejects += wrong
    rejects.sort(key=lambda reject: reject.line)
    _check_end(lines, names, rejects)
    if not sum(part.num_rows for part in parts):
        raise BadInput(
            f"{file.name} holds no well-formed line of {of}.",
            hint=f"Line {rejects[0].line}: {rejects[0].reason}." if rejects else "It is empty.",
            next_step="Check that this is the right source for the file.",
        )
    return Sheet(layout, pa.concat_tables(parts), tuple(rejects))


def choose_layout(name: str, found: Sequence[str], layouts: Sequence[Layout], of: str) -> Layout:
    """The form that a header has. Raises BadInput with what is missing and what is not expected."""
    for layout in layouts:
        if layout.fits(found):
            return layout
    near = max(layouts, key=lambda layout: len(set(layout.header) & set(found)))
    missing = [n for n in near.header if n not in found and n not in near.may_lack]
    extra = [n for n in found if n not in near.header]
    said = [f"missing: {', '.join(missing[:5])}"] if missing else []
    said += [f"not expected: {', '.join(n[:40] for n in extra[:5])}"] if extra else []
    raise BadInput(
        f"{name}, line 1: the header is not that of {of} ({near.version}).",
        hint="; ".join(said) or "Its columns stand in another order.",
        next_step="Check that this is the right source for the file.",
    )


@dataclass(slots=True)
class _Lines:
    """Decoded lines of a stream, with the state at its end. The header has been read."""

    name: str
    stream: IO[bytes]
    encoding: str
    number: int = 1
    ended: bool = True
    before: tuple[str, ...] = ()
    last: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[str]:
        while raw := self.stream.readline(LONGEST):
            self.number += 1
            self.ended = raw.endswith(b"\n")
            if b"\x00" in raw or len(raw) >= LONGEST:
                what = "holds NUL bytes" if b"\x00" in raw else "is longer than any line should be"
                raise BadInput(
                    f"{self.name}, line {self.number}: {what}.",
                    next_step="Download it again, or save it as text.",
                )
            try:
                yield raw.decode(self.encoding)
            except UnicodeDecodeError as error:
                raise BadInput(
                    f"{self.name}, line {self.number}: not {self.encoding} text.",
                    next_step=f"Save it as {self.encoding}, or download it again.",
                ) from error


def _chunks(
    lines: _Lines, width: int, rejects: list[Reject]
) -> Iterator[tuple[list[int], list[list[str]]]]:
    """Rows of the right width with their line numbers, in chunks; the others become rejects."""
    numbers, rows = list[int](), list[list[str]]()
    fields: list[str] = []
    before: list[str] = []
    reader = csv.reader(lines, strict=True)
    try:
        for row in reader:
            before, fields = fields, row
            if len(row) == width:
                numbers.append(lines.number)
                rows.append(row)
            else:
                reason = f"{len(row)} fields; {width} expected" if row else "empty line"
                rejects.append(Reject(lines.number, reason, ",".join(row)[:200]))
            if len(rows) >= CHUNK:
                yield numbers, rows
                numbers, rows = [], []
    except csv.Error as error:
        raise BadInput(
            f"{lines.name}, line {lines.number}: cut off or broken ({error}).", next_step=_AGAIN
        ) from error
    lines.before, lines.last = tuple(before), tuple(fields)
    yield numbers, rows


def _check_end(lines: _Lines, names: Sequence[str], rejects: Sequence[Reject]) -> None:
    """Raises BadInput where the last line, without a line end, is not whole.

    A line that ends in the column `version` is whole if it gives the same as the line before.
    """
    if lines.ended:
        return
    whole = not rejects or rejects[-1].line != lines.number
    if names[-1] == "version" and lines.before:
        whole = whole and lines.last[-1] == lines.before[-1]
    if not whole:
        raise BadInput(
            f"{lines.name}, line {lines.number}: cut off; the last line is not whole.",
            hint=f"It reads {','.join(lines.last)[-40:]!r}.",
            next_step=_AGAIN,
        )
