"""A smoothed series as it was before: what each period said by itself."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from comity.errors import NotConverged

Floats: TypeAlias = NDArray[np.float64]

# How far the information of an item of data may differ from period to period, as a standard
# deviation of its logarithm.
UNLIKE = 0.7
# A period with less than this share of what is known of it says nothing by itself.
LEAST_SHARE = 0.003
# No variance is smaller, lest a division overflow.
SMALLEST = 1e-12
STEPS = 200
LONGEST_STEP = 1.0
SETTLED = 1e-7


def unsmoothed(
    draws: ArrayLike, *, times: ArrayLike | None = None, items: ArrayLike | None = None
) -> tuple[Floats, Floats]:
    """What a smoothed series must have been smoothed from: one observation a period, its variance.

    `draws` (draw, period) are joint draws of a series whose prior was a random walk, so that the
    errors of neighbours go together; `times` (default: equally apart) says how far apart periods
    lie, `items` (default: equally many) how many data each rests on. Their precision matrix is
    then that of the walk, known but for its step, plus what each period's data added on the
    diagonal. Step and diagonal are fitted to the draws by maximum likelihood, with a loose prior
    that the information goes with the number of items; then the walk is taken away again. A period
    to which the data added next to nothing has an infinite variance.

    Raises NotConverged where the fit does not settle.
    """
    x = np.asarray(draws, float)
    mean, size = x.mean(axis=0), x.shape[1]
    variance = np.maximum(x.var(axis=0), SMALLEST)
    if size == 1:
        return mean, variance
    when = np.arange(size) if times is None else np.asarray(times, float)
    difference = np.diff(np.eye(size), axis=0)
    walk = difference.T @ (difference / np.diff(when)[:, None])
    rough = float(np.maximum(np.diff(x - mean, axis=1).var(axis=0), SMALLEST) @ (1 / np.diff(when)))
    counts = np.ones(size) if items is None else np.maximum(np.asarray(items, float), 1.0)
    informed, stiff = _fitted(walk, variance, rough, counts, len(x))
    told = informed * mean + stiff * (walk @ mean)
    known = informed * variance > LEAST_SHARE
    safe = np.where(known, informed, 1.0)
    return np.where(known, told / safe, mean), np.where(known, 1.0 / safe, np.inf)


def _fitted(
    walk: Floats, variance: Floats, rough: float, items: Floats, draws: int
) -> tuple[Floats, float]:
    """Each period's own precision, and one over the variance of the walk's steps.

    Of the matrix diag(informed) + stiff * walk; Fisher scoring (Rao 1948) on logarithms, each step
    halved until it is an improvement.
    """
    size = len(variance)
    logs = np.append(np.log(0.5 / variance), np.log(size / rough))
    usual = np.log(items)
    tie = 2 / (draws * UNLIKE**2) * (np.eye(size) - 1 / size)

    def worth(at: Floats) -> float:
        values = np.exp(at)
        whole = np.diag(values[:-1]) + values[-1] * walk
        likely = np.linalg.slogdet(whole)[1] - values[:-1] @ variance - values[-1] * rough
        return float(likely - (at[:-1] - usual) @ tie @ (at[:-1] - usual) / 2)

    best = worth(logs)
    for _ in range(STEPS):
        move = _step(logs, walk, variance, rough, tie, usual)
        move *= min(1.0, LONGEST_STEP / max(float(np.abs(move).max()), SMALLEST))
        while (found := worth(logs + move)) < best and np.abs(move).max() > SETTLED:
            move /= 2
        if found - best < SETTLED:
            return np.exp(logs[:-1]), float(np.exp(logs[-1]))
        logs, best = logs + move, found
    raise NotConverged(
        "What a series was smoothed from could not be found again.",
        hint=f"The last of {STEPS} steps still changed the log likelihood of a draw by "
        f"{found - best:.1g}.",
    )


def _step(
    logs: Floats, walk: Floats, variance: Floats, rough: float, tie: Floats, usual: Floats
) -> Floats:
    """Where the expected curvature would put the greatest likelihood, from here."""
    values, size = np.exp(logs), len(variance)
    covariance = np.linalg.inv(np.diag(values[:-1]) + values[-1] * walk)
    spread = walk @ covariance
    slope = np.append(np.diag(covariance) - variance, np.trace(spread) - rough) * values
    slope[:-1] -= tie @ (logs[:-1] - usual)
    bend = np.empty((size + 1, size + 1))
    bend[:-1, :-1] = covariance**2
    bend[-1, :-1] = bend[:-1, -1] = np.diag(covariance @ spread)
    bend[-1, -1] = (spread * spread.T).sum()
    bend *= np.outer(values, values)
    bend[:-1, :-1] += tie
    bend[np.diag_indices(size + 1)] += 1e-9
    return np.linalg.solve(bend, slope)
