"""The multilayer network of one year: the layers' ties on one set of states, each layer by itself.

A layer is read through its names alone, so that the layers of `measures.ties` and a user's own
serve alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from comity.errors import BadValue

Matrix = NDArray[np.float64]

# Layers of amounts, where a few states have most of all ties: here a tie counts by its share.
# (Trade comes as shares already.)
OF_AMOUNTS = frozenset({"migration", "cooperation"})


class TieLayer(Protocol):
    """A layer: `weights` is (state, state), NaN where a tie is not known; directed or not."""

    @property
    def name(self) -> str: ...
    @property
    def year(self) -> int: ...
    @property
    def dataset(self) -> str: ...
    @property
    def states(self) -> tuple[str, ...]: ...
    @property
    def weights(self) -> Matrix: ...


# Ties from a new sample of what they are told from, in the order of the layer's states.
Again = Callable[[np.random.Generator], Matrix]


@dataclass(frozen=True, slots=True)
class SampledLayer:
    """A layer whose ties are told from a sample of items, as votes are from roll calls.

    `again` gives the ties from items drawn anew from the same ones.
    """

    name: str
    year: int
    dataset: str
    states: tuple[str, ...]
    weights: Matrix
    again: Again


@dataclass(frozen=True, slots=True)
class Network:
    """Undirected layers of one year on the same states, in order of their codes.

    `ties` is (layer, state, state) with zeros on the diagonal, NaN where a tie is not known, as are
    all ties of a state that a layer does not have. `again` draws the ties of a layer anew, where it
    is told from items.
    """

    year: int
    states: tuple[str, ...]
    names: tuple[str, ...]
    datasets: tuple[str, ...]
    ties: Matrix
    again: tuple[Again | None, ...]

    @property
    def present(self) -> NDArray[np.bool_]:
        """(layer, state): whether any tie of the state is known there."""
        others = ~np.eye(len(self.states), dtype=bool)
        return np.asarray((~np.isnan(self.ties) & others).any(axis=2), np.bool_)

    @property
    def weights(self) -> Matrix:
        """(layer): its weight, in proportion to the states that have a tie in it; they sum to 1.

        A layer of one region counts for what it tells of, not as much as one of the whole world.
        """
        tied = np.asarray((np.nan_to_num(self.ties) != 0.0).any(axis=2).sum(axis=1), np.float64)
        return np.asarray(tied / max(tied.sum(), 1.0))

    @property
    def linked(self) -> NDArray[np.bool_]:
        """(state, state): whether a positive tie joins the two in some layer."""
        return np.asarray((np.nan_to_num(self.ties) > 0.0).any(axis=0), np.bool_)


def network(layers: Iterable[TieLayer], year: int) -> Network:
    """The network of a year from its layers; an undirected tie is the mean of its two directions.

    In layers of amounts (migration, net cooperation of acts) a tie is the mean of its shares in the
    two states' own totals of absolute amounts, as trade is: so small states' ties count as much as
    great ones'.

    Raises BadValue for a layer that comes twice, of another year, or whose matrix does not fit its
    states.
    """
    given = sorted(layers, key=lambda layer: layer.name)
    names = tuple(layer.name for layer in given)
    if len(set(names)) < len(names):
        raise BadValue(f"A layer of {year} comes twice: {', '.join(names)}.")
    states = tuple(sorted({state for layer in given for state in layer.states}))
    for layer in given:
        _check(layer, year)
    ties = np.array([_placed(layer.weights, layer, states) for layer in given])
    again = tuple(_again(layer, states) for layer in given)
    return Network(year, states, names, tuple(layer.dataset for layer in given), ties, again)


def _check(layer: TieLayer, year: int) -> None:
    size = len(layer.states)
    if layer.year != year:
        raise BadValue(f"The layer {layer.name} is of {layer.year}, not of {year}.")
    if layer.weights.shape != (size, size) or len(set(layer.states)) != size:
        raise BadValue(
            f"The layer {layer.name} of {year} has a matrix {layer.weights.shape} for {size} "
            "states, or a state twice.",
            next_step="Give one row and one column for each state.",
        )
    if np.isinf(layer.weights).any():
        raise BadValue(f"The layer {layer.name} of {year} has a tie without end.")


def _again(layer: TieLayer, states: tuple[str, ...]) -> Again | None:
    if not isinstance(layer, SampledLayer):
        return None
    draw = layer.again
    return lambda generator: _placed(draw(generator), layer, states)


def _placed(weights: Matrix, layer: TieLayer, states: tuple[str, ...]) -> Matrix:
    """The layer's undirected ties between all states of the network."""
    ties = np.full((len(states), len(states)), np.nan)
    place = np.searchsorted(states, layer.states)
    mean = _undirected(weights)
    ties[np.ix_(place, place)] = _shares(mean) if layer.name in OF_AMOUNTS else mean
    np.fill_diagonal(ties, 0.0)
    return ties


def _undirected(weights: Matrix) -> Matrix:
    """The mean of the two directions, or the one that is known."""
    one, other = weights, weights.T
    known = np.where(np.isnan(one), other, one), np.where(np.isnan(other), one, other)
    return np.asarray((known[0] + known[1]) / 2.0)


def _shares(amounts: Matrix) -> Matrix:
    """The mean of a tie's shares in the totals of its two states."""
    apart = amounts.copy()
    np.fill_diagonal(apart, 0.0)
    totals = np.nansum(np.abs(apart), axis=1)
    inverse = np.divide(1.0, totals, out=np.zeros_like(totals), where=totals > 0.0)
    shares: Matrix = apart * (inverse[:, None] + inverse[None, :]) / 2.0
    return shares
