"""The tidied mirror files: the same columns as the published ones, all texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from comity.errors import BadInput
from comity.sources.contract import Parsed
from comity.sources.treaty_parties.rows import NEEDED, Reading, database_of


def parse_parquet(path: Path, name: str) -> Iterator[Parsed]:
    """All parties in one chunk; `line` of a reject is the row from 1. Raises BadInput."""
    try:
        columns = frozenset(pq.read_schema(path).names)
        table = pq.read_table(path, columns=list(NEEDED))
    except (pa.ArrowInvalid, KeyError) as error:
        raise BadInput(
            f"{name} is no tidied file with the columns {', '.join(NEEDED)}.",
            hint=str(error).splitlines()[0],
            next_step="Check that this is the right file, or copy it again.",
        ) from error
    reading = Reading(database_of(columns))
    cells = (table[column].to_pylist() for column in NEEDED)
    for row, fields in enumerate(zip(*cells, strict=True), 1):
        texts = ("" if cell is None else str(cell) for cell in fields)
        reading.take(row, dict(zip(NEEDED, texts, strict=True)))
    yield reading.parsed(name)
