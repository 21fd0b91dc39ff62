"""Extracts that the project keeps of a publisher's figures: one Parquet file in the package."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from comity.errors import BadInput
from comity.sources.contract import Parsed, SourceDescription, SourceFile
from comity.sources.options import take_no_option
from comity.sources.parquet_file import MAGIC, read_parquet

# The files are written once and travel with every installation.
_SMALL: Mapping[str, Any] = {
    "compression": "zstd",
    "compression_level": 19,
    "write_statistics": False,
}


@dataclass(frozen=True, slots=True)
class ExtractSource:
    """A source whose only file is the extract `name`: the publisher's own form is not read."""

    description: SourceDescription
    name: str
    reader: Callable[[SourceFile], Iterator[Parsed]]

    def recognises(self, name: str, head: bytes) -> bool:
        """By the name: a Parquet file says what it holds only at its end."""
        return name == self.name and head.startswith(MAGIC)

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """The rows of the extract. Raises BadValue for any option, BadInput for another file."""
        take_no_option(self.description.name, options)
        yield from read_parquet(file, self.reader)


def read_extract(file: SourceFile, columns: pa.Schema) -> pa.Table:
    """All rows. Raises BadInput for a file without rows or that begins with other columns."""
    table = pq.ParquetFile(file.path).read()
    found = table.schema.names[: len(columns)]
    if found != columns.names or not table.num_rows:
        raise BadInput(
            f"{file.name} is not the extract that comes with comity.",
            hint=f"Its columns should begin with {', '.join(columns.names)}.",
            next_step="A tidied mirror file is read by: comity ingest mirror NAME",
        )
    for place, field in enumerate(columns):
        table = table.set_column(place, field.name, table[field.name].cast(field.type))
    return table


def write_extract(table: pa.Table, path: Path) -> int:
    """Write a table as small as Parquet can, column by column; gives back the number of bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    plain = table.replace_schema_metadata(None)
    split = [name for name in plain.column_names if _better_split(plain.select([name]))]
    others = [name for name in plain.column_names if name not in split]
    pq.write_table(
        plain, path, use_dictionary=others, use_byte_stream_split=split or False, **_SMALL
    )
    return path.stat().st_size


def _better_split(column: pa.Table) -> bool:
    """Whether a column of numbers is smaller with its bytes apart than as a dictionary."""
    kind = column.schema.field(0).type
    if not (pa.types.is_floating(kind) or pa.types.is_integer(kind)):
        return False
    name = column.schema.names[0]
    apart = _bytes(column, use_dictionary=False, use_byte_stream_split=[name])
    return apart < _bytes(column)


def _bytes(table: pa.Table, **options: Any) -> int:
    sink = io.BytesIO()
    pq.write_table(table, sink, **_SMALL, **options)
    return sink.tell()
