"""Draws of what the joint table of two sides could have been, had other items come up."""

from __future__ import annotations

import numpy as np

from comity.errors import BadValue
from comity.measures.similarity.measure import Floats

DRAWS = 1000
# Beyond so many different values a table of draws would not fit the memory at hand.
MOST_LEVELS = 24


def joint_draws(
    one: Floats, other: Floats, weights: Floats, scale: Floats, *, draws: int, seed: int
) -> Floats:
    """Joint tables (draw, level, level) by the Bayesian bootstrap of the items (Rubin 1981).

    Two items are added that nobody saw: one that may lie anywhere in the table, and one that may be
    any agreement. Without them a short run of equal votes would pass for certainty; with them the
    interval covers at its rate from about ten items on. Raises BadValue for too many levels.
    """
    size = len(scale)
    if size > MOST_LEVELS:
        raise BadValue(
            f"An interval needs values of few levels; these have {size}.",
            next_step=f"Round them to at most {MOST_LEVELS} levels.",
        )
    cells = np.searchsorted(scale, one) * size + np.searchsorted(scale, other)
    # Items of one cell and weight are exchangeable: their sum of draws is one draw.
    groups, counts = np.unique(np.column_stack([cells, weights]), axis=0, return_counts=True)
    unseen = (np.full((size, size), 1.0 / size**2) + np.eye(size) / size).ravel()
    rng = np.random.default_rng(seed)
    seen = rng.standard_gamma(counts.astype(np.float64), size=(draws, len(counts)))
    tables = rng.standard_gamma(unseen, size=(draws, size * size)) / len(one)
    place = np.zeros((len(counts), size * size))
    place[np.arange(len(counts)), groups[:, 0].astype(np.intp)] = groups[:, 1]
    tables = tables + seen @ place
    tables /= tables.sum(axis=1, keepdims=True)
    return tables.reshape(draws, size, size)


def interval(drawn: Floats, value: float, level: float) -> tuple[float, float]:
    """The middle `level` of the draws, stretched where needed to hold the value itself."""
    tails = [(1.0 - level) / 2.0, (1.0 + level) / 2.0]
    lower, upper = np.nanquantile(drawn, tails)
    return min(float(lower), value), max(float(upper), value)
