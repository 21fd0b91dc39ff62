"""Breaks beyond ordinary drift: found where they were planted, seldom where there are none."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import multivariate_normal
from simulated import posterior_draws, walk

from comity.errors import BadValue
from comity.models.change_points import DRIFTS, ChangePoints, change_points
from comity.models.unsmoothing import unsmoothed

ERROR = 0.12


def breaks(
    rng: np.random.Generator, *, step: float, jump: float = 0.0, size: int = 30
) -> ChangePoints:
    """The breaks found in draws of a walk, smoothed as an estimator of ideal points smooths."""
    truth = walk(rng, size, step)
    truth[size // 2 :] += jump
    _, draws = posterior_draws(rng, truth, error=ERROR, step=max(step, 0.07))
    return change_points(range(size), *unsmoothed(draws))


def test_a_level_that_jumps_once_has_one_break_with_its_two_levels() -> None:
    series = [0.0] * 8 + [2.0] * 8
    found = change_points(range(1990, 2006), series, [0.01] * 16)
    (one,) = found.changes
    assert one.period == 1998
    assert one.probability > 0.99
    assert (one.before, one.after) == (pytest.approx(0, abs=0.1), pytest.approx(2, abs=0.1))
    assert found.table.to_pylist()[0]["period"] == 1998
    assert "1998" in found.text


def test_a_steady_slope_is_drift_and_no_break() -> None:
    found = change_points(range(20), np.linspace(0, 2, 20), np.full(20, 0.01))
    assert found.changes == ()
    assert found.text == "No break beyond ordinary drift."


def test_one_period_alone_cannot_break() -> None:
    assert change_points([5], [1.0], [0.1]).probability.tolist() == [0.0]


def brute_force(y: list[float], r: list[float], *, hazard: float, level_sd: float) -> list[float]:
    """The probability of a break at each period, by listing every segmentation."""
    size, total, at = len(y), 0.0, np.zeros(len(y))
    for share in DRIFTS:
        for count in range(size):
            for chosen in combinations(range(1, size), count):
                edges = [0, *chosen, size]
                weight = hazard**count * (1 - hazard) ** (size - 1 - count)
                for a, b in pairwise(edges):
                    lag = np.minimum.outer(np.arange(b - a), np.arange(b - a))
                    cov = level_sd**2 + (share * level_sd) ** 2 * lag + np.diag(r[a:b])
                    mean = np.full(b - a, np.mean(y))
                    weight *= multivariate_normal(mean, cov).pdf(y[a:b])
                total += weight
                at[list(chosen)] += weight
    return (at / total).tolist()


def test_the_recursion_sums_what_listing_every_segmentation_sums() -> None:
    y, r = [0.1, -0.2, 0.0, 0.9, 1.1, 0.8], [0.04, 0.09, 0.04, 0.01, 0.09, 0.04]
    found = change_points(range(6), y, r, hazard=0.1, level_sd=0.7)
    assert found.probability.tolist() == pytest.approx(
        brute_force(y, r, hazard=0.1, level_sd=0.7), abs=1e-9
    )


def test_a_period_that_was_not_observed_says_nothing() -> None:
    y, r = [0.0, 0.1, 5.0, 0.0, 0.1], [0.01, 0.01, np.inf, 0.01, 0.01]
    assert change_points(range(5), y, r).changes == ()


def test_planted_jumps_are_found_and_ordinary_drift_is_not() -> None:
    rng = np.random.default_rng(11)
    runs = 40
    hits = sum(
        any(abs(one.period - 15) <= 1 for one in breaks(rng, step=0.05, jump=1.0).changes)
        for _ in range(runs)
    )
    false = sum(
        len(breaks(rng, step=step).changes) for step in (0.0, 0.07, 0.14) for _ in range(runs)
    )
    assert hits >= 0.9 * runs
    assert false <= 0.1 * 3 * runs


def test_what_was_smoothed_is_found_again_behind_the_draws() -> None:
    rng = np.random.default_rng(5)
    truth = walk(rng, 40, 0.1)
    mean, draws = posterior_draws(rng, truth, error=0.2, step=0.1, draws=4000)
    observed, variance = unsmoothed(draws)
    assert np.median(np.sqrt(variance)) == pytest.approx(0.2, rel=0.05)
    # The errors of neighbours go together after smoothing, and not before.
    after, before = mean - truth, observed - truth
    assert np.corrcoef(after[1:], after[:-1])[0, 1] > 0.3
    assert abs(np.corrcoef(before[1:], before[:-1])[0, 1]) < 0.3


def test_draws_without_correlation_come_back_as_mean_and_variance() -> None:
    draws = np.array([[0.0, 0.0], [0.0, 2.0], [2.0, 0.0], [2.0, 2.0]])
    observed, variance = unsmoothed(draws)
    assert observed.tolist() == [1.0, 1.0]
    assert variance.tolist() == pytest.approx([1.0, 1.0], abs=1e-5)


SERIES = st.lists(st.floats(-2, 2), min_size=2, max_size=8)


@given(SERIES)
def test_turning_the_sign_or_shifting_the_scale_moves_no_break(series: list[float]) -> None:
    size, variance = len(series), [0.05] * len(series)
    there = change_points(range(size), series, variance).probability
    turned = change_points(range(size), [-y for y in series], variance).probability
    shifted = change_points(range(size), [y + 3 for y in series], variance).probability
    assert turned == pytest.approx(there, abs=1e-9)
    assert shifted == pytest.approx(there, abs=1e-9)


@given(SERIES)
def test_probabilities_lie_between_0_and_1(series: list[float]) -> None:
    found = change_points(range(len(series)), series, [0.05] * len(series), bar=0.0)
    assert np.all((found.probability >= 0) & (found.probability <= 1 + 1e-9))
    assert all(0 <= one.probability <= 1 for one in found.changes)


@pytest.mark.parametrize(
    ("periods", "variance"), [([1, 2], [0.1, 0.0]), ([2, 1], [0.1, 0.1]), ([1], [0.1, 0.1])]
)
def test_what_is_no_series_is_refused(periods: list[int], variance: list[float]) -> None:
    with pytest.raises(BadValue):
        change_points(periods, [0.0, 1.0], variance)
