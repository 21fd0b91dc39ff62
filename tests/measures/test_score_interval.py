"""The score interval: Wilson's for shares, and one for scores between 0 and 1."""

from __future__ import annotations

import random
from statistics import fmean, pvariance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import BadValue
from comity.measures.score_interval import score_interval

SCORES = (1.0, 0.5, 0.0)


def test_nine_of_ten_is_between_060_and_098() -> None:
    interval = score_interval(0.9, 10, 0.95)
    assert interval.low == pytest.approx(0.5958, abs=1e-4)
    assert interval.high == pytest.approx(0.9821, abs=1e-4)


def test_a_run_of_equal_scores_is_no_certainty() -> None:
    interval = score_interval(1.0, 6, 0.95, variance=0.0)
    assert interval.high == 1.0
    assert interval.low == pytest.approx(score_interval(1.0, 6, 0.95).low)


def test_no_scores_and_no_level_have_no_interval() -> None:
    for n, level in ((0, 0.95), (5, 0.0), (5, 1.0)):
        with pytest.raises(BadValue):
            score_interval(0.5, n, level)


@given(st.lists(st.sampled_from(SCORES), min_size=1, max_size=200), st.floats(0.5, 0.99))
def test_the_interval_holds_its_mean_and_stays_between_0_and_1(
    scores: list[float], level: float
) -> None:
    mean = fmean(scores)
    interval = score_interval(mean, len(scores), level, variance=pvariance(scores))
    assert 0.0 <= interval.low <= mean <= interval.high <= 1.0


@given(st.lists(st.sampled_from(SCORES), min_size=1, max_size=50))
def test_scores_that_vary_less_never_widen_the_interval(scores: list[float]) -> None:
    mean = fmean(scores)
    narrow = score_interval(mean, len(scores), 0.95, variance=pvariance(scores))
    wide = score_interval(mean, len(scores), 0.95)
    assert narrow.high - narrow.low <= wide.high - wide.low + 1e-12


@pytest.mark.parametrize("weights", [(90, 8, 2), (60, 30, 10), (30, 40, 30), (5, 25, 70)])
def test_95_of_100_intervals_hold_the_true_agreement(weights: tuple[int, int, int]) -> None:
    rng = random.Random(20220302)
    true = fmean(rng_score for rng_score, n in zip(SCORES, weights, strict=True) for _ in range(n))
    draws, held = 2000, 0
    for _ in range(draws):
        scores = rng.choices(SCORES, weights, k=85)
        variance = pvariance(scores)
        held += true in score_interval(fmean(scores), len(scores), 0.95, variance=variance)
    # Three standard errors of a share of 0.95 in 2,000 draws are 0.015.
    assert held / draws == pytest.approx(0.95, abs=0.02)
