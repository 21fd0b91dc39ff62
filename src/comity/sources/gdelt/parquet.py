"""The tidied GDELT 2.0 samples of a mirror of publishers' data, as Parquet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from comity.errors import BadInput, unknown
from comity.sources.contract import Parsed
from comity.sources.gdelt.rows import COLUMNS, DATASET, Row, parsed
from comity.sources.gdelt.versions import EXPORT
from comity.sources.gdelt.volumes import coverage

FILES = ("gdelt2_samples_2019_2020",)
# One origin is a whole export. The others are thinned: a day of theirs without an act says nothing,
# so they cover none.
_WHOLE = "export_"
_THINNED = "sample"
_READ = [*COLUMNS, "origin"]


def parse_parquet(path: Path, name: str) -> Iterator[Parsed]:
    """The acts of the samples; a row counts as the line of its number, from 1.

    Records of a whole export are in the part "export", others in "sample", which covers no day.
    Raises UnknownName for a file that is not listed, BadInput for one that lacks a column or is no
    Parquet.
    """
    stem = name.rsplit("/", 1)[-1].removesuffix(".parquet")
    if stem not in FILES:
        raise unknown("GDELT file", stem, FILES)
    days: set[dt.date] = set()
    line = 0
    try:
        for batch in pq.ParquetFile(path).iter_batches(columns=_READ):
            columns = batch.select(_READ).to_pydict()
            *fields, origin = (columns[one] for one in _READ)
            rows: dict[str, list[Row]] = {EXPORT: [], _THINNED: []}
            for cells, of in zip(zip(*fields, strict=True), origin, strict=True):
                line += 1
                texts = ("" if cell is None else str(cell) for cell in cells)
                part = EXPORT if str(of).startswith(_WHOLE) else _THINNED
                rows[part].append(Row(line, *texts))
            for part, some in rows.items():
                if some:
                    yield parsed(some, [], part, days if part == EXPORT else set())
    except (pa.ArrowException, KeyError, OSError) as error:
        raise BadInput(
            f"{name}: not the tidied GDELT file ({error}).",
            hint=f"Columns {', '.join(_READ)} were expected.",
        ) from error
    yield Parsed(DATASET, 0, {}, coverage=coverage(DATASET, EXPORT, days))
