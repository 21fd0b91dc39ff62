"""A fit of reaction functions as JSON, one line for each directed dyad and pair of classes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from comity.workbench.reactions_fit import ReactionsFitResult

# Of an estimate more digits say nothing.
SIGNIFICANT_DIGITS = 7


def fit_json(result: ReactionsFitResult) -> bytes:
    """The fit: `reactions` line by line, and what holds for all; null is what is not known."""
    head: Mapping[str, Any] = {
        "period": str(result.period),
        "first_day": result.first_day.isoformat(),
        "last_day": result.last_day.isoformat(),
        "classes": result.classes,
        "directed_dyads": result.directed_dyads,
        "log_likelihood": result.log_likelihood,
        "converged": result.converged,
        "checked": result.checked,
        "text": result.text,
        "notes": result.notes,
    }
    told = json.dumps(head, ensure_ascii=False, indent=1, allow_nan=False)
    lines = ",\n  ".join(json_rows(result.table))
    return f'{{\n "reactions": [\n  {lines}\n ],{told[1:]}\n'.encode()


def json_rows(table: pa.Table) -> list[str]:
    """Each row as a JSON object. Arrow joins the columns: a row has no Python object of its own."""
    pieces: list[pa.Array | pa.Scalar] = []
    for number, name in enumerate(table.column_names):
        lead = "{" if number == 0 else ", "
        pieces += [pa.scalar(f"{lead}{json.dumps(name)}: "), _cells(table[name].combine_chunks())]
    joined = pc.binary_join_element_wise(*pieces, pa.scalar("}"), pa.scalar(""))
    lines: list[str] = joined.to_pylist()
    return lines


def _cells(column: pa.Array) -> pa.Array:
    """Each value as JSON writes it."""
    if pa.types.is_floating(column.type):
        texts = _rounded(column).cast(pa.string())
    elif pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        coded = column.dictionary_encode()
        names = pa.array(
            [json.dumps(name, ensure_ascii=False) for name in coded.dictionary.to_pylist()],
            pa.string(),
        )
        texts = names.take(coded.indices)
    else:
        texts = column.cast(pa.string())
    return pc.fill_null(texts, "null")


def _rounded(column: pa.Array) -> pa.Array:
    """Numbers to the digits that say something; what is not finite is null."""
    values = np.asarray(column.to_numpy(zero_copy_only=False), np.float64)
    known = np.isfinite(values)
    sizes = np.abs(np.where(known & (values != 0), values, 1.0))
    places = SIGNIFICANT_DIGITS - 1 - np.floor(np.log10(sizes))
    # A scale beyond the range of doubles would make a small number infinite or 0.
    scale = 10.0 ** np.clip(places, -300, 300)
    with np.errstate(over="ignore", invalid="ignore"):
        rounded = np.rint(values * scale) / scale
    kept = np.where(np.isfinite(rounded), rounded, values)
    return pa.array(kept + 0.0, pa.float64(), mask=~known)
