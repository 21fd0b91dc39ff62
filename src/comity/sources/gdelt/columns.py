"""What the event and the mentions files of GDELT share: columns checked and kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from comity.sources.blocks import WIDEST_CELL, Block
from comity.sources.byte_columns import Column, Encoded, Mask
from comity.sources.contract import Reject

# No day: before all real ones.
NO_DAY = -(1 << 31)
_EPOCH = dt.date(1970, 1, 1).toordinal()

Days = npt.NDArray[np.int32]


@dataclass(slots=True)
class Findings:
    """What is wrong with which row of a block: the first thing found."""

    reasons: dict[int, str] = field(default_factory=dict)

    def add(self, wrong: Mask, say: Callable[[int], str]) -> None:
        for row in np.flatnonzero(wrong).tolist():
            self.reasons.setdefault(row, say(row))

    def add_rows(self, wrong: Mask, reason: str) -> None:
        self.add(wrong, lambda _: reason)

    def add_text(self, wrong: Mask, column: Encoded, shown: int, say: str) -> None:
        """`say` has a place {} for the text of the row, cut to `shown`."""
        texts = column.values
        self.add(wrong, lambda row: say.format(repr(texts[column.indices[row]][:shown])))

    def good(self, rows: int) -> Mask:
        """The rows with which nothing is wrong."""
        good = np.ones(rows, np.bool_)
        good[list(self.reasons)] = False
        return good

    def rejects(self, block: Block) -> tuple[Reject, ...]:
        """The rejects of the block itself and these, in the order of lines."""
        own = [block.reject(row, reason) for row, reason in self.reasons.items()]
        return tuple(sorted((*block.rejects, *own), key=lambda reject: reject.line))


def check_id(ids: Column, found: Findings) -> None:
    """Finds every GLOBALEVENTID that is no number."""
    wide = ids.longer_than(WIDEST_CELL)
    wrong = ~ids.digits() & ~wide
    found.add(wrong, lambda row: f"GLOBALEVENTID {ids.text(row)[:20]!r} is no number")
    found.add_rows(wide, f"GLOBALEVENTID is longer than {WIDEST_CELL} bytes")


def as_days(column: Encoded, reads: Callable[[str], dt.date | None]) -> Days:
    """The days since 1970 that `reads` finds in the texts; NO_DAY where it finds none."""

    def since(text: str) -> int:
        day = reads(text)
        return NO_DAY if day is None else day.toordinal() - _EPOCH

    return column.each(since, np.int32)


def months(days: Days) -> pa.DictionaryArray:
    """The months of days, as YYYY-MM."""
    counted = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int32)
    found = pa.array(counted).dictionary_encode()
    texts = [f"{1970 + m // 12:04d}-{m % 12 + 1:02d}" for m in found.dictionary.to_pylist()]
    return pa.DictionaryArray.from_arrays(found.indices, pa.array(texts, pa.string()))


def kept(schema: pa.Schema, columns: Mapping[str, pa.Array | Column], good: Mask) -> pa.Table:
    """The columns in the order of the schema, the good rows alone."""
    held, every = pa.array(good), bool(good.all())
    arrays = []
    for name in schema.names:
        column = columns[name]
        if isinstance(column, Column):
            column = (column if every else column.rows(good)).strings()
        elif not every:
            column = column.filter(held)
        arrays.append(column)
    return pa.Table.from_arrays(arrays, names=schema.names)
