"""A result as tables that can be kept, and back."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from comity.measures.ideal_points.result import IdealPoints

CELLS = ("position", "lower", "upper", "votes")
ONCE = ("by", "issue", "level", "dataset", "roll_calls", "resolutions", "scale_reduction")


def to_tables(found: IdealPoints) -> dict[str, pa.Table]:
    """`cells`: one row a state and period with its draws; `about`: what there is once."""
    at = np.nonzero(~np.isnan(found.position))
    draws = np.ascontiguousarray(found.draws[:, at[0], at[1]].T)
    columns: dict[str, pa.Array] = {
        "state": pa.array([found.states[place] for place in at[0]]),
        "period": pa.array(np.array(found.periods, np.int32)[at[1]]),
        **{name: pa.array(getattr(found, name)[at]) for name in CELLS},
        "draws": pa.FixedSizeListArray.from_arrays(pa.array(draws.ravel()), draws.shape[1]),
    }
    about = {name: [getattr(found, name)] for name in ONCE}
    notes = pa.array([list(found.notes)], pa.list_(pa.string()))
    return {"cells": pa.table(columns), "about": pa.table({**about, "notes": notes})}


def from_tables(tables: Mapping[str, pa.Table]) -> IdealPoints:
    """The result that `to_tables` took apart."""
    cells, about = tables["cells"], tables["about"].to_pylist()[0]
    states, row = np.unique(cells["state"].to_pylist(), return_inverse=True)
    periods, column = np.unique(cells["period"].to_numpy(), return_inverse=True)
    shape = (len(states), len(periods))
    size = cells["draws"].type.list_size
    drawn = cells["draws"].combine_chunks().flatten().to_numpy(zero_copy_only=False)
    draws = np.full((size, *shape), np.nan, np.float32)
    draws[:, row, column] = drawn.reshape(-1, size).T
    values = {}
    for name in CELLS:
        whole = np.zeros(shape, np.int32) if name == "votes" else np.full(shape, np.nan)
        whole[row, column] = cells[name].to_numpy()
        values[name] = whole
    return IdealPoints(
        **{name: about[name] for name in ONCE},
        **values,  # type: ignore[arg-type]
        states=tuple(str(code) for code in states),
        periods=tuple(int(period) for period in periods),
        draws=draws,
        notes=tuple(about["notes"]),
    )
