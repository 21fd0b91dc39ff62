"""The source `polity5`: the annual series, as Excel (.xls) or saved as CSV."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from comity.errors import BadInput
from comity.sources.contract import Parsed, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.lines import refuse_empty
from comity.sources.options import take_no_option
from comity.sources.polity5.rows import NEEDED, Scores
from comity.sources.quoted_rows import QuotedRows
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
    header: tuple[str, ...] | None = None
    for line, fields in QuotedRows(file, must_end=False):
        if header is None:
            header = _header(file, fields)
        elif len(fields) == len(header):
            scores.take(line, dict(zip(header, fields, strict=True)))
        else:
            reason = f"{len(fields)} fields; {len(header)} expected"
            scores.reject(line, reason, ",".join(fields))
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
