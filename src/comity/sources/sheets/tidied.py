"""The same sheets tidied in Parquet: typed already, rows counted from 1."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from comity.errors import BadInput
from comity.sources.sheets.layout import Column


def read_tidied(path: Path, name: str, columns: Sequence[Column]) -> pa.Table:
    """These columns of a tidied file, with `line`: the row from 1.

    Raises BadInput for a file that is no Parquet, lacks a column, holds one of another kind, has no
    row, or has a cell that its column does not allow: there is none in a file that is whole.
    """
    wanted = pa.schema([(column.name, column.type) for column in columns])
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
    for place, column in enumerate(columns):
        table = table.set_column(place, column.name, _checked(name, column, table[column.name]))
    return table.append_column("line", pa.array(range(1, table.num_rows + 1), pa.int32()))


def _checked(name: str, column: Column, cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """The cells, of which those that are no number are empty."""
    if pa.types.is_floating(cells.type):
        cells = pc.if_else(pc.is_nan(cells), pa.scalar(None, cells.type), cells)
    wrong = pc.fill_null(pc.equal(cells, cells), False)
    wrong = pc.invert(wrong) if column.missing is None else pc.and_(wrong, False)
    for limit, beyond in ((column.lowest, pc.less), (column.highest, pc.greater)):
        if limit is not None:
            wrong = pc.or_(wrong, pc.fill_null(beyond(cells, limit), False))
    row = pc.index(wrong, pa.scalar(True)).as_py()
    if row >= 0:
        raise BadInput(
            f"{name}, row {row + 1}: {column.name} is {cells[row].as_py()!r}, which can't be so.",
            next_step="Check that this is the right file, or copy it again.",
        )
    return cells
