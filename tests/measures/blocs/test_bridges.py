"""Who stands between blocs: by hand, and within bounds."""

from __future__ import annotations

import numpy as np
import pytest

from comity.measures.blocs.bridges import bridges
from comity.measures.blocs.consensus import Consensus

LABELS = np.array([0, 0, 0, 1, 1, 1, -1])


def between(excess: np.ndarray, labels: np.ndarray = LABELS) -> object:
    matrix = np.zeros((7, 7))
    matrix[0] = excess
    linked = np.ones((7, 7), bool)
    return bridges(Consensus(labels, np.ones((7, 7)), matrix), linked)


@pytest.mark.parametrize(
    ("excess", "score", "second", "share"),
    [
        # All ties inside: no bridge, and no second bloc.
        ([0, 2, 2, 0, 0, 0, 0], 0.0, -1, None),
        # Half and half: (1 - 1/4 - 1/4) * 2/1.
        ([0, 1, 1, 2, 0, 0, 0], 1.0, 1, 0.5),
        # Three quarters inside: (1 - 9/16 - 1/16) * 2.
        ([0, 3, 0, 1, 0, 0, 0], 0.75, 1, 0.25),
        # What is below chance, and ties to a state in no bloc, do not count.
        ([0, 3, 0, 1, -5, 0, 9], 0.75, 1, 0.25),
    ],
)
def test_a_bridge_has_its_ties_in_several_blocs(
    excess: list[float], score: float, second: int, share: float | None
) -> None:
    found = between(np.array(excess, float))
    assert found.score[0] == pytest.approx(score)
    assert found.second[0] == second
    assert (None if np.isnan(found.share[0]) else found.share[0]) == share


def test_a_state_without_ties_is_no_bridge_and_no_zero() -> None:
    found = between(np.zeros(7))
    assert np.isnan(found.score).all()
    assert (found.second == -1).all()


def test_without_blocs_there_is_nothing_to_stand_between() -> None:
    found = between(np.ones(7), np.full(7, -1))
    assert np.isnan(found.score).all()


def test_with_one_bloc_nobody_stands_between() -> None:
    assert between(np.ones(7), np.zeros(7, np.int64)).score[0] == 0


def test_hostile_pairs_are_no_tie_even_where_chance_expects_more_hostility() -> None:
    matrix = np.zeros((7, 7))
    matrix[0] = [0, 1, 0, 1, 0, 0, 0]
    linked = np.zeros((7, 7), bool)
    linked[0, 1] = True
    found = bridges(Consensus(LABELS, np.ones((7, 7)), matrix), linked)
    assert found.score[0] == 0
