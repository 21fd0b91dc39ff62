"""Vector autoregression by least squares, refitted at every step (Sims 1980): what to be beaten."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]


def autoregression(values: Floats, *, lags: int, start: int) -> Floats:
    """One-step-ahead means of each series from the steps before alone, [series, steps].

    `values` is [series, steps] without a missing value: one series is an AR(lags), more are a
    VAR(lags), with a constant. Before `start` there is no forecast (NaN).
    """
    series, steps = values.shape
    lagged = np.ones((steps, 1 + series * lags))
    for lag in range(1, lags + 1):
        columns = slice(1 + series * (lag - 1), 1 + series * lag)
        lagged[lag:, columns] = values[:, :-lag].T
    found = np.full(values.shape, np.nan)
    # The same products of past columns, with one step more each time: no step is read twice.
    past = lagged[lags:start]
    products, moments = past.T @ past, past.T @ values[:, lags:start].T
    for t in range(start, steps):
        found[:, t] = lagged[t] @ np.linalg.lstsq(products, moments, rcond=None)[0]
        products += np.outer(lagged[t], lagged[t])
        moments += np.outer(lagged[t], values[:, t])
    return found
