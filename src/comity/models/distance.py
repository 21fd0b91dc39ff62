"""Intervals of a distance and of its speed, which are of one sign while their estimates are not."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from comity.models.trend import interval, slopes

Floats: TypeAlias = NDArray[np.float64]
Draws: TypeAlias = NDArray[np.floating[Any]]


def distance_interval(gaps: Draws, level: float) -> tuple[Floats, Floats]:
    """The interval of a distance from draws (draw, period) of the gap, which has a sign.

    The size of a draw is never 0, and its mean is too large near 0. So where the gap's own interval
    holds 0, the distance's goes from 0 up to the size that a share `level` of draws stays under;
    elsewhere it is the gap's, without sign.
    """
    low, high = np.quantile(gaps, [(1 - level) / 2, (1 + level) / 2], axis=0)
    sizes = np.abs(gaps)
    crosses = (low <= 0) & (high >= 0)
    lower = np.where(crosses, 0.0, np.minimum(np.abs(low), np.abs(high)))
    upper = np.where(
        crosses, np.quantile(sizes, level, axis=0), np.maximum(np.abs(low), np.abs(high))
    )
    return lower, upper


def speed_interval(when: Floats, gaps: Draws, moves: Floats, level: float) -> tuple[float, float]:
    """The interval of a speed; wide enough for both to have stood together where that may be.

    In a period whose gap may be 0, each draw says that there is some distance: the more, the less
    sure the estimate. The truth may be none, so the interval also holds that of the same draws
    with no distance there.
    """
    low, high = interval(moves, level)
    lower, _ = distance_interval(gaps, level)
    if np.all(lower > 0):
        return low, high
    together = interval(slopes(when, np.where(lower > 0, np.abs(gaps), 0.0)), level)
    return min(low, together[0]), max(high, together[1])
