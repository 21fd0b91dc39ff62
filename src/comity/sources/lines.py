"""Strict reading of delimited text: every line is a record, a reject, or the end of the file.

Quote characters have no meaning in these formats (ICEWS, KEDS and GDELT write raw text), so a line
is split at its delimiter and nothing else.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from comity.errors import BadInput
from comity.sources.contract import Reject, SourceFile

CHUNK_LINES = 200_000


@dataclass(frozen=True, slots=True)
class Lines:
    """A chunk of well-formed lines: their numbers (from 1) and fields; rejects beside them."""

    numbers: list[int]
    fields: list[list[str]]
    rejects: list[Reject]


@contextmanager
def open_bytes(file: SourceFile) -> Iterator[IO[bytes]]:
    """The bytes of a plain file, or of the single member of a zip archive.

    Raises BadInput for an empty file, a broken archive, or one with several members.
    """
    if file.bytes == 0:
        raise BadInput(f"{file.name} is empty.", next_step="Download it again from the publisher.")
    with file.path.open("rb") as stream:
        magic = stream.read(4)
        stream.seek(0)
        if magic != b"PK\x03\x04":
            yield stream
            return
        try:
            with zipfile.ZipFile(stream) as archive:
                names = [n for n in archive.namelist() if not n.endswith("/")]
                if len(names) != 1:
                    raise BadInput(
                        f"{file.name} holds {len(names)} files; one was expected.",
                        next_step="Unpack it and name the data file.",
                    )
                with archive.open(names[0]) as member:
                    yield member
        except zipfile.BadZipFile as error:
            raise BadInput(
                f"{file.name} is a broken zip archive ({error}).",
                next_step="Download it again: it was probably cut off.",
            ) from error


def read_lines(
    file: SourceFile,
    *,
    fields: frozenset[int],
    delimiter: str = "\t",
    encoding: str = "utf-8",
    header: tuple[str, ...] | None = None,
    last_line_needs_end: bool = False,
    chunk: int = CHUNK_LINES,
) -> Iterator[Lines]:
    """The lines of a file in chunks, each split into one of the allowed numbers of `fields`.

    A line with another number of fields, or one that does not decode, is a reject. With `header`,
    the first line must be exactly that header. A file whose *last* line is short or (where
    `last_line_needs_end`) lacks its line end is cut off. Raises BadInput, naming the line.
    """
    wanted = " or ".join(str(n) for n in sorted(fields))
    out = Lines([], [], [])
    number, good, last = 0, 0, b""
    with open_bytes(file) as stream:
        for raw in stream:
            number += 1
            last = raw
            line = raw.rstrip(b"\r\n")
            if header is not None and number == 1:
                _check_header(file, line, header, delimiter, encoding)
                continue
            if b"\x00" in line and number <= 2:
                raise BadInput(
                    f"{file.name}, line {number}: holds NUL bytes; text was expected.",
                    hint=f"It is not {encoding} text (UTF-16 or binary?).",
                    next_step="Save it as UTF-8 text, or download it again.",
                )
            if not line:
                out.rejects.append(Reject(number, "empty line", ""))
            else:
                try:
                    parts = line.decode(encoding).split(delimiter)
                except UnicodeDecodeError as error:
                    text = line[:200].decode("latin-1")
                    out.rejects.append(
                        Reject(number, f"not {encoding}: byte {error.start} of the line", text)
                    )
                else:
                    if len(parts) in fields:
                        good += 1
                        out.numbers.append(number)
                        out.fields.append(parts)
                    else:
                        reason = f"{len(parts)} fields; {wanted} expected"
                        out.rejects.append(Reject(number, reason, delimiter.join(parts)[:200]))
            if len(out.numbers) >= chunk:
                yield out
                out = Lines([], [], [])
    _check_end(file, number, last, out, wanted, last_line_needs_end, header is not None, good)
    yield out


def _check_header(
    file: SourceFile, line: bytes, header: tuple[str, ...], delimiter: str, encoding: str
) -> None:
    try:
        found = tuple(line.decode(encoding + "-sig" if encoding == "utf-8" else encoding).split(delimiter))
    except UnicodeDecodeError as error:
        raise BadInput(
            f"{file.name}, line 1: not {encoding} text (byte {error.start}).",
            next_step=f"Save it as {encoding}, or download it again.",
        ) from error
    if found != header:
        missing = [name for name in header if name not in found]
        extra = [name for name in found if name not in header]
        raise BadInput(
            f"{file.name}, line 1: the header is not the published one "
            f"({len(found)} columns; {len(header)} expected).",
            hint="; ".join(
                part
                for part in (
                    f"missing: {', '.join(missing[:5])}" if missing else "",
                    f"not expected: {', '.join(n[:40] for n in extra[:5])}" if extra else "",
                )
                if part
            ),
            next_step="Check that this is the right source for the file.",
        )


def _check_end(
    file: SourceFile,
    number: int,
    last: bytes,
    out: Lines,
    wanted: str,
    needs_end: bool,
    has_header: bool,
    good: int,
) -> None:
    if number == (1 if has_header else 0):
        raise BadInput(f"{file.name} holds no records.", next_step="Download it again.")
    ended = last.endswith(b"\n")
    if out.rejects and out.rejects[-1].line == number and not ended:
        raise BadInput(
            f"{file.name}, line {number}: cut off ({out.rejects[-1].reason}).",
            hint=f"The last line ends in {last[-40:].decode('utf-8', 'replace')!r}.",
            next_step="Download it again: the end of the file is missing.",
        )
    if needs_end and not ended:
        raise BadInput(
            f"{file.name}, line {number}: the last line has no line end; the file is cut off.",
            next_step="Download it again: the end of the file is missing.",
        )
    if good == 0:
        first = out.rejects[0] if out.rejects else None
        where = f", line {first.line}: {first.reason}" if first else f": no line has {wanted} fields"
        raise BadInput(
            f"{file.name}{where}; no line of the file is well formed.",
            hint=f"Each line should have {wanted} fields.",
            next_step="Check that this is the right source for the file.",
        )
