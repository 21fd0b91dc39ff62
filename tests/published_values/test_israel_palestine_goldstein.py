"""Weekly net Goldstein scores of Israel and Palestine (Brandt and Freeman 2006), from week 900 on.

The method of the forecasts was chosen on weeks before 900 and on other dyads.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from comity.models.scoring import coverage, rmse
from comity.models.signed_series import SignedSeries, forecast_signed, signed_series
from comity.models.signed_series.reference import autoregression

HELD_OUT = 900
LAGS = 6


@pytest.fixture(scope="module")
def weeks(mirror: Path) -> SignedSeries:
    path = mirror / "events" / "israel_palestine_weekly_goldstein_1979_2003.parquet"
    if not path.exists():
        pytest.skip("needs the weekly series of Israel and Palestine")
    rows = pq.read_table(path).to_pylist()
    days = [dt.date.fromisoformat(str(row["approx_week_start"])) for row in rows]
    there = [("ISR", "PSE", row["i2p"]) for row in rows]
    back = [("PSE", "ISR", row["p2i"]) for row in rows]
    return signed_series(
        [(day, *row) for side in (there, back) for day, row in zip(days, side, strict=True)],
        first_day=days[0],
        last_day=days[-1] + dt.timedelta(days=6),
    )


def errors_of_autoregression(weeks: SignedSeries, *, sides: list[int]) -> np.ndarray:
    values = weeks.values[sides]
    return (values - autoregression(values, lags=LAGS, start=HELD_OUT))[:, HELD_OUT:]


def test_var_6_and_its_error_are_those_of_statsmodels(weeks: SignedSeries) -> None:
    models = pytest.importorskip("statsmodels.tsa.api")
    values = weeks.values.T
    ours = errors_of_autoregression(weeks, sides=[0, 1])
    for t in range(HELD_OUT, weeks.steps, 25):
        fitted = models.VAR(values[:t]).fit(LAGS)
        theirs = fitted.forecast(values[t - LAGS : t], 1)[0]
        assert ours[:, t - HELD_OUT] == pytest.approx(values[t] - theirs)
    assert [round(rmse(side)) for side in ours] == [115, 57]


def test_ar_6_and_its_error_are_those_of_statsmodels(weeks: SignedSeries) -> None:
    models = pytest.importorskip("statsmodels.tsa.api")
    for side, published in ((0, 118), (1, 56)):
        values = weeks.values[side]
        ours = errors_of_autoregression(weeks, sides=[side])[0]
        for t in range(HELD_OUT, weeks.steps, 25):
            fitted = models.AutoReg(values[:t], LAGS).fit()
            assert ours[t - HELD_OUT] == pytest.approx(values[t] - fitted.forecast(1)[0])
        assert round(rmse(ours)) == published


def test_forecasts_beat_the_better_of_var_and_ar_in_both_directions(weeks: SignedSeries) -> None:
    table = forecast_signed(weeks, start=HELD_OUT).table
    for side, source in enumerate(("ISR", "PSE")):
        rows = table.filter(np.asarray(table["source"]) == source)
        observed = np.asarray(rows["observed"])
        both = errors_of_autoregression(weeks, sides=[0, 1])[side]
        alone = errors_of_autoregression(weeks, sides=[side])[0]
        assert rmse(observed - np.asarray(rows["mean"])) < 0.98 * min(rmse(both), rmse(alone))
        half, most = (
            coverage(observed, np.asarray(rows[f"lower{n}"]), np.asarray(rows[f"upper{n}"]))
            for n in (50, 90)
        )
        assert half == pytest.approx(0.5, abs=0.04)
        assert most == pytest.approx(0.9, abs=0.02)
