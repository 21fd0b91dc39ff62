"""Layers written by hand or simulated, in the names that blocs are read from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class MadeLayer:
    """SIMULATED ties."""

    name: str
    year: int
    states: tuple[str, ...]
    weights: Matrix
    dataset: str = "simulated"


class Simulated:
    """Makes layers for tests."""

    @staticmethod
    def layer(
        weights: Matrix, states: Sequence[str] = (), *, name: str = "votes", year: int = 2000
    ) -> MadeLayer:
        names = tuple(states) or tuple(f"S{number:02d}" for number in range(len(weights)))
        return MadeLayer(name, year, names, np.asarray(weights, float))

    @staticmethod
    def planted(truth: NDArray[np.int64], *, inside: float, outside: float, seed: int) -> Matrix:
        """A tie with one chance within a group and with another between (a planted partition)."""
        generator = np.random.default_rng(seed)
        chance = np.where(truth[:, None] == truth[None, :], inside, outside)
        upper = np.triu(generator.random(chance.shape) < chance, 1).astype(float)
        return upper + upper.T

    @staticmethod
    def adjusted_rand(one: NDArray[np.int64], other: NDArray[np.int64]) -> float:
        """Adjusted Rand index (Hubert and Arabie 1985): 1 the same groups, about 0 by chance."""
        table = np.zeros((one.max() + 1, other.max() + 1))
        np.add.at(table, (one, other), 1)

        def pairs(n: Matrix) -> float:
            return float((n * (n - 1) / 2).sum())

        rows, columns = pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
        by_chance = rows * columns / pairs(np.array([len(one)]))
        return (pairs(table) - by_chance) / ((rows + columns) / 2 - by_chance)


@pytest.fixture(scope="session")
def simulated() -> Simulated:
    return Simulated()
