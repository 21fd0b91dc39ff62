"""Summaries of errors of forecasts."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from comity.errors import BadValue

Floats: TypeAlias = NDArray[np.float64]


def rmse(errors: Floats) -> float:
    """The root of the mean squared error, in the unit of the errors.

    A missing error (NaN) is left out. Raises BadValue where no error is known.
    """
    known = np.asarray(errors, dtype=np.float64)
    known = known[~np.isnan(known)]
    if known.size == 0:
        raise BadValue("There is no error to summarise.", next_step="Forecast observed steps.")
    return float(np.sqrt(np.mean(known**2)))
