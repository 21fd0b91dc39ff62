"""Forecasts of signed series: from the past alone, at their rate, and silent where they must be."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from made_signed import ANSWERS, LEVEL, MONDAY, answering, as_series

from comity.errors import BadValue, Interrupted, OutsideCoverage
from comity.models.scoring import coverage, rmse
from comity.models.signed_series import FORECASTS, forecast_signed
from comity.models.signed_series.reference import autoregression

WEEK = dt.timedelta(days=7)


def test_a_forecast_is_near_to_the_best_there_is_and_intervals_hold() -> None:
    values = answering(1500, 11, tails=5)
    table = forecast_signed(as_series(values), start=300).table
    best = LEVEL[:, None] + ANSWERS @ values[:, 299:-1]
    for number, source in enumerate(("AAA", "BBB")):
        rows = table.filter(np.asarray(table["source"]) == source)
        observed = np.asarray(rows["observed"])
        assert observed == pytest.approx(values[number, 300:])
        assert rmse(observed - np.asarray(rows["mean"])) < 1.02 * rmse(observed - best[number])
        half, most = (
            coverage(observed, np.asarray(rows[f"lower{n}"]), np.asarray(rows[f"upper{n}"]))
            for n in (50, 90)
        )
        assert half == pytest.approx(0.5, abs=0.04)
        assert most == pytest.approx(0.9, abs=0.025)


def test_nothing_that_comes_later_leaks_into_a_forecast() -> None:
    values = answering(260, 12)
    planted = values.copy()
    planted[:, 200:] = 1e6
    before = forecast_signed(as_series(values), start=150).table
    after = forecast_signed(as_series(planted), start=150).table
    columns = FORECASTS.names[:-1]
    until = before.filter(np.asarray(before["date"]) <= np.datetime64(MONDAY + 200 * WEEK))
    again = after.filter(np.asarray(after["date"]) <= np.datetime64(MONDAY + 200 * WEEK))
    # Step 200 itself is forecast from the 200 steps before it.
    assert until.num_rows == 2 * 51
    assert until.select(columns).equals(again.select(columns))
    assert not before.select(columns).equals(after.select(columns))


def test_a_forecast_is_the_same_wherever_the_backtest_begins_or_ends() -> None:
    series = as_series(answering(200, 13))
    whole = forecast_signed(series, start=100).table
    part = forecast_signed(series, start=150, end=180).table
    days = np.asarray(whole["date"])
    first, last = MONDAY + 150 * WEEK, MONDAY + 180 * WEEK
    assert whole.filter((days >= np.datetime64(first)) & (days < np.datetime64(last))).equals(part)


@pytest.mark.parametrize("unit", [1e-4, -1.0, 1e4])
def test_the_unit_of_the_values_changes_only_the_unit_of_the_forecasts(unit: float) -> None:
    values = answering(160, 14)
    here = forecast_signed(as_series(values), start=100).table
    there = forecast_signed(as_series(unit * values), start=100).table
    assert np.asarray(there["mean"]) == pytest.approx(unit * np.asarray(here["mean"]))


def test_a_step_that_was_not_observed_is_forecast_and_has_no_observed_value() -> None:
    values = answering(160, 15)
    values[0, 120:124] = np.nan
    found = forecast_signed(as_series(values), start=110)
    rows = found.table.filter(np.asarray(found.table["source"]) == "AAA")
    assert rows.num_rows == 50
    assert np.flatnonzero(np.asarray(rows["observed"].is_null())).tolist() == [10, 11, 12, 13]
    assert np.isfinite(np.asarray(rows["mean"])).all()
    assert any("4 of 160 steps were not observed" in note for note in found.notes)


def test_a_constant_or_short_series_has_no_forecast_and_is_named() -> None:
    values = np.vstack([answering(140, 16), np.zeros(140), np.full(140, np.nan)])
    values[2, 90:100] = 1.0
    values[3, 100:] = np.arange(40.0)
    found = forecast_signed(as_series(values, ("AAA", "BBB"), ("CCC", "DDD")), start=100)
    assert set(found.table["source"].to_pylist()) == {"AAA", "BBB"}
    assert [note.split(":")[0] for note in found.notes] == ["CCC → DDD", "DDD → CCC"]
    with pytest.raises(OutsideCoverage, match="enough past"):
        forecast_signed(as_series(np.zeros((2, 140))), start=100)


@pytest.mark.parametrize("kind", ["breaks off", "comes late", "one spike", "a line", "to and fro"])
def test_odd_series_have_finite_forecasts_or_none(kind: str) -> None:
    noise = answering(300, 21)[0]
    values = {
        "breaks off": np.where(np.arange(300) < 150, noise, 5.0),
        "comes late": np.where(np.arange(300) < 150, 0.0, noise),
        "one spike": np.where(np.arange(300) == 150, 1e9, 0.0),
        "a line": np.arange(300.0),
        "to and fro": np.tile([1.0, -1.0], 150),
    }[kind]
    found = forecast_signed(as_series(np.vstack([noise, values])), start=100).table
    for column in FORECASTS.names[3:]:
        assert np.isfinite(np.asarray(found[column])).all()


def test_the_first_step_that_can_be_forecast_is_told() -> None:
    found = forecast_signed(as_series(answering(120, 17)), start=10)
    assert min(found.table["date"].to_pylist()) == MONDAY + 60 * WEEK
    assert f"the first forecast is for {MONDAY + 60 * WEEK}" in found.notes[0]


def test_steps_outside_the_series_are_refused_and_a_user_can_stop() -> None:
    series = as_series(answering(120, 18))
    with pytest.raises(BadValue, match="do not lie inside"):
        forecast_signed(series, start=120)
    with pytest.raises(Interrupted):
        forecast_signed(series, start=100, cancelled=lambda: True)


def test_the_text_tells_error_and_coverage_of_each_direction() -> None:
    text = forecast_signed(as_series(answering(200, 19)), start=100).text
    assert text.splitlines()[0].startswith("AAA → BBB: 100 steps forecast one step ahead")


def test_reference_and_own_forecasts_beat_the_last_value_on_a_simulated_var() -> None:
    values = answering(400, 20)
    series = as_series(values)
    own = forecast_signed(series, start=200).table
    means = np.asarray(own["mean"]).reshape(2, 200)
    others = autoregression(values, lags=6, start=200)[:, 200:]
    last = values[:, 199:-1]
    errors = [rmse((values[:, 200:] - mean).ravel()) for mean in (means, others, last)]
    assert errors[0] < errors[1] < errors[2]
