"""Blocs that hold over many runs: recovered, sure where the record is, none where there is none."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.measures.blocs.consensus import by_size, consensus
from comity.measures.blocs.network import SampledLayer, network

TRUTH = np.arange(60) % 3


def found(simulated: Any, *weights: np.ndarray, runs: int = 20) -> Any:
    names = ("agreements", "alliances", "trade", "votes")
    layers = [
        simulated.layer(matrix, name=name) for name, matrix in zip(names, weights, strict=False)
    ]
    return consensus(network(layers, 2000), resolution=1.0, runs=runs, seed=1)


def test_planted_blocs_are_found_and_sure(simulated: Any) -> None:
    layers = [simulated.planted(TRUTH, inside=0.6, outside=0.05, seed=seed) for seed in (1, 2)]
    blocs = found(simulated, *layers)
    assert simulated.adjusted_rand(blocs.labels, TRUTH) == pytest.approx(1)
    assert blocs.stability.min() > 0.95
    assert blocs.modularity > 0.4


def test_less_sure_blocs_are_less_stable(simulated: Any) -> None:
    stability = [
        np.nanmean(
            found(simulated, simulated.planted(TRUTH, inside=p, outside=0.1, seed=4)).stability
        )
        for p in (0.8, 0.3, 0.2)
    ]
    assert stability[0] > stability[1] > stability[2]


def test_a_state_without_ties_and_a_pair_by_itself_are_in_no_bloc(simulated: Any) -> None:
    ties = np.zeros((9, 9))
    ties[:3, :3] = ties[3:6, 3:6] = 1.0
    ties[6, 7] = ties[7, 6] = 1.0
    np.fill_diagonal(ties, 0.0)
    blocs = found(simulated, ties)
    assert blocs.labels.tolist() == [0, 0, 0, 1, 1, 1, -1, -1, -1]
    assert np.isnan(blocs.stability[6:]).all()


def test_states_that_a_layer_does_not_have_are_missing_there_and_not_without_ties(
    simulated: Any,
) -> None:
    ties = simulated.planted(TRUTH, inside=0.6, outside=0.05, seed=1)
    seen = np.flatnonzero(np.arange(60) % 5 > 0)
    states = [f"S{number:02d}" for number in seen]
    part = simulated.layer(ties[np.ix_(seen, seen)], states, name="trade")
    whole = simulated.layer(ties, name="votes")
    of = network([part, whole], 2000)
    assert of.present.sum(axis=1).tolist() == [48, 60]
    blocs = consensus(of, resolution=1.0, runs=10, seed=1)
    assert simulated.adjusted_rand(blocs.labels, TRUTH) == pytest.approx(1)


def test_votes_are_told_again_from_a_sample_of_their_roll_calls() -> None:
    votes = np.random.default_rng(1).integers(0, 2, (12, 40)).astype(float)
    asked = []

    def again(generator: np.random.Generator) -> np.ndarray:
        drawn = votes[:, generator.integers(0, 40, 40)]
        asked.append(1)
        return drawn @ drawn.T

    states = tuple(f"S{number:02d}" for number in range(12))
    layer = SampledLayer("votes", 2000, "simulated", states, votes @ votes.T, again)
    consensus(network([layer], 2000), resolution=1.0, runs=7, seed=1)
    assert len(asked) == 7


def test_groups_are_numbered_by_size_and_small_ones_are_none() -> None:
    groups = np.array([4, 4, 4, 0, 0, 0, 0, 2, 2, 1])
    assert by_size(groups).tolist() == [1, 1, 1, 0, 0, 0, 0, -1, -1, -1]


@given(seed=st.integers(0, 10_000), n=st.integers(3, 20), chance=st.floats(0.05, 0.4))
@settings(max_examples=25)
def test_every_bloc_hangs_together_by_positive_ties(
    simulated: Any, seed: int, n: int, chance: float
) -> None:
    generator = np.random.default_rng(seed)
    ties = generator.normal(size=(2, n, n)) * (generator.random((2, n, n)) < chance)
    layers = [simulated.layer(ties[0], name="votes"), simulated.layer(ties[1], name="trade")]
    of = network(layers, 2000)
    blocs = consensus(of, resolution=1.0, runs=5, seed=1)
    graph = nx.from_numpy_array(of.linked.astype(int))
    for label in range(blocs.count):
        assert nx.is_connected(graph.subgraph(np.flatnonzero(blocs.labels == label).tolist()))


@given(seed=st.integers(0, 10_000), n=st.integers(1, 14), layers=st.integers(1, 3))
@settings(max_examples=25)
def test_shares_of_runs_are_shares_and_stability_is_over_a_half_on_the_whole(
    simulated: Any, seed: int, n: int, layers: int
) -> None:
    generator = np.random.default_rng(seed)
    blocs = found(simulated, *generator.normal(size=(layers, n, n)), runs=4)
    assert ((blocs.together >= 0) & (blocs.together <= 1)).all()
    np.testing.assert_array_equal(blocs.together, blocs.together.T)
    inside = blocs.stability[blocs.labels >= 0]
    assert ((inside >= 0) & (inside <= 1)).all()
    assert not len(inside) or inside.mean() >= 0.5
