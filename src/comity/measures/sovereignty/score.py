"""A dimension's score: the mean of its indicators, and how far the choice of them carries it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

DRAWS = 4000


def mean_and_interval(
    scores: Sequence[float], *, level: float, seed: int
) -> tuple[float | None, float | None, float | None]:
    """The mean of scores (0..100), and the interval in which other choices would put it.

    A draw leaves out none of the indicators or any one of them, all with the same chance, and
    weighs the rest at random, every set of weights alike (Dirichlet with all parameters 1): the
    uncertainty analysis that the handbook of OECD and JRC (Nardo et al. 2008) asks of a composite
    index. The interval holds the share `level` of the draws, and the mean. It says nothing of
    errors in the figures. One indicator, or several that all
    say the same, leave no choice: no interval. None at all: no score.
    """
    if not scores:
        return None, None, None
    # The order in which indicators are listed must not matter.
    values = np.sort(np.asarray(scores, dtype=np.float64))
    mean = float(np.clip(values.mean(), values[0], values[-1]))
    n = len(values)
    if n == 1 or values[0] == values[-1]:
        return mean, None, None
    random = np.random.default_rng(seed)
    weights = random.exponential(size=(DRAWS, n))
    # Column n of the choice: none is left out.
    left_out = random.integers(0, n + 1, size=DRAWS)
    weights[left_out[:, None] == np.arange(n)[None, :]] = 0.0
    drawn = weights @ values / weights.sum(axis=1)
    ends = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    # A mean of equal scores may be off in its last digit.
    lower, upper = (float(end) for end in np.clip(ends, values[0], values[-1]))
    return mean, min(mean, lower), max(mean, upper)
