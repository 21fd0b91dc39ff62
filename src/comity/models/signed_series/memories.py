"""Memories of a series: averages of its past through exponential kernels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from comity.models.signed_series.compiled import compiled

Floats: TypeAlias = NDArray[np.float64]


def memories(values: Floats, half_lives: Sequence[float]) -> Floats:
    """What is remembered before each step, [steps, half-lives], in the unit of the values.

    Each column averages the steps before with weights that halve every half-life (in steps);
    half-life 0 is the last step alone. A step that was not observed (NaN) counts as the mean so
    far, so that nothing is carried over a long gap. Before the first step there is 0.
    """
    shares = np.array([1.0 if half == 0 else 1 - 0.5 ** (1 / half) for half in half_lives])
    return np.asarray(_averages(np.ascontiguousarray(values, dtype=np.float64), shares))


@compiled
def _averages(values: Floats, shares: Floats) -> Floats:
    found = np.zeros((values.size, shares.size))
    sums = np.zeros(shares.size)
    weights = np.zeros(shares.size)
    total, observed = 0.0, 0
    for t in range(values.size):
        for k in range(shares.size):
            found[t, k] = sums[k] / weights[k] if weights[k] > 0 else 0.0
        value = values[t]
        if np.isnan(value):
            if observed == 0:
                continue
            value = total / observed
        else:
            total += value
            observed += 1
        for k in range(shares.size):
            sums[k] += shares[k] * (value - sums[k])
            weights[k] += shares[k] * (1.0 - weights[k])
    return found
