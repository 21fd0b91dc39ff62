"""The source `polity5`: the annual series, as Excel (.xls) or saved as CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from comity.errors import BadInput
from comity.sources.contract import Parsed, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.lines import read_whole, refuse_empty
from comity.sources.options import take_no_option
from comity.sources.polity5.rows import NEEDED, Scores
from comity.sources.state_years.spreadsheet import XLS, is_spreadsheet, read_sheet

_NAME = re.compile(r"p[45]v?\d{4}.*\.xls(\.zip|\.gz)?", re.IGNORECASE)
_BEGINS = ("ccode", "scode", "country", "year", "flag", "fragment", "democ", "autoc", "polity")


@dataclass(frozen=True, slots=True)
class Polity5:
    """Authority characteristics of states with more than half a million people, year by year."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        """A CSV by its header; the publisher's .xls, plain or packed, by its name."""
        line = _names(head.split(b"\n", 1)[0].decode("utf-8-sig", "replace").strip().split(","))
        by_header = [name for name in line if name in _BEGINS] == [*_BEGINS]
        return by_header or (head.startswith(XLS) and _NAME.fullmatch(name) is not None)

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """All lines. Raises BadValue for any option, BadInput for the file."""
        take_no_option(self.description.name, options)
        refuse_empty(file)
        yield _sheet(file) if is_spreadsheet(file) else _text(file)


def _sheet(file: SourceFile) -> Parsed:
    _, rows = read_sheet(file)
    header = _header(file, [str(cell) for cell in rows[0]] if rows else [])
    scores = Scores()
    for line, cells in enumerate(rows[1:], 2):
        scores.take(line, dict(zip(header, cells, strict=False)))
    return scores.parsed(file.name)


def _text(file: SourceFile) -> Parsed:
    scores = Scores()
    raw = read_whole(file)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(
            f"{file.name}, line {raw[: error.start].count(10) + 1}: not UTF-8 text.",
            next_step="Save it as UTF-8 (in Excel: CSV UTF-8), or take the .xls.",
        ) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    fields: list[str] = []
    try:
        header = _header(file, next(reader, []))
        for fields in reader:
            if len(fields) == len(header):
                scores.take(reader.line_num, dict(zip(header, fields, strict=True)))
            else:
                reason = f"{len(fields)} fields; {len(header)} expected"
                scores.reject(reader.line_num, reason, ",".join(fields))
    except csv.Error as error:
        raise BadInput(
            f"{file.name}, line {reader.line_num}: broken or cut off ({error}).",
            next_step="Get it again.",
        ) from error
    if len(fields) != len(header) and not text.endswith("\n"):
        raise BadInput(
            f"{file.name}, line {reader.line_num}: cut off "
            f"({len(fields)} fields; {len(header)} expected).",
            next_step="Get it again: its end is missing.",
        )
    return scores.parsed(file.name)


def _header(file: SourceFile, fields: Sequence[str]) -> tuple[str, ...]:
    names = _names(fields)
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise BadInput(
            f"{file.name}, line 1: the header is not that of Polity's annual series.",
            hint=f"missing: {', '.join(missing[:5])}",
            next_step="Take p5v2018.xls (annual), not the case format (p5v2018d).",
        )
    return names


def _names(fields: Sequence[str]) -> tuple[str, ...]:
    return tuple(name.strip().strip('"').casefold() for name in fields)


SOURCE = Polity5(describe_package("comity.sources.polity5"))
