"""Which states stand together however ties and layers are weighed: the consensus of many runs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.measures.blocs.leiden import partition
from comity.measures.blocs.modularity import Labels, modularity, multilayer_matrix
from comity.measures.blocs.network import Matrix, Network

# Fewer states than this are no bloc: one is by itself, two are a pair.
SMALLEST = 3
# A state belongs with those with whom it stands in more than this share of the runs.
MAJORITY = 0.5
TRIES = 10
# Random weights are uniform in 1 +- this: a standard deviation of 1/2.
SPREAD = np.sqrt(3.0) / 2.0
UNALIGNED = -1


@dataclass(frozen=True, slots=True)
class Consensus:
    """Blocs of one year: `labels` (state) 0.. by size, -1 for a state in none.

    `together` is (state, state), the share of runs in which two stand in one group; `matrix` the
    modularity matrix of the ties as they are.
    """

    labels: Labels
    together: Matrix
    matrix: Matrix

    @property
    def count(self) -> int:
        return int(self.labels.max(initial=UNALIGNED)) + 1

    @property
    def modularity(self) -> float:
        return modularity(self.matrix, self.labels)

    @property
    def stability(self) -> Matrix:
        """(state): its mean share of runs with the other members of its bloc; NaN in none."""
        same = self.labels[:, None] == self.labels[None, :]
        same &= ~np.eye(len(self.labels), dtype=bool)
        others = np.maximum(same.sum(axis=1), 1)
        mean = np.where(same, self.together, 0.0).sum(axis=1) / others
        stability: Matrix = np.where(self.labels >= 0, mean, np.nan)
        return stability


def consensus(of: Network, *, resolution: float, runs: int, seed: int) -> Consensus:
    """Blocs that hold over many runs (consensus clustering: Lancichinetti and Fortunato 2012).

    Each run weighs every tie and every layer anew and at random (`resampled`), and looks for the
    groups of greatest modularity in an order of its own. The share of runs in which two states
    stand together is then clustered itself, against one half: the partition with the least expected
    number of pairs that are wrongly joined or parted (Binder 1978). It needs no second consensus.
    Groups of fewer than three states are no blocs.
    """
    matrix = multilayer_matrix(of.ties, of.weights, resolution=resolution)
    together = np.zeros_like(matrix)
    for run in range(runs):
        ties, weights = resampled(of, np.random.default_rng([seed, of.year, run]))
        drawn = multilayer_matrix(ties, weights, resolution=resolution)
        found = partition(drawn, of.linked, seed=seed * 7919 + run)
        together += found[:, None] == found[None, :]
    together /= max(runs, 1)
    against = together - MAJORITY
    np.fill_diagonal(against, 0.0)
    agreed = partition(against, of.linked, seed=seed, tries=TRIES)
    return Consensus(by_size(agreed), together, matrix)


def resampled(of: Network, generator: np.random.Generator) -> tuple[Matrix, Matrix]:
    """The ties and layers' weights (summing to 1) of one run: drawn anew (Efron 1979, Rubin 1981).

    Ties that are told from items (votes) are told again from items drawn anew. Any other tie, and
    each layer as a whole, is multiplied by a draw of its own, uniform with mean 1 and standard
    deviation 1/2. With this spread the share of runs in which two stand together is about the
    share of worlds in which they belong together (docs/blocs.md has the figures); with the
    exponential weights of the plain Bayesian bootstrap all would seem much less sure than they are.
    """
    layers, n, _ = of.ties.shape
    low, high = 1.0 - SPREAD, 1.0 + SPREAD
    ties = np.empty_like(of.ties)
    for number, again in enumerate(of.again):
        if again is not None:
            ties[number] = again(generator)
        else:
            upper = np.triu(generator.uniform(low, high, (n, n)), 1)
            ties[number] = of.ties[number] * (upper + upper.T)
    weights = of.weights * generator.uniform(low, high, layers)
    total = weights.sum()
    return ties, weights / total if total else weights


def by_size(groups: Labels) -> Labels:
    """Groups numbered from the largest on, ties by their first state; too small ones are none."""
    sizes = np.bincount(groups) if len(groups) else np.zeros(0, np.int64)
    first: NDArray[np.int64] = np.array([int(np.argmax(groups == g)) for g in range(len(sizes))])
    order = sorted(range(len(sizes)), key=lambda g: (-sizes[g], first[g]))
    new = np.full(len(sizes), UNALIGNED)
    for number, group in enumerate(g for g in order if sizes[g] >= SMALLEST):
        new[group] = number
    labels: Labels = new[groups] if len(groups) else groups
    return labels
