"""What ties exceed chance by: the modularity matrix of a layer, and of several together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comity.measures.blocs.network import Matrix

Labels = NDArray[np.int64]


def modularity_matrix(ties: Matrix, *, resolution: float = 1.0) -> Matrix:
    """Ties less what chance would give (Newman, Girvan 2004; signed: Gómez, Jensen, Arenas 2009).

    Chance keeps each state's total of positive and of negative ties and spreads each kind over all
    states; `resolution` multiplies what chance gives (Reichardt and Bornholdt 2006). The whole is
    divided by the total of absolute ties, both directions, so that the sum over pairs within blocs
    is the modularity. `ties` is symmetric; NaN is not known and neither for nor against.
    """
    known = ~np.isnan(ties)
    amounts = np.where(known, ties, 0.0)
    total = float(np.abs(amounts).sum())
    if total == 0.0:
        return np.zeros_like(amounts)
    kinds = np.maximum(amounts, 0.0), np.maximum(-amounts, 0.0)
    expected = _by_chance(kinds[0]) - _by_chance(kinds[1])
    matrix: Matrix = np.where(known, amounts - resolution * expected, 0.0) / total
    return matrix


def _by_chance(amounts: Matrix) -> Matrix:
    strength = amounts.sum(axis=1)
    total = float(strength.sum())
    if total == 0.0:
        return np.zeros_like(amounts)
    return np.outer(strength, strength / total)


def multilayer_matrix(ties: Matrix, weights: Matrix, *, resolution: float = 1.0) -> Matrix:
    """The layers' modularity matrices, weighted (Mucha et al. 2010: one slice, equal partitions).

    `ties` is (layer, state, state), `weights` sums to 1: each layer has the same total of absolute
    ties before it is weighted, whatever it is measured in.
    """
    parts = [
        weight * modularity_matrix(layer, resolution=resolution)
        for layer, weight in zip(ties, weights, strict=True)
    ]
    return np.sum(parts, axis=0) if parts else np.zeros(ties.shape[1:])


def modularity(matrix: Matrix, labels: Labels) -> float:
    """The modularity of a partition, at most 1; a label below 0 is a state by itself."""
    together = labels[:, None] == labels[None, :]
    together &= (labels >= 0)[:, None]
    np.fill_diagonal(together, True)
    return float(matrix[together].sum())
