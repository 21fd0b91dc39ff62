"""Strict, streaming reading of quoted CSV: each record with its line, whatever the columns are."""

from __future__ import annotations

import codecs
import csv
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
        reader = csv.reader(self._lines(stream), delimiter=self.delimiter, strict=True)
        fields: list[str] = []
        width = 0
        try:
            for fields in reader:
                width = width or len(fields)
                yield reader.line_num, fields
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

    def _lines(self, stream: IO[bytes]) -> Iterator[str]:
        for number, raw in enumerate(stream, start=1):
            self._ended = raw.endswith((b"\n", b"\r"))
            if b"\x00" in raw[:1000]:
                raise csv.Error("NUL bytes")
            try:
                yield raw.decode(self.encoding)
            except UnicodeDecodeError as error:
                raise BadInput(
                    f"{self.file.name}, line {number}: not {self._text} text.",
                    next_step=f"Save it as {self._text}, or download it again.",
                ) from error


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
