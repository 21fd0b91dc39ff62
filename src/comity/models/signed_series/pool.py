"""One forecast out of many, each trusted by how near it came lately."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

# Errors of a hundred steps ago count e^-1 as much as those of the last step.
MEMORY = 0.99
# The power that the members' likelihoods are raised to, halved: weights stay near to even,
# because members differ by less than the noise in their past errors.
TEMPER = 0.1
# The scale that errors are taken in: its share of news each step.
SHARE = 0.02
# Steps with forecasts before weights are learned.
FIRST = 26


def pooled(values: Floats, forecasts: Floats) -> Floats:
    """Forecasts combined at each step with weights learned before it, [steps].

    Dynamic model averaging (Raftery, Kárný and Ettler 2010) with a tempered normal likelihood and
    forgetting. `forecasts` is [members, steps]; a step without forecasts (NaN) has none here.
    """
    found = np.full(values.size, np.nan)
    losses = np.zeros(len(forecasts))
    scale, seen = 0.0, 0
    for t in np.flatnonzero(~np.isnan(forecasts).any(axis=0)):
        weights = np.exp(-TEMPER * (losses - losses.min()))
        found[t] = weights @ forecasts[:, t] / weights.sum()
        if np.isnan(values[t]):
            continue
        squares = (values[t] - forecasts[:, t]) ** 2
        seen += 1
        if seen > FIRST and scale > 0:
            losses = MEMORY * losses + squares / scale
        scale += max(SHARE, 1 / seen) * (squares.mean() - scale)
    return found
