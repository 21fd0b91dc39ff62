"""The test of equal accuracy: by hand first, then its law, then its size."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from comity.errors import BadValue
from comity.models.scoring import diebold_mariano

FIRST = np.array([1.0, 2.0, 1.0, 0.0, 1.0, 2.0, 1.0, 0.0, 1.0, 1.0])
SECOND = np.array([2.0, 2.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0])


def test_one_step_ahead_worked_out_by_hand() -> None:
    # Losses differ by -3, 0, -3, -1, -3, 3, -3, -1, -3, 0: mean -1.4, mean square 5.6.
    variance = 5.6 - 1.4**2
    statistic = -1.4 / math.sqrt(variance / 10) * math.sqrt(9 / 10)
    found = diebold_mariano(FIRST, SECOND)
    assert found.difference == pytest.approx(-1.4)
    assert found.statistic == pytest.approx(statistic)
    assert found.p_value == pytest.approx(2 * stats.t.sf(abs(statistic), 9))
    assert found.p_first_better == pytest.approx(stats.t.cdf(statistic, 9))
    assert found.steps == 10


def test_two_steps_ahead_counts_one_autocovariance_and_corrects_for_it() -> None:
    # In this order good and bad steps come in runs.
    order = np.argsort(FIRST**2 - SECOND**2)
    first, second = FIRST[order], SECOND[order]
    centred = first**2 - second**2 + 1.4
    variance = (centred @ centred + 2 * centred[1:] @ centred[:-1]) / 10
    corrected = (10 + 1 - 4 + 2 / 10) / 10
    expected = -1.4 / math.sqrt(variance / 10) * math.sqrt(corrected)
    assert diebold_mariano(first, second, horizon=2).statistic == pytest.approx(expected)


def test_falling_weights_allow_for_autocorrelation_at_one_step_too() -> None:
    centred = FIRST**2 - SECOND**2 + 1.4
    variance = (centred @ centred + centred[1:] @ centred[:-1]) / 10
    expected = -1.4 / math.sqrt(variance / 10) * math.sqrt(0.9)
    assert diebold_mariano(FIRST, SECOND, lags=1).statistic == pytest.approx(expected)


@given(st.integers(0, 1000), st.floats(0.01, 100))
def test_exchanging_the_forecasts_turns_the_sign_and_units_do_not_matter(
    seed: int, unit: float
) -> None:
    one, other = np.random.default_rng(seed).normal(size=(2, 50))
    there, back = diebold_mariano(one, other), diebold_mariano(unit * other, unit * one)
    assert back.statistic == pytest.approx(-there.statistic)
    assert back.p_value == pytest.approx(there.p_value)


def test_equally_good_forecasts_are_told_apart_at_the_stated_rate_only() -> None:
    random = np.random.default_rng(5)
    errors = random.normal(size=(2000, 2, 40))
    flagged = np.mean([diebold_mariano(one, other).p_value < 0.05 for one, other in errors])
    assert 0.035 < flagged < 0.065


def test_steps_without_an_error_are_left_out() -> None:
    with_gap = np.append(FIRST, np.nan)
    assert diebold_mariano(with_gap, np.append(SECOND, 1.0)) == diebold_mariano(FIRST, SECOND)


def test_too_few_steps_or_the_same_forecasts_are_named() -> None:
    with pytest.raises(BadValue, match="too few"):
        diebold_mariano(FIRST[:9], SECOND[:9])
    with pytest.raises(BadValue, match="too regularly"):
        diebold_mariano(FIRST, FIRST)
    with pytest.raises(BadValue, match="too regularly"):
        diebold_mariano(FIRST, SECOND, horizon=2)
    with pytest.raises(BadValue, match="same steps"):
        diebold_mariano(FIRST, SECOND[:9])
