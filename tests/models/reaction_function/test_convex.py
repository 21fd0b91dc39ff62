"""The optimum of non-negative Poisson regressions, and the proof that it is one."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import minimize
from scipy.stats import poisson

from comity.errors import BadValue, NotConverged
from comity.models.reaction_function import convex
from comity.models.reaction_function.convex import (
    exponential_features,
    fit_hawkes,
    fit_nonnegative,
)

STEPS, COLUMNS = 40, 4
DESIGNS = arrays(
    np.float64, (STEPS, COLUMNS), elements=st.floats(0, 5, width=16), fill=st.just(0.0)
)
COUNTS = arrays(np.float64, STEPS, elements=st.integers(0, 6).map(float))


def objective(design: Any, counts: Any, cost: Any, x: Any) -> float:
    fitted = design @ x
    seen = counts > 0
    with np.errstate(divide="ignore"):
        return float(cost @ x - counts[seen] @ np.log(fitted[seen]))


def test_one_column_explains_as_many_acts_as_there_are() -> None:
    design, counts = np.array([[1.0], [2.0], [3.0]]), np.array([4.0, 0.0, 5.0])
    fit = fit_nonnegative(design, counts)
    assert fit.coefficients == pytest.approx([9 / 6])
    assert fit.log_likelihood == pytest.approx(poisson.logpmf(counts, design[:, 0] * 1.5).sum())
    assert fit.duality_gap == pytest.approx(0, abs=1e-9)


def test_a_penalty_costs_as_if_there_were_more_steps() -> None:
    fit = fit_nonnegative([[1.0], [2.0], [3.0]], [4, 0, 5], penalty=[3.0])
    assert fit.coefficients == pytest.approx([9 / 9])


def test_steps_of_two_blocks_have_their_own_means() -> None:
    design = np.repeat(np.eye(2), 3, axis=0)
    fit = fit_nonnegative(design, [1, 2, 6, 0, 0, 3])
    assert fit.coefficients == pytest.approx([3, 1], rel=1e-6)


def test_a_column_that_only_costs_is_left_at_zero() -> None:
    design = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 0.0]])
    coefficients = fit_nonnegative(design, [2, 0, 4]).coefficients
    assert coefficients == pytest.approx([2, 0])
    assert coefficients[1] == 0


def test_nothing_happened_so_nothing_is_expected() -> None:
    fit = fit_nonnegative(np.ones((5, 2)), np.zeros((5, 3)))
    assert fit.coefficients.shape == (2, 3)
    assert not fit.coefficients.any()
    assert fit.log_likelihood == 0
    assert fit.converged


def test_columns_that_say_the_same_share_what_they_say() -> None:
    fit = fit_nonnegative(np.ones((6, 3)), [1, 2, 3, 4, 5, 6])
    assert fit.coefficients.sum() == pytest.approx(3.5)


@settings(max_examples=60, deadline=None)
@given(DESIGNS, COUNTS, st.sampled_from([0.0, 0.5, 10.0]))
def test_no_direction_gains_at_the_optimum(design: Any, counts: Any, penalty: float) -> None:
    design = np.hstack([design, np.full((STEPS, 1), 0.1)])
    extra = np.full(COLUMNS + 1, penalty)
    fit = fit_nonnegative(design, counts, penalty=extra, tolerance=1e-9)
    if not counts.any():
        return
    cost = design.sum(axis=0) + extra
    seen = counts > 0
    pull = design[seen].T @ (counts[seen] / (design @ fit.coefficients)[seen])
    assert (fit.coefficients >= 0).all()
    assert (pull <= cost * (1 + 1e-6) + 1e-9).all()
    slack = fit.coefficients * (cost - pull)
    assert np.abs(slack).max() <= 1e-5 * counts.sum()


@settings(max_examples=60, deadline=None)
@given(DESIGNS, COUNTS, st.sampled_from([1e-1, 1e-3, 1e-6]))
def test_the_gap_bounds_what_is_still_to_gain(design: Any, counts: Any, tolerance: float) -> None:
    design = np.hstack([design, np.full((STEPS, 1), 0.1)])
    rough = fit_nonnegative(design, counts, tolerance=tolerance)
    exact = fit_nonnegative(design, counts, tolerance=1e-11)
    gain = exact.log_likelihood - rough.log_likelihood
    assert rough.duality_gap >= 0
    assert gain <= rough.duality_gap + 1e-7
    assert gain >= -exact.duality_gap - 1e-7


def test_a_general_optimiser_finds_nothing_better() -> None:
    random = np.random.default_rng(3)
    design = np.hstack([np.ones((300, 1)), random.gamma(1, 1, (300, 6))])
    truth = np.array([0.5, 0, 0.3, 0, 1.0, 0, 0.1])
    counts = random.poisson(design @ truth).astype(float)
    extra = np.full(7, 2.0)
    cost = design.sum(axis=0) + extra
    fit = fit_nonnegative(design, counts, penalty=extra, tolerance=1e-10)
    other = minimize(
        lambda x: objective(design, counts, cost, x),
        np.full(7, 0.3),
        jac=lambda x: cost - design.T @ (counts / (design @ x)),
        bounds=[(1e-9, None)] * 7,
        method="L-BFGS-B",
        options={"maxiter": 2000, "ftol": 1e-14, "gtol": 1e-10},
    )
    assert objective(design, counts, cost, fit.coefficients) <= other.fun + 1e-8
    assert fit.coefficients == pytest.approx(other.x, abs=1e-3)


def test_several_responses_are_as_each_alone_and_a_start_changes_nothing() -> None:
    random = np.random.default_rng(4)
    design = np.hstack([np.ones((200, 1)), random.gamma(1, 1, (200, 3))])
    counts = random.poisson(design @ random.gamma(1, 0.5, (4, 3)))
    together = fit_nonnegative(design, counts, tolerance=1e-10)
    for one in range(3):
        alone = fit_nonnegative(design, counts[:, one], tolerance=1e-10, start=[1, 0, 0, 9])
        assert together.coefficients[:, one] == pytest.approx(alone.coefficients, abs=1e-6)


def test_an_act_is_felt_from_the_day_after_and_weighs_one_in_all() -> None:
    acts = np.zeros((400, 1))
    acts[3] = 1
    felt = exponential_features(acts, [1.0, 7.0])[:, 0]
    assert not felt[:4].any()
    assert felt[4] == pytest.approx([1 - math.exp(-1), 1 - math.exp(-1 / 7)])
    assert felt[6, 1] == pytest.approx((1 - math.exp(-1 / 7)) * math.exp(-2 / 7))
    assert felt.sum(axis=0) == pytest.approx([1, 1])


def test_nothing_is_carried_over_a_gap_or_into_a_new_part() -> None:
    counts = np.array([[3, 3, 3, 0, 2, 2, 2, 2, 5, 5]])
    parts = np.array([0, 0, 0, -1, 0, 0, 1, 1, 1, 1])
    felt = exponential_features(counts.T, [2.0], np.diff(parts, prepend=0) != 0)[:, 0, 0]
    assert felt[[0, 3, 4, 6]].tolist() == [0, 0, 0, 0]
    assert (felt[[1, 2, 5, 7, 8, 9]] > 0).all()
    fit = fit_hawkes(counts, [2.0], parts)
    assert fit.baseline.shape == (1, 2)


def test_answers_are_recovered_from_a_simulation() -> None:
    random = np.random.default_rng(5)
    truth = np.array([[0.3, 0.0, 0.4], [0.2, 0.3, 0.0], [0.0, 0.0, 0.2]])
    baseline = np.array([0.4, 0.6, 0.8])
    keep = math.exp(-1 / 3)
    counts, felt = np.zeros((3, 20_000)), np.zeros(3)
    for day in range(counts.shape[1]):
        counts[:, day] = random.poisson(baseline + truth @ felt)
        felt = keep * felt + (1 - keep) * counts[:, day]
    fit = fit_hawkes(counts, [3.0])
    assert fit.answers[:, :, 0] == pytest.approx(truth, abs=0.05)
    assert fit.baseline[:, 0] == pytest.approx(baseline, abs=0.1)
    assert fit.relative_gap <= 1e-6
    assert "proved" in fit.text
    weighed = fit_hawkes(counts, [3.0], adaptive=1.0)
    assert (
        np.abs(weighed.answers[:, :, 0] - truth).mean()
        < np.abs(fit.answers[:, :, 0] - truth).mean()
    )
    assert weighed.log_likelihood <= fit.log_likelihood + fit.duality_gap


@pytest.mark.parametrize(
    ("design", "counts", "words"),
    [
        ([[1.0], [-1.0]], [1, 1], "negative"),
        ([[1.0], [math.nan]], [1, 1], "missing"),
        ([[1.0], [1.0]], [1, -1], "counts"),
        ([[1.0], [0.0]], [1, 1], "Step 1 has acts"),
        ([[1.0]], [1, 1], "do not fit"),
    ],
)
def test_what_is_no_count_or_no_effect_is_refused(design: Any, counts: Any, words: str) -> None:
    with pytest.raises(BadValue, match=words):
        fit_nonnegative(design, counts)


def test_an_optimum_that_is_not_reached_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convex, "ROUNDS", 0)
    random = np.random.default_rng(6)
    design, counts = random.gamma(1, 1, (50, 4)), random.poisson(2, 50)
    with pytest.raises(NotConverged, match="duality gap"):
        fit_nonnegative(design, counts)
    flagged = fit_nonnegative(design, counts, must_converge=False)
    assert not flagged.converged
    assert flagged.relative_gap > 1e-6


@pytest.mark.parametrize("rate", [0.003, 0.03, 0.3])
def test_fewer_acts_than_columns_have_an_optimum_too(rate: float) -> None:
    random = np.random.default_rng(7)
    for _ in range(10):
        counts = random.poisson(rate * np.exp(random.normal(0, 1, (7, 300))))
        fit = fit_hawkes(counts, [1.0, 7.0, 30.0, 90.0], np.repeat([0, -1, 1], 100))
        assert fit.relative_gap <= 1e-6
