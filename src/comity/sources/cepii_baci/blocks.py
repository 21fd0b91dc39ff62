"""Strict, streaming reading of one BACI file: every line is added to a cell, or a reject."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from comity.errors import BadInput
from comity.sources.cepii_baci.codes import groups
from comity.sources.contract import Reject
from comity.sources.utf8 import Utf8Stream

COLUMNS = ("t", "i", "j", "k", "v")
HEADER = (*COLUMNS, "q")
BLOCK_BYTES = 1 << 24
KEYS = ("t", "i", "j", "place")

# "Commodities not specified according to kind".
UNSPECIFIED = ("9999AA", "999999")
WHOLE = r"^\d{1,9}$"
DECIMAL = r"^\d+(\.\d+)?([eE][+-]?\d{1,2})?$"
# A thousand times the yearly trade of the whole world, in thousand dollars.
MOST = 1e14


@dataclass(slots=True)
class Cells:
    """Dollars and records of each year, exporter, importer and group; rejects beside them."""

    records: int = 0
    rejects: list[Reject] = field(default_factory=list)
    parts: list[pa.Table] = field(default_factory=list)

    def table(self) -> pa.Table:
        """One row a cell: t, i, j, place of the group in `groups()`, dollars, records."""
        whole = pa.concat_tables(self.parts)
        added = whole.group_by(list(KEYS)).aggregate([("dollars", "sum"), ("records", "sum")])
        return added.rename_columns([*KEYS, "dollars", "records"]).sort_by(
            [(key, "ascending") for key in KEYS]
        )


def read_cells(stream: IO[bytes], name: str) -> Cells:
    """Adds up a file. Raises BadInput for another header, text that is not UTF-8, no good line."""
    cells, shape = Cells(), _Shape()
    _check_header(stream.readline(1000), name)
    try:
        for batch in _batches(Utf8Stream(stream, name, lines_before=1), shape.take):
            _add(batch, cells, shape)
    except pa.ArrowException as error:
        raise BadInput(
            f"{name}, near line {cells.records + 2}: it can't be read as a table.",
            hint=str(error).splitlines()[0][:200],
            next_step="Check that it is a file of BACI (t,i,j,k,v,q), or download it again.",
        ) from error
    cells.records += len(shape.rejects)
    cells.rejects = sorted([*cells.rejects, *shape.rejects], key=lambda one: one.line)
    if not cells.parts:
        raise BadInput(
            f"{name} holds no well-formed record.",
            hint=cells.rejects[0].reason if cells.rejects else "It has no records.",
            next_step="Check that this is the right source for the file.",
        )
    return cells


def _check_header(line: bytes, name: str) -> None:
    found = line.decode("utf-8-sig", "replace").strip().split(",")
    if tuple(part.strip('"') for part in found) != HEADER:
        raise BadInput(
            f"{name}, line 1: the header is not that of BACI.",
            hint=f"{','.join(HEADER)} was expected.",
            next_step="Check that this is the right source for the file.",
        )


@dataclass(slots=True)
class _Shape:
    """The lines with another number of fields, as the reader meets them."""

    rejects: list[Reject] = field(default_factory=list)

    def take(self, row: csv.InvalidRow) -> str:
        reason = f"{row.actual_columns} fields; {row.expected_columns} expected"
        self.rejects.append(Reject((row.number or 0) + 1, reason, row.text[:200]))
        return "skip"

    def line(self, place: int) -> int:
        """The line of the well-shaped record at `place` (from 0)."""
        line = place + 2
        for wrong in sorted(one.line for one in self.rejects):
            if wrong > line:
                break
            line += 1
        return line


def _batches(stream: Utf8Stream, take: Callable[[csv.InvalidRow], str]) -> Iterator[pa.RecordBatch]:
    # One thread: only then does the reader know the number of a row that it skips.
    reader = csv.open_csv(
        pa.PythonFile(stream, mode="r"),
        read_options=csv.ReadOptions(
            use_threads=False, block_size=BLOCK_BYTES, column_names=list(HEADER)
        ),
        parse_options=csv.ParseOptions(invalid_row_handler=take, ignore_empty_lines=False),
        convert_options=csv.ConvertOptions(
            column_types={column: pa.string() for column in HEADER},
            include_columns=list(COLUMNS),
            strings_can_be_null=False,
        ),
    )
    yield from reader


def _add(batch: pa.RecordBatch, cells: Cells, shape: _Shape) -> None:
    """One block: its well-formed rows into cells, its others into rejects."""
    values = {column: _numbers(batch.column(column), column) for column in COLUMNS}
    chapter = pc.divide(values["k"], 10_000)
    thousands = values["v"]
    checks = (
        _between(values["t"], 1900, 2100),
        pc.greater_equal(values["i"], 0),
        pc.greater_equal(values["j"], 0),
        _between(chapter, 1, 100),
        _between(thousands, 0.0, MOST),
    )
    good = pc.fill_null(functools.reduce(pc.and_, checks), False)
    if not pc.all(good).as_py():
        _reject(batch, good, cells, shape)
    table = pa.table(
        [
            *(values[key] for key in KEYS[:3]),
            pc.take(_place_of_chapter(), pc.if_else(good, chapter, 1)),
            # Three decimals of a thousand: whole dollars, so that sums are exact.
            pc.cast(pc.round(pc.multiply(pc.if_else(good, thousands, 0.0), 1000.0)), pa.int64()),
            pa.repeat(pa.scalar(1, pa.int64()), batch.num_rows),
        ],
        names=[*KEYS, "dollars", "records"],
    ).filter(good)
    cells.records += batch.num_rows
    if table.num_rows:
        added = table.group_by(list(KEYS)).aggregate([("dollars", "sum"), ("records", "sum")])
        cells.parts.append(added.rename_columns([*KEYS, "dollars", "records"]))


def _numbers(texts: Any, column: str) -> Any:
    """The numbers of a column of texts; null where a text is none."""
    kind, pattern = (pa.float64(), DECIMAL) if column == "v" else (pa.int32(), WHOLE)
    trimmed = pc.ascii_trim_whitespace(texts)
    if column == "k":
        trimmed = pc.replace_substring(trimmed, *UNSPECIFIED)
    try:
        return pc.cast(trimmed, kind)
    except pa.ArrowInvalid:
        fits = pc.match_substring_regex(trimmed, pattern)
        return pc.cast(pc.if_else(fits, trimmed, None), kind)


@functools.cache
def _place_of_chapter() -> pa.Array:
    """The place in `groups()` of each chapter, the chapter being the index."""
    places = {chapter: place for place, one in enumerate(groups()) for chapter in one.chapters}
    return pa.array([places.get(chapter) for chapter in range(100)], pa.int32())


def _between(values: Any, least: float, above: float) -> Any:
    return pc.and_(pc.greater_equal(values, least), pc.less(values, above))


def _reject(batch: pa.RecordBatch, good: Any, cells: Cells, shape: _Shape) -> None:
    for place in pc.indices_nonzero(pc.invert(good)).to_pylist():
        fields = {column: batch.column(column)[place].as_py() for column in COLUMNS}
        wrong = (column for column in COLUMNS if not _fits(column, fields[column].strip()))
        column = next(wrong, "v")
        reason = f"{column} {fields[column][:40]!r}; {_WANTED[column]}"
        line = shape.line(cells.records + place)
        cells.rejects.append(Reject(line, reason, ",".join(fields.values())[:200]))


_WANTED = {
    "t": "a year expected",
    "i": "a country number expected",
    "j": "a country number expected",
    "k": "a product of six digits expected",
    "v": "a value in thousand dollars, 0 or more, expected",
}


def _fits(column: str, text: str) -> bool:
    if column == "v":
        try:
            return 0 <= float(text) < MOST
        except ValueError:
            return False
    text = text.replace(*UNSPECIFIED)
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
    return {"t": 1900 <= number < 2100, "k": 10_000 <= number < 1_000_000}.get(column, number >= 0)
