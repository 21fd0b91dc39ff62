"""How intervals did: how often they held what came, and at what width."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from comity.errors import BadValue

Floats: TypeAlias = NDArray[np.float64]


def coverage(observed: Floats, lower: Floats, upper: Floats) -> float:
    """The share (0 to 1) of observed values inside their interval, its edges included.

    A step with a missing value (NaN) is left out. Raises BadValue where none is left.
    """
    known = _known(observed, lower, upper)
    return float(np.mean((lower <= observed)[known] & (observed <= upper)[known]))


def interval_score(observed: Floats, lower: Floats, upper: Floats, *, level: float) -> float:
    """The mean interval score of central intervals of `level` (Gneiting and Raftery 2007).

    Width plus 2 / (1 - level) times what a value lies outside; in the unit of the values, lower is
    better. A step with a missing value is left out. Raises BadValue where none is left.
    """
    known = _known(observed, lower, upper)
    outside = np.maximum(lower - observed, 0) + np.maximum(observed - upper, 0)
    return float(np.mean((upper - lower + 2 / (1 - level) * outside)[known]))


def _known(*columns: Floats) -> NDArray[np.bool_]:
    known = ~np.isnan(np.array(columns)).any(axis=0)
    if not known.any():
        raise BadValue("No observed step has an interval.", next_step="Forecast observed steps.")
    return np.asarray(known)
