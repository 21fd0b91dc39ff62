"""Parquet files, looked through before they are read: a damaged one is an error of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from comity.errors import BadInput
from comity.sources.contract import Parsed, SourceFile
from comity.sources.lines import refuse_empty
from comity.sources.plain_file import check_regular

T = TypeVar("T")

MAGIC = b"PAR1"
_BATCH = 1 << 16
# 1 January of the year 1, and of the year 10000, counted from 1970: what a calendar can say.
_FIRST_DAY, _END_DAY = -719_162, 2_932_897
_DAMAGE = (pa.ArrowException, OSError, UnicodeError, OverflowError, MemoryError)
# Tidied files are typed: a parser takes a column for what it is there, and meets another thing.
_OTHER_SHAPE = (KeyError, IndexError, TypeError, ValueError, AttributeError)


def read_parquet(
    file: SourceFile, parse: Callable[[SourceFile], Iterator[Parsed]]
) -> Iterator[Parsed]:
    """What a parser makes of a Parquet file that is whole.

    Raises BadInput, naming the file, for one that is empty, no Parquet or damaged, whose text is no
    UTF-8, with days that no calendar has, or that is not of the columns that the parser expects.
    """
    refuse_damaged(file)
    try:
        yield from parse(file)
    except (*_DAMAGE, *_OTHER_SHAPE) as error:
        raise _not_readable(file, error) from error


def read_tidied(path: Path, name: str, columns: Sequence[str]) -> pa.Table:
    """These columns of a tidied file, in this order. Raises BadInput for a file without them."""
    try:
        return pq.read_table(path, columns=list(columns)).select(list(columns))
    except (pa.ArrowInvalid, KeyError) as error:
        raise BadInput(
            f"{name} is no tidied file with the columns {', '.join(columns)}.",
            hint=str(error).splitlines()[0],
            next_step="Check that this is the right file, or copy it again.",
        ) from error


def refuse_damaged(file: SourceFile) -> None:
    """Raises BadInput unless all of a Parquet file can be read, and its text and days are such."""
    refuse_empty(file)
    check_regular(file.path)
    try:
        with pq.ParquetFile(file.path) as whole:
            for batch in whole.iter_batches(_BATCH):
                batch.validate(full=True)
                for name, column in zip(batch.schema.names, batch.columns, strict=True):
                    _check_days(file, name, column)
    except _DAMAGE as error:
        raise _not_readable(file, error) from error


def _check_days(file: SourceFile, name: str, column: pa.Array) -> None:
    if not (pa.types.is_date(column.type) or pa.types.is_timestamp(column.type)):
        return
    days = column if pa.types.is_date32(column.type) else column.cast(pa.date32(), safe=False)
    ends = pc.min_max(days.view(pa.int32())).as_py()
    if ends["min"] is None:
        return
    if ends["min"] < _FIRST_DAY or ends["max"] >= _END_DAY:
        raise BadInput(
            f"{file.name} holds a day that no calendar has, in the column {name!r}.",
            next_step="Copy it again: it is damaged.",
        )


def _not_readable(file: SourceFile, error: BaseException) -> BadInput:
    said = f"{type(error).__name__}: {str(error).strip()}".removesuffix(": ")
    return BadInput(
        f"{file.name} is no readable Parquet file of its kind.",
        hint=said.splitlines()[0][:200].encode("utf-8", "replace").decode(),
        next_step="Copy it again: it is damaged or was cut off; or it is another file.",
    )
