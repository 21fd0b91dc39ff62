"""Strict reading of large quoted CSV files, whose cells may hold commas, quotes and line breaks.

Each record is taken with the line it begins on; one of another width, or with bytes that are no
UTF-8, is a reject. The file is read in pieces, however long it is.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO

from comity.errors import BadInput
from comity.sources.contract import Reject, SourceFile
from comity.sources.headers import line_of
from comity.sources.lines import open_bytes

CHUNK_RECORDS = 50_000
# The longest line of a published file is some 30,000 bytes: an event with all its sources.
LONGEST_LINE = 1 << 20
_PATIENCE = 100_000
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Records:
    """A chunk of well-formed records: the lines they begin on and their cells; rejects beside."""

    lines: list[int] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


def columns_of(head: bytes, delimiter: str = ",") -> tuple[str, ...]:
    """The cells of the first line of a file's first bytes; empty where it is not even CSV."""
    try:
        text = line_of(head).decode("utf-8", "replace")
        return tuple(next(csv.reader([text], delimiter=delimiter, strict=True), ()))
    except csv.Error:
        return ()


def read_records(
    file: SourceFile, columns: Sequence[str], *, delimiter: str = ",", has_header: bool = True
) -> Iterator[Records]:
    """The records of a file in chunks. `columns` is the header that the file must have.

    Raises BadInput, naming the line, for a file that is empty, cut off or broken (a quote that does
    not end), has another header, NUL bytes, a line longer than any record, or no good record.
    """
    out, good, records, line = Records(), 0, 0, 0
    reject: Reject | None = None
    with open_bytes(file) as stream:
        source = _Lines(file.name, stream)
        reader = csv.reader(source, delimiter=delimiter, strict=True)
        try:
            if has_header:
                _check(file, next(reader, []), columns)
            line = reader.line_num
            for cells in reader:
                first, line = line + 1, reader.line_num
                records += 1
                if reject := _fault(cells, len(columns), first, delimiter):
                    out.rejects.append(reject)
                else:
                    good += 1
                    out.lines.append(first)
                    out.cells.append(cells)
                if len(out.lines) >= CHUNK_RECORDS:
                    yield out
                    out = Records()
                elif records >= _PATIENCE and not good:
                    break
        except csv.Error as error:
            raise _broken(file, line + 1, str(error)) from error
    if not records:
        raise BadInput(f"{file.name} holds no records.", next_step="Download it again.")
    if reject and not source.ended:
        raise _broken(file, line, "cut off; the last line is not whole")
    if not good:
        raise BadInput(
            f"{file.name}, line {out.rejects[0].line}: {out.rejects[0].reason}; "
            "no record of the file is well formed.",
            next_step="Check that this is the right source for the file.",
        )
    yield out


@dataclass(slots=True)
class _Lines:
    """The lines of a stream as text; bytes that are no UTF-8 stay in it as lone surrogates."""

    name: str
    stream: IO[bytes]
    number: int = 0
    ended: bool = True

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        raw = self.stream.readline(LONGEST_LINE)
        if not raw:
            raise StopIteration
        self.number += 1
        self.ended = raw.endswith(b"\n")
        if self.number == 1:
            raw = raw.removeprefix(_BOM)
        if b"\x00" in raw:
            raise BadInput(
                f"{self.name}, line {self.number}: holds NUL bytes; text was expected.",
                next_step="Save it as UTF-8 text, or download it again.",
            )
        if len(raw) >= LONGEST_LINE and not self.ended:
            raise BadInput(
                f"{self.name}, line {self.number}: longer than {LONGEST_LINE:,} bytes.",
                next_step="Check that this is the right source for the file.",
            )
        return raw.decode("utf-8", "surrogateescape")


def _fault(cells: list[str], width: int, line: int, delimiter: str) -> Reject | None:
    text = delimiter.join(cells)
    if not text.isascii() and any("\udc80" <= letter <= "\udcff" for letter in text):
        plain = text[:200].encode("utf-8", "replace").decode()
        return Reject(line, "not UTF-8", plain)
    if len(cells) != width:
        reason = f"{len(cells)} fields; {width} expected" if cells else "empty line"
        return Reject(line, reason, text[:200])
    return None


def _check(file: SourceFile, found: Sequence[str], columns: Sequence[str]) -> None:
    if list(found) == list(columns):
        return
    missing = [name for name in columns if name not in found]
    extra = [name for name in found if name not in columns]
    parts = [f"missing: {', '.join(missing[:5])}"] if missing else []
    parts += [f"not expected: {', '.join(one[:40] for one in extra[:5])}"] if extra else []
    raise BadInput(
        f"{file.name}, line 1: the header is not the published one "
        f"({len(found)} columns; {len(columns)} expected).",
        hint="; ".join(parts).encode("utf-8", "replace").decode(),
        next_step="Check that this is the right source for the file.",
    )


def _broken(file: SourceFile, line: int, why: str) -> BadInput:
    return BadInput(
        f"{file.name}, line {line}: {why}.",
        hint="A quoted cell may not end, or the end of the file is missing.",
        next_step="Download it again.",
    )
