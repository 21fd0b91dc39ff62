"""SIMULATED ideal points: random walks seen with error, and the exact joint posterior of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SimulatedIdealPoints:
    """The fields of ideal points that drift reads, here of states that do not exist."""

    by: str
    issue: str | None
    level: float
    states: tuple[str, ...]
    periods: tuple[int, ...]
    position: Floats
    lower: Floats
    upper: Floats
    votes: NDArray[np.int32]
    draws: NDArray[np.float32]
    dataset: str | None = "SIMULATED"


def walk(rng: np.random.Generator, periods: int, step: float, start: float = 0.0) -> Floats:
    """A random walk from `start`."""
    return start + np.append(0.0, np.cumsum(rng.normal(0, step, periods - 1)))


def posterior_draws(
    rng: np.random.Generator, truth: Floats, *, error: ArrayLike, step: float, draws: int = 300
) -> tuple[Floats, Floats]:
    """Mean and joint draws of a path seen with normal error, under a random walk of that step.

    Exact: the posterior precision is that of the walk plus that of the observations; the first
    position has a flat normal prior (standard deviation 2).
    """
    size = len(truth)
    error = np.broadcast_to(np.asarray(error, float), (size,))
    seen = truth + rng.normal(size=size) * error
    between = np.diff(np.eye(size), axis=0)
    precision = between.T @ between / step**2 + np.diag(error**-2)
    precision[0, 0] += 1 / 4
    mean = np.linalg.solve(precision, seen / error**2)
    root = np.linalg.cholesky(np.linalg.inv(precision))
    return mean, mean + rng.normal(size=(draws, size)) @ root.T


def ideal_points(
    positions: Mapping[str, ArrayLike],
    draws: Mapping[str, ArrayLike] | None = None,
    *,
    periods: Sequence[int] | None = None,
    by: str = "session",
    spread: float = 0.0,
) -> Any:
    """Ideal points with given positions, and given draws or as many copies as two."""
    position = np.array([np.asarray(one, float) for one in positions.values()])
    if draws is None:
        every = np.stack([position - spread, position + spread])
    else:
        every = np.stack([np.asarray(draws[state], float) for state in positions], axis=1)
    low, high = np.quantile(every, [0.05, 0.95], axis=0)
    return SimulatedIdealPoints(
        by=by,
        issue=None,
        level=0.9,
        states=tuple(positions),
        periods=tuple(periods if periods is not None else range(1, position.shape[1] + 1)),
        position=position,
        lower=low,
        upper=high,
        votes=np.where(np.isfinite(position), 80, 0).astype(np.int32),
        draws=every.astype(np.float32),
    )


def simulated_pair(
    rng: np.random.Generator,
    *,
    periods: int = 30,
    error: ArrayLike = 0.12,
    step: float = 0.07,
    apart: float = 1.5,
    jump: float = 0.0,
    draws: int = 300,
) -> tuple[Floats, Floats, Any]:
    """Two states as estimated, with their true paths; the first jumps half way."""
    true = {
        "AAA": walk(rng, periods, step, apart),
        "BBB": walk(rng, periods, step),
    }
    true["AAA"][periods // 2 :] += jump
    found = {
        state: posterior_draws(rng, path, error=error, step=step, draws=draws)
        for state, path in true.items()
    }
    estimated = ideal_points(
        {state: mean for state, (mean, _) in found.items()},
        {state: every for state, (_, every) in found.items()},
    )
    return true["AAA"], true["BBB"], estimated
