"""Israel and Palestine, weekly net Goldstein: forecasts one week ahead against VAR(6) and AR(6).

All refitted every week on the weeks before (Brandt and Freeman 2006 for the series). The method
was chosen on weeks before 900 and on other dyads; weeks from 900 on were held out.
"""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from comity.models.scoring import coverage, diebold_mariano, rmse
from comity.models.signed_series import SignedSeries, forecast_signed, signed_series
from comity.models.signed_series.reference import autoregression

Floats: TypeAlias = NDArray[np.float64]
Rows: TypeAlias = list[dict[str, Any]]

FILE = "events/israel_palestine_weekly_goldstein_1979_2003.parquet"
SIDES = (("ISR", "PSE", "i2p"), ("PSE", "ISR", "p2i"))
LAGS = 6
# Lags of autocorrelation that the second Diebold-Mariano test allows for.
HAC = 7


def signed_rows(mirror: Path | str, *, first: int = 900, end: int | None = None) -> Rows:
    """A row for each direction and model: RMSE, ratio to the better of VAR and AR, DM p-values.

    `p_value` is that of the test of equal accuracy with comity's forecasts (two-sided; one step
    ahead), `p_hac` allows for 7 lags of autocorrelation.
    """
    series = israel_palestine(Path(mirror), end)
    began = time.perf_counter()
    own = forecast_signed(series, start=first).table
    seconds = time.perf_counter() - began
    both = autoregression(series.values, lags=LAGS, start=first)
    rows: list[dict[str, Any]] = []
    for number, (source, target, _) in enumerate(SIDES):
        values = series.values[number]
        alone = autoregression(series.values[number : number + 1], lags=LAGS, start=first)
        mine = own.take(np.flatnonzero(np.asarray(own["source"]) == source))
        means = {
            f"VAR({LAGS})": both[number, first:],
            f"AR({LAGS})": alone[0, first:],
            "last value": values[first - 1 : -1],
            "comity": np.asarray(mine["mean"]),
        }
        errors = {name: values[first:] - mean for name, mean in means.items()}
        held = {
            f"held_{share}": coverage(
                values[first:],
                np.asarray(mine[f"lower{share}"]),
                np.asarray(mine[f"upper{share}"]),
            )
            for share in (50, 90)
        }
        for row in _compared(errors):
            extra = {**held, "seconds": seconds} if row["model"] == "comity" else {}
            rows.append({"direction": f"{source} to {target}", **row, **extra})
    return rows


def israel_palestine(mirror: Path, end: int | None = None) -> SignedSeries:
    """The series in both directions, its first `end` weeks."""
    weeks = pq.read_table(mirror / FILE).slice(0, end).to_pylist()
    days = [dt.date.fromisoformat(str(week["approx_week_start"])) for week in weeks]
    return signed_series(
        (
            (day, source, target, week[column])
            for source, target, column in SIDES
            for day, week in zip(days, weeks, strict=True)
        ),
        first_day=days[0],
        last_day=days[-1] + dt.timedelta(days=6),
    )


def _compared(errors: dict[str, Floats]) -> list[dict[str, Any]]:
    best = min(rmse(errors[name]) for name in errors if "AR(" in name)
    rows = []
    for name, one in errors.items():
        row: dict[str, Any] = {"model": name, "rmse": rmse(one), "to_better": rmse(one) / best}
        if name != "comity":
            row["p_value"] = diebold_mariano(errors["comity"], one).p_value
            row["p_hac"] = diebold_mariano(errors["comity"], one, lags=HAC).p_value
        rows.append(row)
    return rows
