"""The inner loops: quantiles, draws within bounds, probabilities of votes."""

from __future__ import annotations

import numba
import numpy as np
import pytest
from scipy.special import ndtri
from scipy.stats import norm, truncnorm

from comity.measures.ideal_points import kernels


@numba.njit
def _quantiles(p):  # type: ignore[no-untyped-def]
    found = np.empty(p.size)
    for k in range(p.size):
        found[k] = kernels.quantile(p[k])
    return found


@numba.njit
def _below(mean, high, count):  # type: ignore[no-untyped-def]
    state = kernels.stream(7, 1)
    found = np.empty(count)
    for k in range(count):
        state, u = kernels.uniform(state)
        found[k] = kernels.draw_below(mean, high, u)
    return found


@numba.njit
def _between(mean, low, high, count):  # type: ignore[no-untyped-def]
    state = kernels.stream(7, 2)
    found = np.empty(count)
    for k in range(count):
        state, u = kernels.uniform(state)
        found[k] = kernels.draw_between(mean, low, high, u)
    return found


@numba.njit
def _probabilities(mean, low, high):  # type: ignore[no-untyped-def]
    return (
        kernels.probability(1, mean, low, high),
        kernels.probability(2, mean, low, high),
        kernels.probability(3, mean, low, high),
    )


def test_the_quantile_is_that_of_the_normal_distribution() -> None:
    p = np.concatenate([np.logspace(-300, -3, 50), np.linspace(0.001, 0.999, 999), [1 - 1e-12]])
    assert _quantiles(p) == pytest.approx(ndtri(p), rel=2e-8, abs=1e-8)


@pytest.mark.parametrize(("mean", "high"), [(0.0, 0.0), (2.0, -1.0), (-3.0, 4.0), (5.0, -4.0)])
def test_a_draw_below_a_bound_stays_below_it_and_has_the_right_mean(
    mean: float, high: float
) -> None:
    drawn = _below(mean, high, 40_000)
    assert drawn.max() <= high
    exact = truncnorm(-np.inf, high - mean, loc=mean)
    assert drawn.mean() == pytest.approx(exact.mean(), abs=5 * exact.std() / 200)
    assert drawn.std() == pytest.approx(exact.std(), rel=0.05)


@pytest.mark.parametrize(
    ("mean", "low", "high"), [(0.0, -0.5, 0.2), (4.0, -1.0, 0.0), (-4.0, 1.0, 3.0)]
)
def test_a_draw_between_two_bounds_stays_there_and_has_the_right_mean(
    mean: float, low: float, high: float
) -> None:
    drawn = _between(mean, low, high, 40_000)
    assert low <= drawn.min() < drawn.max() <= high
    exact = truncnorm(low - mean, high - mean, loc=mean)
    assert drawn.mean() == pytest.approx(exact.mean(), abs=5 * exact.std() / 200)


def test_a_draw_far_from_its_bounds_stays_finite() -> None:
    assert np.isfinite(_below(60.0, -7.0, 10)).all()
    assert np.isfinite(_between(60.0, -7.0, 7.0, 10)).all()


def test_a_state_in_the_middle_of_two_cutpoints_at_one_votes_as_the_normal_table_says() -> None:
    yes, abstain, no = _probabilities(0.0, -1.0, 1.0)
    assert yes == pytest.approx(0.158655, abs=1e-6)
    assert abstain == pytest.approx(0.682689, abs=1e-6)
    assert no == pytest.approx(0.158655, abs=1e-6)


@pytest.mark.parametrize("mean", [-9.0, -1.5, 0.0, 2.2, 9.0])
def test_yes_abstain_and_no_are_all_that_can_be(mean: float) -> None:
    yes, abstain, no = _probabilities(mean, -0.7, 1.1)
    assert yes + abstain + no == pytest.approx(1)
    assert yes == pytest.approx(norm.cdf(-0.7 - mean))
    assert no == pytest.approx(norm.sf(1.1 - mean))
