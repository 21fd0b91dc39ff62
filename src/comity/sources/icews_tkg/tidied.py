"""Tidied Parquet files of ICEWS, read batch by batch into the records that acts are made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from comity.errors import BadInput
from comity.sources.contract import Reject, SourceFile
from comity.sources.icews.acts import Records, Side
from comity.sources.icews.codes import cameo_codes, cameo_scores

BATCH_ROWS = 200_000


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a tidied file; an optional one is "" where the file has none."""

    source: tuple[str, str, str]
    target: tuple[str, str, str]
    record_id: str = ""
    id_prefix: str = ""
    day: str = "date"
    code: str = "cameo"
    intensity: str = ""
    story: str = ""

    @property
    def columns(self) -> list[str]:
        optional = (self.record_id, self.intensity, self.story)
        named = (*self.source, *self.target, self.day, self.code, *optional)
        return [name for name in dict.fromkeys(named) if name]


def read_batches(file: SourceFile, layout: Layout) -> Iterator[tuple[int, Records, list[Reject]]]:
    """Rows read, the well-formed records among them, and the rejects; rows count from 1.

    Raises BadInput where the file is no Parquet file or lacks a column.
    """
    try:
        parquet = pq.ParquetFile(file.path)
    except (pa.ArrowInvalid, OSError) as error:
        raise BadInput(
            f"{file.name} can't be read as Parquet ({error}).", next_step="Copy it again."
        ) from error
    missing = [name for name in layout.columns if name not in parquet.schema_arrow.names]
    if missing:
        raise BadInput(
            f"{file.name} lacks the column{'s' * (len(missing) > 1)} {', '.join(missing)}.",
            next_step="Check that this is the tidied ICEWS file.",
        )
    first = 1
    for batch in parquet.iter_batches(BATCH_ROWS, columns=layout.columns):
        records, rejects = _records(pa.Table.from_batches([batch]), layout, first)
        yield batch.num_rows, records, rejects
        first += batch.num_rows


def _records(table: pa.Table, layout: Layout, first: int) -> tuple[Records, list[Reject]]:
    line = pa.array(range(first, first + table.num_rows), pa.int32())
    code = _text(table, layout.code)
    day = table[layout.day].combine_chunks().cast(pa.date32())
    if layout.record_id:
        record_id = _text(table, layout.record_id)
    else:
        record_id = pc.binary_join_element_wise(layout.id_prefix, line.cast(pa.string()), "")
    faults = {
        "no CAMEO code": pc.is_in(code, value_set=pa.array(sorted(cameo_codes()))),
        "no day": pc.is_valid(day),
        "no record id": pc.not_equal(record_id, ""),
    }
    good = pc.and_(pc.and_(*list(faults.values())[:2]), faults["no record id"])
    rejects = []
    for row in pc.indices_nonzero(pc.invert(good)).to_pylist():
        reason = next(what for what, ok in faults.items() if not ok[row].as_py())
        cells = table.slice(row, 1).to_pylist()[0].values()
        rejects.append(Reject(first + row, reason, "\t".join(map(str, cells))[:200]))
    rows = pc.indices_nonzero(good)
    records = Records(
        record_id=record_id.take(rows),
        day=day.take(rows),
        source=_side(table, layout.source, rows),
        target=_side(table, layout.target, rows),
        code=code.take(rows),
        goldstein_tenths=_tenths(table, layout).take(rows),
        story=_story(table, layout).take(rows),
        line=line.take(rows),
    )
    return records, rejects


def _text(table: pa.Table, column: str) -> pa.Array:
    return pc.fill_null(table[column].combine_chunks().cast(pa.string()), "")


def _side(table: pa.Table, columns: tuple[str, str, str], rows: pa.Array) -> Side:
    empty = pa.array([""] * len(rows), pa.string())
    return Side(*(_text(table, name).take(rows) if name else empty for name in columns))


def _story(table: pa.Table, layout: Layout) -> pa.Array:
    """The number of the news story, null where the record or the file has none."""
    none = pa.nulls(table.num_rows, pa.string())
    if not layout.story:
        return none
    text = _text(table, layout.story)
    return pc.if_else(pc.is_in(text, value_set=pa.array(["", "NA"])), none, text)


def _tenths(table: pa.Table, layout: Layout) -> pa.Array:
    """The score of the record; where it has none, that of its code in the code-book."""
    codes = table[layout.code].combine_chunks().cast(pa.string()).dictionary_encode()
    scores = [cameo_scores().get(code) for code in codes.dictionary.to_pylist()]
    of_code = pc.take(pa.array(scores, pa.int16()), codes.indices)
    if not layout.intensity:
        return of_code
    score = table[layout.intensity].combine_chunks().cast(pa.float64())
    return pc.coalesce(pc.round(pc.multiply(score, 10.0)).cast(pa.int16()), of_code)


def days_of(records: Records) -> dict[dt.date, int]:
    """Records a day, acts or not."""
    return {row["values"]: row["counts"] for row in pc.value_counts(records.day).to_pylist()}
