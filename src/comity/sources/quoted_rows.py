"""Strict, streaming reading of quoted CSV: each record with its line, whatever the columns are."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from comity.errors import BadInput
from comity.sources.contract import SourceFile
from comity.sources.lines import open_bytes

AGAIN = "Download it again: the end of the file is probably missing."


@dataclass(slots=True)
class QuotedRows:
    """The records of a quoted CSV. Iterate once: line (on which the record ends) and fields.

    Raises BadInput, naming the line, for a file that is empty, broken, of another encoding, or
    whose last line does not end. Some publishers leave out the last line end (`must_end` False):
    then only a last line of another width than the first is cut off.
    """

    file: SourceFile
    delimiter: str = ","
    encoding: str = "utf-8-sig"
    must_end: bool = True
    _ended: bool = field(default=True, init=False)

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        with open_bytes(self.file) as stream:
            yield from self._rows(stream)

    def _rows(self, stream: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
        text = io.TextIOWrapper(stream, self.encoding, newline="")
        reader = csv.reader(self._lines(text), delimiter=self.delimiter, strict=True)
        fields: list[str] = []
        width = 0
        try:
            for fields in reader:
                width = width or len(fields)
                yield reader.line_num, fields
        except UnicodeDecodeError as error:
            raise BadInput(
                f"{self.file.name}, near line {reader.line_num + 1}: not {self._text} text.",
                next_step=f"Save it as {self._text}, or download it again.",
            ) from error
        except csv.Error as error:
            raise BadInput(
                f"{self.file.name}, line {reader.line_num}: cut off or broken ({error}).",
                hint="A quoted text may never be closed.",
                next_step=AGAIN,
            ) from error
        if not self._ended and (self.must_end or len(fields) != width):
            raise BadInput(
                f"{self.file.name}, line {reader.line_num}: cut off; the last line has no end.",
                next_step=AGAIN,
            )

    @property
    def _text(self) -> str:
        return "UTF-8" if self.encoding.startswith("utf-8") else self.encoding

    def _lines(self, text: io.TextIOWrapper) -> Iterator[str]:
        for line in text:
            self._ended = line.endswith(("\n", "\r"))
            if "\x00" in line[:1000]:
                raise csv.Error("NUL bytes")
            yield line


def encoding_of(file: SourceFile, *, otherwise: str = "cp1252") -> str:
    """UTF-8 where the whole file is, else what a publisher writes who takes a byte a letter."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with open_bytes(file) as stream:
        try:
            for chunk in iter(lambda: stream.read(1 << 20), b""):
                decoder.decode(chunk)
        except UnicodeDecodeError:
            return otherwise
    return "utf-8-sig"


def first_row(head: bytes, *, delimiter: str = ",") -> list[str]:
    """The fields of a file's first line, for recognition; empty where it is none of a CSV."""
    line = head.split(b"\n", 1)[0].decode("utf-8-sig", "replace").rstrip("\r")
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []
