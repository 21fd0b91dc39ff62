"""A layer: one kind of tie between all states in one year, as a matrix."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """The ties of one kind in a year, from one dataset.

    `weights[i, j]` is the tie of `states[i]` (the source) toward `states[j]` (the target), in
    `unit`; undirected ties are symmetric. 0 is none on record inside coverage; NaN: the dataset
    says nothing of the pair. The diagonal is 0. Read-only.
    """

    name: str
    year: int
    dataset: str
    states: tuple[str, ...]
    weights: Weights
    directed: bool
    unit: str

    def __post_init__(self) -> None:
        self.weights.flags.writeable = False

    def of(self, source: str, target: str) -> float | None:
        """The tie of one state toward another; None where the dataset says nothing of it."""
        if source not in self.states or target not in self.states:
            return None
        found = float(self.weights[self.states.index(source), self.states.index(target)])
        return None if np.isnan(found) else found


def matrix(
    states: Sequence[str],
    rows: Iterable[tuple[str, str, float]],
    *,
    absent: float,
) -> Weights:
    """A matrix of rows (source, target, value), `absent` where a pair has none, 0 on the diagonal.

    Rows of other states are left out; several rows of a pair are added up.
    """
    place = {state: number for number, state in enumerate(states)}
    known = [(place[i], place[j], v) for i, j, v in rows if i in place and j in place]
    weights = np.full((len(states), len(states)), absent, dtype=np.float64)
    if known:
        sources, targets, values = (np.array(column) for column in zip(*known, strict=True))
        weights[sources, targets] = 0.0
        np.add.at(weights, (sources, targets), values)
    np.fill_diagonal(weights, 0.0)
    return weights
