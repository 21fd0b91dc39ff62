"""What acts leave behind them: kernels of several time scales, step by step."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comity.models.reaction_function.compiled import compiled
from comity.models.reaction_function.series import DAYS, Floats
from comity.vocabulary.period import Granularity

# The time scales of the kernels in days; a kernel of scale s has e^(-1/s) left each day.
SCALES = (1.0, 7.0, 30.0, 90.0)
WITHIN_DAYS = 30


def decays(period: Granularity) -> Floats:
    """What is left of each kernel after one step."""
    return np.exp(-DAYS[period] / np.array(SCALES))


@compiled
def kernels(
    counts: Floats, decay: Floats, fresh: NDArray[np.bool_], before: float, out: Floats
) -> None:
    """out [K,T]: acts before each step, each weighing (1-r) r^(lag-1) at a lag of 1, 2, ... steps.

    Where `fresh`, the past is not known: there `before` acts a step are taken for it.
    """
    for k in range(len(decay)):
        r = decay[k]
        state = before
        for t in range(len(counts)):
            if fresh[t]:
                state = before
            out[k, t] = state
            state = r * state + (1.0 - r) * counts[t]
