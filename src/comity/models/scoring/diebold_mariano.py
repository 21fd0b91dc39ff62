"""Whether one forecast is better than another, or only luckier."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from comity.errors import BadValue

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class EqualAccuracy:
    """The test that two forecasts are equally accurate.

    `difference` is the mean loss of the first less that of the second: negative where the first is
    better. `p_value` is two-sided, `p_first_better` that of the test against "the first is better".
    """

    difference: float
    statistic: float
    p_value: float
    p_first_better: float
    steps: int


def diebold_mariano(
    errors_first: Floats,
    errors_second: Floats,
    *,
    horizon: int = 1,
    power: float = 2.0,
    lags: int | None = None,
) -> EqualAccuracy:
    """Test of equal accuracy of two forecasts of the same steps (Diebold and Mariano 1995).

    Loss is |error| ** `power`. With the correction for small samples and Student's t of Harvey,
    Leybourne and Newbold (1997). The variance of the mean allows for autocorrelation: by default
    of `horizon` - 1 lags with equal weights; with `lags`, of so many with falling weights (Newey
    and West 1987), also for one step. Steps with a missing error (NaN) are left out.

    Raises BadValue for fewer than 10 steps, errors that don't match, or losses always the same.
    """
    first, second = np.asarray(errors_first, float), np.asarray(errors_second, float)
    if first.shape != second.shape or first.ndim != 1:
        raise BadValue("The two forecasts do not have the same steps.")
    known = ~(np.isnan(first) | np.isnan(second))
    loss = np.abs(first[known]) ** power - np.abs(second[known]) ** power
    n = loss.size
    if n < 10:
        raise BadValue(f"{n} steps are too few to compare two forecasts.", hint="Take 10 or more.")
    if not 1 <= horizon < n or (lags is not None and not 0 <= lags < n):
        raise BadValue("The horizon or the lags do not fit the number of steps.")
    mean = float(loss.mean())
    variance = _long_run_variance(loss - mean, horizon, lags)
    if variance <= 0:
        raise BadValue("The two forecasts differ too regularly to be compared.", hint="Take lags.")
    corrected = (n + 1 - 2 * horizon + horizon * (horizon - 1) / n) / n
    statistic = mean / math.sqrt(variance / n) * math.sqrt(corrected)
    below, above = (float(of(statistic, n - 1)) for of in (stats.t.cdf, stats.t.sf))
    return EqualAccuracy(mean, statistic, 2 * min(below, above), below, n)


def _long_run_variance(centred: Floats, horizon: int, lags: int | None) -> float:
    n = centred.size
    reach = horizon - 1 if lags is None else lags
    total = float(centred @ centred) / n
    for lag in range(1, reach + 1):
        weight = 1.0 if lags is None else 1 - lag / (lags + 1)
        total += 2 * weight * float(centred[lag:] @ centred[:-lag]) / n
    return total
