"""Scores and information of one dyad, against differences of what is maximised."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from comity.models.reaction_function.pair_fit import fit_pair, objective
from comity.models.reaction_function.pair_model import EXTRA, LEAST_LEVEL, SHARED
from comity.models.reaction_function.slopes import FIXED, NUDGE, other_places, slopes

LEVELS, WIDTH, STEPS, SERIES = 1, 3, 400, 2
SIZE = SERIES * (WIDTH + EXTRA) + SHARED
EACH = np.array([0.6, 0.15, 0.2, 0.5, 0.1, -1.5])
SHOCK = np.array([0.0, 0.0, 0.5, 1.5])
COEFFICIENTS = [k for k in range(SIZE - SHARED) if k % (WIDTH + EXTRA) < WIDTH]


@pytest.fixture(scope="module")
def state() -> tuple[Any, ...]:
    """Counts, features, level, what of it is shocked, least level, mixing, new stretches."""
    random = np.random.default_rng(1)
    shock = np.exp(0.5 * random.normal(size=STEPS) - 0.125)
    x = np.concatenate([np.ones((SERIES, 1, STEPS)), random.gamma(2, 0.5, (SERIES, 2, STEPS))], 1)
    mean = np.einsum("p,ipt->it", EACH[:WIDTH], x)
    level = np.ascontiguousarray(mean)
    n = random.poisson(mean * shock).astype(float)
    fresh = np.isin(np.arange(STEPS), [0, 150])
    return n, x, level, level.copy(), LEAST_LEVEL * level, np.ones((SERIES, 1)), fresh


@pytest.fixture(scope="module")
def theta() -> Any:
    return np.concatenate([EACH, EACH * 1.1, SHOCK])


def value(theta: Any, state: tuple[Any, ...]) -> float:
    return float(objective(theta, theta, np.zeros(SIZE), LEVELS, *state))


def difference(theta: Any, state: tuple[Any, ...], k: int, step: float) -> float:
    up, down = theta.copy(), theta.copy()
    up[k] += step
    down[k] -= step
    return (value(up, state) - value(down, state)) / (2 * step)


def test_the_slope_by_each_coefficient_is_that_of_the_objective(
    theta: Any, state: tuple[Any, ...]
) -> None:
    _, grad, _, _ = slopes(theta, np.zeros(SIZE), LEVELS, *state)
    for k in COEFFICIENTS:
        assert grad[k] == pytest.approx(difference(theta, state, k, 1e-5), rel=1e-4, abs=1e-4)


def test_the_slope_by_dispersions_and_by_the_shock_is_that_over_a_short_step(
    theta: Any, state: tuple[Any, ...]
) -> None:
    _, grad, info, _ = slopes(theta, np.zeros(SIZE), LEVELS, *state)
    for k in [*other_places(SERIES, WIDTH)[:-SHARED].tolist(), SIZE - 2, SIZE - 1]:
        exact = difference(theta, state, k, 1e-4)
        assert grad[k] == pytest.approx(exact, abs=NUDGE * max(info[k, k], 1.0))


def test_the_slope_is_the_sum_of_the_scores_and_the_value_that_of_the_objective(
    theta: Any, state: tuple[Any, ...]
) -> None:
    found, grad, _, scores = slopes(theta, np.zeros(SIZE), LEVELS, *state)
    assert found == pytest.approx(value(theta, state))
    assert scores.shape == (STEPS, SIZE)
    assert scores.sum(axis=0) == pytest.approx(grad)


def test_information_is_the_same_both_ways_and_never_negative(
    theta: Any, state: tuple[Any, ...]
) -> None:
    _, _, info, _ = slopes(theta, np.zeros(SIZE), LEVELS, *state)
    assert info == pytest.approx(info.T, rel=1e-4, abs=1e-4)
    assert np.linalg.eigvalsh(0.5 * (info + info.T)).min() > -1e-3


def test_what_is_held_has_no_slope(theta: Any, state: tuple[Any, ...]) -> None:
    precision = np.zeros(SIZE)
    precision[-1] = FIXED
    _, grad, info, _ = slopes(theta, precision, LEVELS, *state)
    assert grad[-1] == 0
    assert not info[-1].any()


def test_a_fit_ends_where_the_slope_and_the_prior_are_in_balance(
    theta: Any, state: tuple[Any, ...]
) -> None:
    n, x, level, shocked, least, mix, fresh = state
    mean, precision = theta.copy(), np.full(SIZE, 4.0)
    precision[-SHARED] = FIXED
    found, level, shocked = theta.copy(), level.copy(), shocked.copy()
    _, decrement, _, reached = fit_pair(
        found, mean, precision, LEVELS, n, x, least, mix, fresh, level, shocked
    )
    assert reached
    assert decrement < 0.02
    now = (n, x, level, shocked, least, mix, fresh)
    free = precision < FIXED
    _, grad, info, _ = slopes(found, precision, LEVELS, *now)
    pull = (grad - precision * (found - mean))[free]
    known = info[np.ix_(free, free)] + np.diag(precision[free])
    # Less than a fifth of a standard deviation from the top in any direction.
    assert pull @ np.linalg.solve(known, pull) < 0.2**2
    assert found[-SHARED] == theta[-SHARED]
