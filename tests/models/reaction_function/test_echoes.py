"""What follows from one more act, directly and through momentum and echoes."""

from __future__ import annotations

import math

import numpy as np
import pytest

from comity.models.reaction_function.echoes import (
    direct_share,
    drawn_totals,
    echoes,
    half_life,
    until,
)
from comity.models.reaction_function.features import SCALES, decays
from comity.vocabulary.period import Granularity

DECAY = decays(Granularity.DAY)
WEEK = np.array([0.0, 1.0, 0.0, 0.0])
LONG = 2000


def test_momentum_of_two_steps_by_hand() -> None:
    path = echoes(np.full((1, 1, 1), 0.5), np.array([0.6]), 0, 2)
    # Step 1: .5 x .4. Step 2: of the act .5 x .4 x .6, of what followed .5 x .4 x .2.
    assert path[0].tolist() == pytest.approx([0.2, 0.2 + 0.12 + 0.04])


def test_momentum_adds_up_to_a_geometric_series() -> None:
    coef = (0.4 * WEEK).reshape(1, 1, 4)
    assert echoes(coef, DECAY, 0, LONG)[0, -1] == pytest.approx(0.4 / (1 - 0.4))


def test_two_states_echo_each_other() -> None:
    """After an act of the first: .3 of the second, .2 x .3 of the first for it, and so on."""
    coef = np.zeros((2, 2, 4))
    coef[1, 0], coef[0, 1] = 0.3 * WEEK, 0.2 * WEEK
    path = echoes(coef, DECAY, 0, LONG)
    again = 1 / (1 - 0.3 * 0.2)
    assert path[:, -1] == pytest.approx([0.3 * 0.2 * again, 0.3 * again])
    assert path[0, 0] == 0
    assert path[1, 0] == pytest.approx(0.3 * (1 - math.exp(-1 / 7)))


def test_without_momentum_and_echo_the_direct_answer_is_all() -> None:
    shape = np.array([0.1, 0.4, 0.3, 0.2])
    coef = np.zeros((2, 2, 4))
    coef[1, 0] = 0.25 * shape
    path = echoes(coef, DECAY, 0, 30)
    assert path[1, -1] == pytest.approx(0.25 * direct_share(shape, 30))
    assert not path[0].any()


def test_an_answer_of_fewer_acts_takes_acts_away() -> None:
    coef = np.zeros((2, 2, 4))
    coef[1, 0] = -0.25 * WEEK
    assert echoes(coef, DECAY, 0, LONG)[1, -1] == pytest.approx(-0.25)


def test_a_path_is_read_between_its_steps() -> None:
    path = np.array([[1.0, 3.0], [0.0, 4.0]])
    assert until(path, 2) == pytest.approx([3, 4])
    assert until(path, 1.5) == pytest.approx([2, 2])
    assert until(path, 0.5) == pytest.approx([0.5, 0])


@pytest.mark.parametrize("horizon", [30.0, 30 / 7, 0.5])
def test_draws_without_spread_are_the_path(horizon: float) -> None:
    random = np.random.default_rng(1)
    coef = random.uniform(0, 0.1, (3, 3, 4))
    shocks = random.normal(size=(2, 3, 3))
    drawn = drawn_totals(coef, np.zeros_like(coef), shocks, DECAY, horizon)
    for given in range(3):
        expected = until(echoes(coef, DECAY, given, 30), horizon)
        assert drawn[0, given] == pytest.approx(expected)
        assert drawn[1, given] == pytest.approx(expected)


@pytest.mark.parametrize("number", range(4))
def test_half_of_one_kernel_has_come_after_its_scale_times_the_logarithm_of_two(
    number: int,
) -> None:
    assert half_life(0.3 * np.eye(4)[number]) == pytest.approx(SCALES[number] * math.log(2))


def test_an_answer_of_nothing_has_no_half_life() -> None:
    assert math.isnan(half_life(np.zeros(4)))


def test_the_share_that_has_come_by_hand() -> None:
    assert direct_share(np.array([0.5, 0.5, 0, 0]), 7) == pytest.approx(
        0.5 * (1 - math.exp(-7)) + 0.5 * (1 - math.exp(-1))
    )
