"""Weights of several forecasts are learned on the past."""

from __future__ import annotations

import numpy as np

from comity.models.signed_series.pool import pooled


def test_before_anything_is_learned_all_count_alike() -> None:
    forecasts = np.array([np.zeros(30), np.full(30, 2.0)])
    assert pooled(np.zeros(30), forecasts)[:20].tolist() == [1.0] * 20


def test_the_nearer_forecast_comes_to_count_more() -> None:
    values = np.random.default_rng(1).normal(size=300)
    found = pooled(values, np.array([np.zeros(300), np.full(300, 3.0)]))
    assert abs(found[-1]) < 0.1


def test_a_step_does_not_weigh_its_own_forecasts() -> None:
    values = np.random.default_rng(2).normal(size=100)
    forecasts = np.random.default_rng(3).normal(size=(4, 100))
    changed = values.copy()
    changed[60] = 50.0
    before, after = pooled(values, forecasts), pooled(changed, forecasts)
    assert (before[:61] == after[:61]).all()
    assert (before[61:] != after[61:]).all()
