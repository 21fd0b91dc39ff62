"""Standard errors of shares by drawing sequences anew (Efron 1979), seeded."""

from __future__ import annotations

import numpy as np

from comity.models.strategies.climb import climbed
from comity.models.strategies.mixture import Agreement, Floats, Ints, Mixtures
from comity.models.strategies.optimum import Optimum

RESAMPLES = 500
# Numbers held at once, to bound memory.
MOST_CELLS = 4_000_000


def standard_errors(
    data: Agreement, optimum: Optimum, clusters: Ints, *, resamples: int, seed: int
) -> tuple[Floats, float]:
    """Standard errors of the shares and of the tremble, by the bootstrap over clusters.

    `clusters` [sequences] numbers what is drawn together (a player; both directions of a dyad).
    Each time as many clusters as there are, with replacement, and the mixture fitted anew. The same
    seed gives the same numbers. Raises NotConverged.
    """
    count = int(clusters.max()) + 1
    draws = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), resamples)
    weights = draws[:, clusters].astype(float)
    at_once = max(1, MOST_CELLS // data.short.size)
    parts = [
        _fitted(data, optimum, weights[first : first + at_once])
        for first in range(0, resamples, at_once)
    ]
    shares = np.concatenate([part.shares for part in parts])
    followed = np.concatenate([part.followed for part in parts])
    return shares.std(axis=0, ddof=1), float(followed.std(ddof=1))


def _fitted(data: Agreement, optimum: Optimum, weights: Floats) -> Mixtures:
    # From near the optimum, with something left for each strategy that had no share.
    shares = 0.9 * optimum.shares + 0.1 / len(optimum.shares)
    followed = min(optimum.followed, 0.999)
    start = Mixtures(np.tile(shares, (len(weights), 1)), np.full(len(weights), followed))
    return climbed(data, start, weights, gap=1e-4, change=1e-6)
