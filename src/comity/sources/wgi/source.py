"""The source `wgi`: the long table, as CSV or as an Excel sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from comity.errors import BadInput
from comity.sources.contract import Parsed, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.lines import refuse_empty
from comity.sources.options import take_no_option
from comity.sources.quoted_rows import QuotedRows
from comity.sources.state_years.spreadsheet import is_spreadsheet, read_sheet
from comity.sources.wgi.rows import Scores

# The published columns begin so; later updates have further ones behind them.
COLUMNS = (
    *("codeindyr", "code", "countryname", "year", "indicator", "estimate", "stddev", "nsource"),
    *("pctrank", "pctranklower", "pctrankupper"),
)
_NAME = re.compile(r"wgidataset.*\.xlsx(\.zip|\.gz)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WGI:
    """Six dimensions of governance, year by year."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        """A CSV by its header; an Excel file by its name: its first bytes say nothing."""
        first = head.split(b"\n", 1)[0].decode("utf-8-sig", "replace")
        by_header = _names(first.strip().split(","))[: len(COLUMNS)] == COLUMNS
        return by_header or (bool(head) and _NAME.fullmatch(name) is not None)

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """All lines. Raises BadValue for any option, BadInput for the file."""
        take_no_option(self.description.name, options)
        refuse_empty(file)
        yield _sheet(file) if is_spreadsheet(file) else _text(file)


def _sheet(file: SourceFile) -> Parsed:
    _, rows = read_sheet(file)
    _check(file, [str(cell) for cell in rows[0]] if rows else [])
    scores = Scores()
    for line, cells in enumerate(rows[1:], 2):
        scores.take(line, dict(zip(COLUMNS, cells, strict=False)))
    return scores.parsed(file.name)


def _text(file: SourceFile) -> Parsed:
    scores = Scores()
    width = 0
    for line, fields in QuotedRows(file, must_end=False):
        if not width:
            _check(file, fields)
            width = len(fields)
        elif len(fields) == width:
            scores.take(line, dict(zip(COLUMNS, fields, strict=False)))
        else:
            reason = f"{len(fields)} fields; {width} expected"
            scores.reject(line, reason, ",".join(fields))
    return scores.parsed(file.name)


def _check(file: SourceFile, header: Sequence[str]) -> None:
    if _names(header)[: len(COLUMNS)] != COLUMNS:
        raise BadInput(
            f"{file.name}, line 1: the header is not that of the long WGI table.",
            hint=f"Expected: {','.join(COLUMNS)}",
            next_step="Take the long table (since the update of 2023); "
            "the older one with a sheet for each dimension is not read.",
        )


def _names(fields: Sequence[str]) -> tuple[str, ...]:
    return tuple(name.strip().strip('"').casefold() for name in fields)


SOURCE = WGI(describe_package("comity.sources.wgi"))
