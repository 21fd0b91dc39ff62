"""A table that a user brings: the content of a CSV or Parquet file, as Arrow."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from comity.errors import BadInput

PARQUET = b"PAR1"
# Separators that spreadsheets write where the comma is a decimal sign.
OTHER_SEPARATORS = (";", "\t")


def table_of(content: bytes | pa.Table, name: str, *, texts: Iterable[str] = ()) -> pa.Table:
    """The table of a CSV (UTF-8) or Parquet content, known by its first bytes; Arrow as it is.

    Of a CSV file the columns `texts` are kept as they are written; others are read as what they
    look like. Raises BadInput for content that is neither, has no row, or a column twice.
    """
    table = content if isinstance(content, pa.Table) else _read(content, name, texts)
    twice = {column for column in table.column_names if table.column_names.count(column) > 1}
    if twice:
        raise BadInput(
            f"{name} has more than one column {', '.join(sorted(twice))}.",
            next_step="Keep one of them.",
        )
    if table.num_rows == 0:
        raise BadInput(f"{name} has no rows.", next_step="Check the file, or write it again.")
    return table


def _read(content: bytes, name: str, texts: Iterable[str]) -> pa.Table:
    if not content.strip():
        raise BadInput(f"{name} is empty.", next_step="Check the file, or write it again.")
    try:
        if content.startswith(PARQUET):
            return pq.read_table(io.BytesIO(content))
        return _read_csv(content, name, texts)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError, ValueError) as error:
        raise BadInput(
            f"{name} is neither CSV (UTF-8, with a line of column names) nor Parquet that can be "
            "read.",
            hint=(str(error).splitlines() or [""])[0],
            next_step="Check the file, or write it again.",
        ) from error


def _read_csv(content: bytes, name: str, texts: Iterable[str]) -> pa.Table:
    if b"\x00" in content[:4000]:
        raise BadInput(
            f"{name} is no text in UTF-8.",
            hint="It holds zero bytes: UTF-16, or a binary file.",
            next_step="Save it as CSV in UTF-8, or as Parquet.",
        )
    head = content.lstrip().split(b"\n", 1)[0].decode("utf-8", "replace")
    separator = next((one for one in OTHER_SEPARATORS if one in head and "," not in head), ",")
    return pyarrow.csv.read_csv(
        io.BytesIO(content),
        parse_options=pyarrow.csv.ParseOptions(delimiter=separator),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types={column: pa.string() for column in _as_written(head, separator, texts)}
        ),
    )


def _as_written(head: str, separator: str, texts: Iterable[str]) -> list[str]:
    """The columns to keep as text, under the names that the file gives them."""
    wanted = {text.casefold() for text in texts}
    named = [part.strip("\r") for part in head.removeprefix("\ufeff").split(separator)]
    unquoted = [part[1:-1] if part[:1] == part[-1:] == '"' else part for part in named]
    return [part for part in unquoted if part.strip().casefold() in wanted]
