"""The tidied Phoenix sample of a mirror of publishers' data, as Parquet."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from comity.errors import BadInput, unknown
from comity.sources.contract import Parsed
from comity.sources.phoenix.rows import COLUMNS, DATASET, PART, Row, parsed
from comity.sources.volumes import daily_volumes

FILES = ("phoenix_sample",)


def parse_parquet(path: Path, name: str) -> Iterator[Parsed]:
    """The acts of the sample; a row counts as the line of its number, from 1.

    Raises UnknownName for a file that is not listed, BadInput for one that lacks a column or is no
    Parquet.
    """
    stem = name.rsplit("/", 1)[-1].removesuffix(".parquet")
    if stem not in FILES:
        raise unknown("Phoenix file", stem, FILES)
    line = 0
    days: Counter[dt.date] = Counter()
    try:
        for batch in pq.ParquetFile(path).iter_batches(columns=list(COLUMNS)):
            columns = batch.select(list(COLUMNS)).to_pydict()
            cells = zip(*(columns[one] for one in COLUMNS), strict=True)
            rows = [
                Row(n, *("" if cell is None else str(cell) for cell in row))
                for n, row in enumerate(cells, start=line + 1)
            ]
            line += batch.num_rows
            yield parsed(rows, [], days=days)
    except (pa.ArrowException, KeyError, OSError) as error:
        raise BadInput(
            f"{name}: not the tidied Phoenix sample ({error}).",
            hint=f"Columns {', '.join(COLUMNS)} were expected.",
        ) from error
    yield Parsed(DATASET, 0, {"volumes": daily_volumes(PART, days)})
