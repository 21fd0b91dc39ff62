"""What to expect next, from the reaction function and from plain recency, weighed on the past.

The filter's forecast of a count and the kernels of both sides' acts are stacked (Breiman 1996):
weights of at least 0 that all dyads of a class share, learned on the steps before the first
forecast (Poisson, to a proved optimum). Then each series has its own dispersion, drawn toward that
of all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, logsumexp

from comity.models.reaction_function.convex import fit_nonnegative
from comity.models.reaction_function.pairs import Calendar, Pair
from comity.models.reaction_function.series import Floats

# Series with fewer acts before the first forecast do not teach; nor do more than so many.
LEAST_ACTS, MOST_SERIES = 20, 500
# Sizes of the negative binomial that are weighed up, and how far a series lies from the others.
SIZES = np.exp(np.linspace(-3.0, 5.0, 25))
SIZE_SD = 0.6
TINY = 1e-9
# The place of the level among the features; acts from which on a series has its own strengths, on
# a grid of logarithms.
LEVEL, LEAST_OWN = 1, 10
OWN_MOVES, OWN_SD = (-1.2, -0.8, -0.4, 0.0, 0.4, 0.8, 1.2), 0.6
# The level of a part is worth so many acts of the usual level.
WORTH = 5.0


@dataclass(frozen=True, slots=True, eq=False)
class Stack:
    """Weights of the features by class, and the usual log size of each class."""

    weights: tuple[Floats, ...]
    usual_size: tuple[float, ...]


def features(
    pair: Pair, way: int, c: int, foretold: Floats, days: Calendar, ratios: Floats
) -> NDArray[np.float64]:
    """[features, T]: the filter's forecast, the level of the part, and kernels of both sides' acts.

    Acts of all classes, and those of the other side, weigh as many of this class and side as there
    usually are for each. `ratios` [parts, C]: what each part has of the usual acts of all dyads.
    """
    early = pair.counts[:, :, : pair.known]
    some = 0.5 / max(pair.known, 1)
    usual = np.maximum(early.mean(axis=2), some)
    own, other = usual[way], usual[1 - way]
    left = pair.left
    kernels = (
        left[way, c],
        left[1 - way, c] * (own[c] / other[c]),
        left[way].sum(axis=0) * (own[c] / own.sum()),
        left[1 - way].sum(axis=0) * (own[c] / other.sum()),
    )
    level = _level(pair.counts[way, c], own[c] * ratios[:, c], days, pair.known)
    factor = np.exp(days.offset)
    return (
        np.concatenate([foretold[None], level[None] * factor, *(k * factor for k in kernels)])
        + TINY
    )


def _level(counts: Floats, usual: Floats, days: Calendar, known: int) -> Floats:
    """Acts a step in each part so far as known, drawn toward the usual ones."""
    level = np.empty(len(counts))
    for part in np.unique(days.part):
        here = days.part == part
        seen = here.copy()
        seen[known:] = False
        acts, steps = counts[seen].sum(), seen.sum()
        thought = usual[part]
        level[here] = thought * (acts + WORTH) / (thought * steps + WORTH)
    return level


def learn(cases: Sequence[Sequence[tuple[Floats, Floats]]]) -> Stack:
    """Learn from (features, counts) of teaching series, by class."""
    weights, sizes = [], []
    for of_class in cases:
        if not of_class:
            weights.append(np.array([1.0]))
            sizes.append(0.0)
            continue
        design = np.concatenate([x for x, _ in of_class], axis=1).T
        counts = np.concatenate([n for _, n in of_class])
        found = fit_nonnegative(design, counts, must_converge=False).coefficients
        weights.append(found)
        scores = [_by_size(n, found @ x) for x, n in of_class]
        sizes.append(_usual(np.array(scores)))
    return Stack(tuple(weights), tuple(sizes))


def foretell(stack: Stack, c: int, x: Floats, counts: Floats, known: int) -> tuple[Floats, Floats]:
    """Mean and variance of each step.

    A series has its own dispersion, and with enough acts its own level and strength of the rest,
    all drawn toward those of all: an average over a grid, weighed by the first `known` counts.
    """
    weights = stack.weights[c]
    parts = weights[:, None] * x[: len(weights)]
    level = parts[LEVEL] if len(weights) > 1 else np.zeros(x.shape[1])
    rest = parts.sum(axis=0) - level
    few = counts[:known].sum() < LEAST_OWN or len(weights) == 1
    moves = (0.0,) if few else OWN_MOVES
    means, log_weights = [], []
    thought = -0.5 * ((np.log(SIZES) - stack.usual_size[c]) / SIZE_SD) ** 2
    for of_level in moves:
        for of_rest in moves:
            mean = level * np.exp(of_level) + rest * np.exp(of_rest)
            means.append(mean)
            prior = -0.5 * (of_level**2 + of_rest**2) / OWN_SD**2
            log_weights.append(_by_size(counts[:known], mean[:known]) + thought + prior)
    share = np.exp(log_weights - logsumexp(log_weights))
    each = np.array(means)
    by_mean, by_size = share.sum(axis=1), share @ (1.0 / SIZES)
    mean = by_mean @ each
    return mean, mean + by_size @ each**2 + by_mean @ (each - mean) ** 2


def _by_size(counts: Floats, mean: Floats) -> Floats:
    """Log likelihood of counts at each of SIZES."""
    k = SIZES[:, None]
    some = counts > 0
    total = -((counts + k) * np.log1p(mean / k)).sum(axis=1)
    n = counts[some]
    terms = gammaln(n + k) - gammaln(k) - n * np.log(k)
    return np.asarray(total + terms.sum(axis=1) + n @ np.log(mean[some]))


def _usual(scores: Floats) -> float:
    """The log size around which those of the series lie best."""
    grid = np.log(SIZES)
    apart = -0.5 * ((grid[:, None] - grid[None, :]) / SIZE_SD) ** 2
    return float(grid[np.argmax([logsumexp(scores + row, axis=1).sum() for row in apart])])
