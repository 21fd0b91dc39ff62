"""Extracts of acts as Parquet: rows of one lake table; the metadata say what they cover."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from comity.errors import BadInput
from comity.sources.contract import Coverage, Parsed, SourceFile
from comity.sources.tables import PARSED

KEY = b"comity"
NAMES = ("icews_records_", "icews_counts_", "icews_volumes")
# Zstandard's level: the files are written once and travel with every installation.
LEVEL = 19


def is_extract(name: str, head: bytes) -> bool:
    return head.startswith(b"PAR1") and name.startswith(NAMES)


def write_extract(path: Path, rows: pa.Table, *, table: str, coverage: Sequence[Coverage]) -> None:
    """Write rows of the lake's `table`; all `coverage` is of one dataset, which names the rows."""
    (dataset,) = {span.dataset for span in coverage}
    content = {
        "dataset": dataset,
        "table": table,
        "coverage": [_written(span) for span in coverage],
    }
    metadata = {KEY: json.dumps(content, sort_keys=True).encode()}
    pq.write_table(
        rows.replace_schema_metadata(metadata),
        path,
        compression="zstd",
        compression_level=LEVEL,
    )


def parse_extract(file: SourceFile) -> Iterator[Parsed]:
    """The rows and the coverage of an extract. Raises BadInput for any other file."""
    rows = pq.ParquetFile(file.path).read()
    metadata = rows.schema.metadata or {}
    if KEY not in metadata:
        raise BadInput(
            f"{file.name} does not say what it holds.",
            hint="The metadata of an extract name its dataset, table and coverage.",
            next_step="Make it again with tools/compile/acts.py.",
        )
    try:
        content = json.loads(metadata[KEY])
        table, dataset = str(content["table"]), str(content["dataset"])
        coverage = [_read(span, content) for span in content["coverage"]]
        plain = rows.replace_schema_metadata(None).cast(PARSED[table])
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(
            f"{file.name} says of itself what can't be so ({type(error).__name__}: {error}).",
            next_step="Install comity again: its data folder is damaged.",
        ) from error
    # The volume of news tells of records, and holds none.
    records = 0 if table == "volumes" else rows.num_rows
    yield Parsed(dataset, records, {table: plain}, coverage=coverage)


def _written(span: Coverage) -> dict[str, Any]:
    return {
        "part": span.part,
        "first_day": span.first_day.isoformat(),
        "last_day": span.last_day.isoformat(),
        "scope": span.scope,
        "actors": list(span.actors),
    }


def _read(span: dict[str, Any], content: dict[str, Any]) -> Coverage:
    return Coverage(
        dataset=content["dataset"],
        part=span["part"],
        first_day=dt.date.fromisoformat(span["first_day"]),
        last_day=dt.date.fromisoformat(span["last_day"]),
        scope=span["scope"],
        actors=tuple(span["actors"]),
        table=content["table"],
    )
