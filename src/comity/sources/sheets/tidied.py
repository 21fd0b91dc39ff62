"""The same sheets tidied in Parquet: typed already, rows counted from 1."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from comity.errors import BadInput


def read_tidied(path: Path, name: str, columns: Sequence[tuple[str, pa.DataType]]) -> pa.Table:
    """These columns of a tidied file, with `line`: the row from 1.

    Raises BadInput for a file that is no Parquet, lacks a column, holds one of another kind, or has
    no row.
    """
    wanted = pa.schema(list(columns))
    try:
        with pq.ParquetFile(path) as file:
            lacking = [column for column in wanted.names if column not in file.schema_arrow.names]
            if lacking:
                raise KeyError(f"missing: {', '.join(lacking)}")
            table = file.read(columns=wanted.names).select(wanted.names).cast(wanted)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, KeyError) as error:
        raise BadInput(
            f"{name} is no tidied file with the columns {', '.join(wanted.names)}.",
            hint=str(error).strip("'").splitlines()[0],
            next_step="Check that this is the right file, or copy it again.",
        ) from error
    if not table.num_rows:
        raise BadInput(f"{name} holds no rows.", next_step="Copy it again.")
    return table.append_column("line", pa.array(range(1, table.num_rows + 1), pa.int32()))
