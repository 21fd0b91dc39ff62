"""Strict reading of delimited text: every line is a record, a reject, or the end of the file.

Quote characters have no meaning in these formats (ICEWS, KEDS and GDELT write raw text), so a line
is split at its delimiter and nothing else.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from comity.errors import BadInput
from comity.sources.contract import Reject, SourceFile

CHUNK_LINES = 200_000
_BOM = b"\xef\xbb\xbf"
_NEXT = "Download it again: it was probably cut off."
# A file of another kind is known as such long before its end.
_PATIENCE = 100_000


@dataclass(frozen=True, slots=True)
class Lines:
    """A chunk of well-formed lines: their numbers (from 1) and fields; rejects beside them."""

    numbers: list[int]
    fields: list[list[str]]
    rejects: list[Reject]


def refuse_empty(file: SourceFile) -> None:
    """Raises BadInput for a file without a byte."""
    if file.bytes == 0:
        raise BadInput(f"{file.name} is empty.", next_step="Download it again from the publisher.")


@contextmanager
def open_bytes(file: SourceFile) -> Iterator[IO[bytes]]:
    """The bytes of a plain file, or of the single member of a zip archive.

    Raises BadInput for an empty file, a broken archive, or one with several members.
    """
    refuse_empty(file)
    with file.path.open("rb") as stream:
        magic = stream.read(4)
        stream.seek(0)
        if magic != b"PK\x03\x04":
            yield stream
            return
        try:
            with zipfile.ZipFile(stream) as archive, archive.open(_member(file, archive)) as member:
                yield member
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise BadInput(
                f"{file.name} is a broken zip archive ({error}).", next_step=_NEXT
            ) from error
        except NotImplementedError as error:
            raise BadInput(
                f"{file.name} is a zip archive that can't be unpacked here ({error}).",
                next_step="Unpack it and name the data file.",
            ) from error


def _member(file: SourceFile, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    members = [one for one in archive.infolist() if not one.is_dir()]
    if len(members) != 1:
        raise BadInput(
            f"{file.name} holds {len(members)} files; one was expected.",
            next_step="Unpack it and name the data file.",
        )
    if members[0].flag_bits & 0x1:
        raise BadInput(
            f"{file.name} is locked with a password.",
            next_step="Unpack it and name the data file.",
        )
    return members[0]


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
    the first line must be exactly that header. A file whose *last* line is not well formed and
    lacks its line end (or, where `last_line_needs_end`, just lacks that) is cut off. Raises
    BadInput, naming the line, also for a file without a well-formed line or with NUL bytes at its
    beginning.
    """
    form = _Form(file.name, fields, delimiter, encoding)
    out = Lines([], [], [])
    number, good, last = 0, 0, b""
    with open_bytes(file) as stream:
        for number, last in enumerate(stream, start=1):
            line = last.rstrip(b"\r\n")
            if number == 1 and encoding == "utf-8":
                line = line.removeprefix(_BOM)
            if number == 1 and header is not None:
                _check_header(file, line, header, delimiter, encoding)
                continue
            if number <= 2:
                form.check_text(number, line)
            parts = form.split(number, line)
            if isinstance(parts, Reject):
                out.rejects.append(parts)
            else:
                good += 1
                out.numbers.append(number)
                out.fields.append(parts)
            if len(out.numbers) >= chunk:
                yield out
                out = Lines([], [], [])
            elif number == _PATIENCE and not good:
                break
    ended = not last or last.endswith(b"\n")
    if number == (0 if header is None else 1):
        raise BadInput(f"{file.name} holds no records.", next_step="Download it again.")
    if not good:
        raise form.nothing_good(number, out.rejects)
    if not ended and (last_line_needs_end or (out.rejects and out.rejects[-1].line == number)):
        raise _cut_off(file.name, number, last)
    yield out


@dataclass(frozen=True, slots=True)
class _Form:
    """What a line of the file should look like."""

    file: str
    fields: frozenset[int]
    delimiter: str
    encoding: str

    @property
    def wanted(self) -> str:
        return " or ".join(str(n) for n in sorted(self.fields))

    def check_text(self, number: int, line: bytes) -> None:
        if b"\x00" in line:
            raise BadInput(
                f"{self.file}, line {number}: holds NUL bytes; text was expected.",
                hint=f"It is not {self.encoding} text (UTF-16 or binary?).",
                next_step="Save it as UTF-8 text, or download it again.",
            )

    def split(self, number: int, line: bytes) -> list[str] | Reject:
        text = line[:200].decode("latin-1")
        if not line:
            return Reject(number, "empty line", "")
        if b"\x00" in line:
            return Reject(number, "holds NUL bytes", text)
        try:
            parts = line.decode(self.encoding).split(self.delimiter)
        except UnicodeDecodeError as error:
            return Reject(number, f"not {self.encoding}: byte {error.start} of the line", text)
        if len(parts) in self.fields:
            return parts
        reason = f"{len(parts)} fields; {self.wanted} expected"
        return Reject(number, reason, self.delimiter.join(parts)[:200])

    def nothing_good(self, number: int, rejects: list[Reject]) -> BadInput:
        """The error for a file of which no line (or none of its many first lines) is good."""
        of = f"none of the first {number:,} lines" if number >= _PATIENCE else "no line of the file"
        return BadInput(
            f"{self.file}, line {rejects[0].line}: {rejects[0].reason}; {of} is well formed.",
            hint=f"Each line should have {self.wanted} fields.",
            next_step="Check that this is the right source for the file.",
        )


def _cut_off(file: str, number: int, last: bytes) -> BadInput:
    return BadInput(
        f"{file}, line {number}: cut off; the last line is not whole.",
        hint=f"It ends in {last[-40:].decode('utf-8', 'replace')!r}.",
        next_step="Download it again: the end of the file is missing.",
    )


def _check_header(
    file: SourceFile, line: bytes, header: tuple[str, ...], delimiter: str, encoding: str
) -> None:
    try:
        found = tuple(line.decode(encoding).split(delimiter))
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
