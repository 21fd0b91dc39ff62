"""The reference is the textbook's: least squares on lags, refitted at each step."""

from __future__ import annotations

import pytest
from made_signed import ANSWERS, LEVEL, answering

from comity.models.signed_series.reference import autoregression


def test_the_law_of_a_simulated_var_is_found_again() -> None:
    values = answering(6000, 4)
    found = autoregression(values, lags=1, start=5990)[:, 5990:]
    truth = LEVEL[:, None] + ANSWERS @ values[:, 5989:-1]
    assert found == pytest.approx(truth, abs=0.3)


def test_equal_to_statsmodels_var() -> None:
    models = pytest.importorskip("statsmodels.tsa.api")
    values = answering(200, 5)
    found = autoregression(values, lags=6, start=150)
    for t in (150, 199):
        fitted = models.VAR(values[:, :t].T).fit(6)
        assert found[:, t] == pytest.approx(fitted.forecast(values[:, t - 6 : t].T, 1)[0])
