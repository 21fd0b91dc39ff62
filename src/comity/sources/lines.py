"""Strict reading of delimited text: every line is a record, a reject, or the end of the file.

Quote characters have no meaning in these formats (ICEWS, KEDS and GDELT write raw text), so a line
is split at its delimiter and nothing else.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import IO, Any

from comity.errors import BadInput
from comity.sources.contract import Reject, SourceFile
from comity.sources.packed import LONGEST_MAGIC, is_packed, refuse_other_packing, unpacked
from comity.sources.plain_file import open_regular, told_of_reading

CHUNK_LINES = 200_000
# No published line comes near: the longest, of an event with all its sources, has 30,000 bytes.
LONGEST_LINE = 8 << 20
LONGEST_RECORD = 1 << 20
# What may be held in memory at once; the largest table that is read so has 10 MB.
MOST_BYTES_AT_ONCE = 128 << 20
_PIECE = 1 << 20
_BOM = b"\xef\xbb\xbf"
# A file of another kind is known as such long before its end.
PATIENCE = 100_000


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
def open_bytes(file: SourceFile, *, longest_line: int | None = LONGEST_LINE) -> Iterator[IO[bytes]]:
    """The bytes of a plain file, of a gzip file, or of the single member of a zip archive.

    Raises BadInput, also while they are read, for an empty file, one that is no regular file or has
    changed since its checksum was taken, a broken or booby-trapped archive (`packed.py`), and a
    line over `longest_line` bytes (None: the reader copes with any line itself).
    """
    refuse_empty(file)
    with open_regular(file.path) as stream, told_of_reading(file.path):
        magic = stream.read(LONGEST_MAGIC)
        size = stream.seek(0, io.SEEK_END)
        stream.seek(0)
        if size != file.bytes:
            raise BadInput(
                f"{file.name} has changed since it was first looked at.",
                hint=f"It had {file.bytes:,} bytes, and has {size:,} now.",
                next_step="Wait until it is written to its end, then try again.",
            )
        refuse_other_packing(file.name, magic)
        with unpacked(file.name, stream) if is_packed(magic) else nullcontext(stream) as content:
            if longest_line is None:
                yield content
            else:
                yield with_short_lines(file.name, content, longest_line)


def with_short_lines(name: str, content: IO[bytes], longest: int = LONGEST_LINE) -> IO[bytes]:
    """The same bytes; reading them raises BadInput at a line over `longest` bytes."""
    return io.BufferedReader(_ShortLines(name, content, longest), _PIECE)


def read_whole(file: SourceFile, *, most_bytes: int = MOST_BYTES_AT_ONCE) -> bytes:
    """All bytes of a file, unpacked, for a reader that needs them at once.

    Raises BadInput as `open_bytes` does, and for a file that is larger than any of its kind.
    """
    with open_bytes(file, longest_line=None) as stream:
        content = stream.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise BadInput(
            f"{file.name} is larger than any file of its kind: over {most_bytes:,} bytes.",
            next_step="Check that this is the right source for the file.",
        )
    return content


class _ShortLines(io.RawIOBase):
    """A stream whose lines have a bound, so that no reader of lines runs out of memory."""

    def __init__(self, name: str, content: IO[bytes], longest: int) -> None:
        super().__init__()
        self._name, self._content, self._longest = name, content, longest
        self._lines, self._begun = 0, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._content.read(len(buffer))
        buffer[: len(piece)] = piece
        first = piece.find(b"\n")
        if self._begun + (len(piece) if first < 0 else first) > self._longest:
            raise BadInput(
                f"{self._name}, line {self._lines + 1}: longer than {self._longest:,} bytes.",
                hint="It may be no text, or lines that end in another way.",
                next_step="Check that this is the right source for the file.",
            )
        if first < 0:
            self._begun += len(piece)
        else:
            self._begun = len(piece) - piece.rfind(b"\n") - 1
            self._lines += piece.count(b"\n")
        return len(piece)


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
                refuse_binary(file.name, number, line, encoding)
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
            elif number == PATIENCE and not good:
                break
    ended = not last or last.endswith(b"\n")
    if number == (0 if header is None else 1):
        raise BadInput(f"{file.name} holds no records.", next_step="Download it again.")
    if not good:
        raise nothing_good(file.name, form.wanted, number, out.rejects[0])
    if not ended and (last_line_needs_end or (out.rejects and out.rejects[-1].line == number)):
        raise cut_off(file.name, number, last)
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

    def split(self, number: int, line: bytes) -> list[str] | Reject:
        text = line[:200].decode("latin-1")
        if not line:
            return Reject(number, "empty line", "")
        if b"\x00" in line:
            return Reject(number, "holds NUL bytes", text)
        if len(line) > LONGEST_RECORD:
            return Reject(number, f"longer than {LONGEST_RECORD:,} bytes", text)
        try:
            parts = line.decode(self.encoding).split(self.delimiter)
        except UnicodeDecodeError as error:
            return Reject(number, f"not {self.encoding}: byte {error.start} of the line", text)
        if len(parts) in self.fields:
            return parts
        reason = f"{len(parts)} fields; {self.wanted} expected"
        return Reject(number, reason, self.delimiter.join(parts)[:200])


def refuse_binary(file: str, number: int, line: bytes, encoding: str = "utf-8") -> None:
    """Raises BadInput where one of the first lines of a file holds NUL bytes."""
    if b"\x00" in line:
        raise BadInput(
            f"{file}, line {number}: holds NUL bytes; text was expected.",
            hint=f"It is not {encoding} text (UTF-16 or binary?).",
            next_step="Save it as UTF-8 text, or download it again.",
        )


def nothing_good(file: str, wanted: str, read: int, first: Reject | None) -> BadInput:
    """The error for a file of which no line (or none of its many first lines) is good."""
    of = f"none of the first {read:,} lines" if read >= PATIENCE else "no line of the file"
    said = f", line {first.line}: {first.reason}" if first else ""
    return BadInput(
        f"{file}{said}; {of} is well formed.",
        hint=f"Each line should have {wanted} fields.",
        next_step="Check that this is the right source for the file.",
    )


def cut_off(file: str, number: int, last: bytes) -> BadInput:
    """The error for a file whose last line, which ends in these bytes, is not whole."""
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
