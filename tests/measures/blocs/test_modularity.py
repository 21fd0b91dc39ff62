"""What ties exceed chance by: by hand, and as others reckon it."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from comity.measures.blocs.modularity import modularity, modularity_matrix, multilayer_matrix

# Two pairs of friends, joined by one tie.
PATH = np.array([[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 1, 0]], float)
HALVES = np.array([0, 0, 1, 1])


def test_a_path_of_four_cut_in_the_middle_exceeds_chance_by_a_sixth() -> None:
    # 2 of 3 ties inside, 2 * (3/6)² = 1/2 by chance.
    assert modularity(modularity_matrix(PATH), HALVES) == pytest.approx(2 / 3 - 1 / 2)


def test_all_in_one_group_is_what_chance_gives() -> None:
    assert modularity(modularity_matrix(PATH), np.zeros(4, np.int64)) == pytest.approx(0)


def test_a_state_in_no_bloc_is_by_itself() -> None:
    alone = modularity(modularity_matrix(PATH), np.array([0, 0, -1, -1]))
    assert alone == pytest.approx(modularity(modularity_matrix(PATH), np.array([0, 0, 1, 2])))


@pytest.mark.parametrize("resolution", [0.5, 1.0, 2.0])
def test_modularity_of_weighted_ties_is_that_of_networkx(resolution: float) -> None:
    graph = nx.les_miserables_graph()
    matrix = modularity_matrix(nx.to_numpy_array(graph), resolution=resolution)
    groups = nx.community.louvain_communities(graph, seed=3)
    labels = np.array([next(n for n, g in enumerate(groups) if v in g) for v in graph])
    expected = nx.community.modularity(graph, groups, resolution=resolution)
    assert modularity(matrix, labels) == pytest.approx(expected)


def test_two_friendly_pairs_that_are_hostile_to_each_other_reach_one_half_each_way() -> None:
    # Friends +1 inside, -1 between; strengths 1 and 2; totals 4 and 8 (Gómez, Jensen, Arenas 2009):
    # inside 4 - 8 * 1/4 = 2 of friendly ties, -(0 - 8 * 4/8) = 4 of hostile ones, of 12 in all.
    ties = np.where(HALVES[:, None] == HALVES[None, :], 1.0, -1.0)
    np.fill_diagonal(ties, 0.0)
    assert modularity(modularity_matrix(ties), HALVES) == pytest.approx((2 + 4) / 12)


def test_what_is_not_known_is_neither_for_nor_against() -> None:
    ties = PATH.copy()
    ties[0, 3] = ties[3, 0] = np.nan
    assert modularity_matrix(ties)[0, 3] == 0
    assert modularity_matrix(PATH)[0, 3] < 0


def test_a_layer_counts_the_same_in_any_unit() -> None:
    weights = np.array([0.5, 0.5])
    one = multilayer_matrix(np.array([PATH, PATH[::-1]]), weights)
    dollars = multilayer_matrix(np.array([PATH * 1e9, PATH[::-1]]), weights)
    np.testing.assert_allclose(one, dollars)


def test_a_layer_without_ties_says_nothing() -> None:
    assert not modularity_matrix(np.zeros((3, 3))).any()
