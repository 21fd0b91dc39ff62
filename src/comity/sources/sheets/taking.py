"""From fields of text to typed columns; a line with a wrong cell is rejected."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from comity.sources.contract import Reject
from comity.sources.sheets.layout import Column, Layout

_FORM = {
    pa.int32(): r"^-?\d{1,9}(\.0+)?$",
    pa.float64(): r"^-?(\d{1,30}\.?\d{0,30}|\.\d{1,30})([eE][-+]?\d{1,2})?$",
    pa.string(): r"(?s)^.+$",
}
_WORD = {pa.int32(): "whole number", pa.float64(): "number", pa.string(): "text"}


def take_columns(
    layout: Layout, names: Sequence[str], numbers: Sequence[int], rows: Sequence[list[str]]
) -> tuple[pa.Table, list[Reject]]:
    """The layout's columns of some rows, with `line`; a row with a wrong cell is a reject."""
    line = pa.array(numbers, pa.int32())
    columns: dict[str, pa.Array] = {"line": line}
    good = pa.repeat(True, len(rows))
    reasons: dict[int, str] = {}
    place = {name: at for at, name in enumerate(names)}
    for column in layout.columns:
        if column.name not in place:
            columns[column.name] = pa.nulls(len(rows), column.type)
            continue
        at = place[column.name]
        texts = pa.array([row[at] for row in rows], pa.string())
        columns[column.name], fine = typed(column, texts)
        for row in pc.indices_nonzero(pc.invert(fine)).to_pylist():
            reasons.setdefault(row, _reason(column, rows[row][at]))
        good = pc.and_(good, fine)
    rejects = [
        Reject(numbers[row], reason, ",".join(rows[row])[:200]) for row, reason in reasons.items()
    ]
    return pa.table(columns).filter(good), rejects


def typed(column: Column, texts: pa.Array) -> tuple[pa.Array, pa.Array]:
    """The values of a column (null: no value), and whether each cell is as it should be."""
    texts = pc.utf8_trim_whitespace(texts)
    empty = pa.repeat(False, len(texts))
    if column.missing is not None:
        empty = pc.is_in(texts, value_set=pa.array(sorted(column.missing), pa.string()))
    formed = pc.match_substring_regex(texts, _FORM[column.type])
    given = pc.and_(formed, pc.invert(empty))
    kept = pc.if_else(given, texts, pa.scalar(None, pa.string()))
    values = kept if column.type == pa.string() else pc.cast(kept, pa.float64())
    for limit, beyond in ((column.lowest, pc.less), (column.highest, pc.greater)):
        if limit is not None:
            given = pc.and_not(given, pc.fill_null(beyond(values, limit), False))
    if column.type == pa.int32():
        values = pc.cast(values, pa.int32())
    return values, pc.or_(given, empty)


def _reason(column: Column, text: str) -> str:
    if pc.match_substring_regex(pa.array([text.strip()]), _FORM[column.type])[0].as_py():
        low = "" if column.lowest is None else f"{column.lowest:g}"
        high = "" if column.highest is None else f" to {column.highest:g}"
        return f"{column.name} {text[:40]!r}; {low or 'at most'}{high or ' or more'} expected"
    return f"{column.name} {text[:40]!r} is no {_WORD[column.type]}"
