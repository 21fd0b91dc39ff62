"""Forecasts of each step from its past alone: what a fit may see, and how forecasts are scored."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from comity.errors import BadValue
from comity.models.reaction_function.result import (
    COEFFICIENTS,
    DYADS,
    MOMENTUM,
    REACTIONS,
    SHAPES,
)
from comity.models.reaction_function.result import ReactionFunctions as Fitted
from comity.models.reaction_function.series import ActSeries
from comity.vocabulary.period import Granularity
from comity.workbench.bench import Workbench, open_workbench
from comity.workbench.reactions_backtest import (
    ReactionsBacktestRequest,
    forecast_blocks,
    reactions_backtest,
    scores,
    usual_refits,
)
from comity.workbench.series_file import read_counts

MONDAY = dt.date(2018, 1, 1)
ACTORS = ("KAZ", "RUS", "CHN")


def day(number: int) -> dt.date:
    return MONDAY + dt.timedelta(days=number)


def made(days: int = 420, seed: int = 3) -> pa.Table:
    """SIMULATED counts by day of all pairs of three states."""
    random = np.random.default_rng(seed)
    rows = [
        {"date": day(at), "source": one, "target": other, "class": klass, "n": int(n)}
        for one in ACTORS
        for other in ACTORS
        if one != other
        for klass, rate in (("friendly", 1.0), ("hostile", 0.4))
        for at, n in enumerate(random.poisson(rate, days))
        if n or at == days - 1
    ]
    return pa.Table.from_pylist(rows)


@dataclass
class Seen:
    """A stand-in for the estimator that notes what it was shown."""

    fits: list[int] | None = None
    forecasts: list[tuple[int, int, int]] | None = None

    def fit(self, past: ActSeries, _share: Any) -> Fitted:
        self.fits = [*(self.fits or []), past.steps]
        tables = (pa.Table.from_pylist([], schema) for schema in (REACTIONS, MOMENTUM))
        dyads = pa.Table.from_pylist([{"first": "KAZ", "second": "RUS", "converged": True}], DYADS)
        shapes = pa.Table.from_pylist([], SHAPES)
        return Fitted(
            *tables,
            dyads,
            shapes,
            pa.Table.from_pylist([], COEFFICIENTS),
            past.period,
            -1.0,
            True,
            "Not at all.",
            fit=None,  # type: ignore[arg-type]
        )

    def forecast(self, _fitted: Fitted, series: ActSeries, *, first: int, end: int) -> None:
        self.forecasts = [*(self.forecasts or []), (series.steps, first, end)]


def test_each_fit_sees_only_what_came_before_what_it_forecasts() -> None:
    series, seen = read_counts(made(60)).series, Seen()
    blocks = list(forecast_blocks(series, 50, 4, seen.fit, seen.forecast))  # type: ignore[arg-type]
    assert [(block.first, block.end) for block in blocks] == [(50, 54), (54, 58), (58, 60)]
    assert seen.fits == [50, 54, 58]
    assert seen.forecasts == [(54, 50, 54), (58, 54, 58), (60, 58, 60)]


def test_many_dyads_are_fitted_anew_more_seldom() -> None:
    dyads = (2, 190, 600, 12_000)
    assert [usual_refits(number, Granularity.WEEK) for number in dyads] == [1, 1, 3, 4]
    assert [usual_refits(number, Granularity.DAY) for number in dyads] == [1, 1, 3, 28]


def test_scores_count_how_often_the_intervals_held() -> None:
    table = pa.table(
        {
            "mean": [1.0, 1.0, 1.0, 1.0],
            "lower50": [1.0] * 4,
            "upper50": [1.0] * 4,
            "lower90": [0.0] * 4,
            "upper90": [2.0] * 4,
            "observed": [1.0, 2.0, 5.0, None],
        }
    )
    said = scores(table)
    assert said.startswith("3 forecasts")
    assert "33%" in said
    assert "67%" in said
    assert f"{(17 / 3) ** 0.5:.4g}" in said


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    """A workbench whose lake is never made: a user's own series needs none."""
    return open_workbench(tmp_path_factory.mktemp("no-lake"))


@pytest.mark.parametrize("every", [1, 3])
def test_a_forecast_does_not_change_when_the_future_does(bench: Workbench, every: int) -> None:
    whole, start = made(), day(399)
    dates = np.array(whole["date"].to_pylist())
    planted = np.where(dates >= day(413), 50, whole["n"].to_numpy())
    other = whole.set_column(4, "n", pa.array(planted))
    found = [
        reactions_backtest(
            bench, ReactionsBacktestRequest(series=table, start=start, refit_every=every)
        ).table
        for table in (whole, other)
    ]
    before = [t.filter(pa.compute.less_equal(t["date"], day(413))) for t in found]
    assert before[0].num_rows == 3 * 6 * 2
    for name in ("source", "target", "class", "lower50", "upper50", "lower90", "upper90"):
        assert before[0][name] == before[1][name]
    assert before[0]["mean"].to_numpy() == pytest.approx(before[1]["mean"].to_numpy(), rel=1e-9)
    last = [t.filter(pa.compute.equal(t["date"], day(413)))["observed"] for t in found]
    assert last[0] != last[1]


def test_each_dyad_class_and_week_has_a_forecast_and_what_was_observed(bench: Workbench) -> None:
    request = ReactionsBacktestRequest(series=made(), start=day(393), refit_every=3)
    result = reactions_backtest(bench, request)
    table = result.table
    assert table.column_names == [
        *("date", "source", "target", "class", "mean"),
        *("lower50", "upper50", "lower90", "upper90", "observed"),
    ]
    assert sorted(set(table["date"].to_pylist())) == [day(399), day(406), day(413)]
    assert table.num_rows == 3 * 6 * 2
    assert result.fits == 1
    counted = made().filter(pa.compute.field("date") >= day(399))
    assert sum(table["observed"].to_pylist()) == sum(counted["n"].to_pylist())
    for row in table.to_pylist():
        assert row["lower90"] <= row["lower50"] <= row["upper50"] <= row["upper90"]
        assert row["mean"] > 0
    assert not bench.lake.exists()


@pytest.mark.parametrize("start", [day(0), day(420), dt.date(2030, 1, 1)])
def test_a_start_without_past_or_future_is_refused(bench: Workbench, start: dt.date) -> None:
    with pytest.raises(BadValue, match="--start"):
        reactions_backtest(bench, ReactionsBacktestRequest(series=made(), start=start))


def signed(weeks: int = 120) -> pa.Table:
    """SIMULATED weekly values of both directions of one pair."""
    random = np.random.default_rng(4)
    values = random.normal(0, 10, (2, weeks)).cumsum(axis=1) * 0.1
    rows = [
        {"date": day(7 * at), "source": one, "target": other, "value": float(values[side, at])}
        for side, (one, other) in enumerate((("ISR", "PSE"), ("PSE", "ISR")))
        for at in range(weeks)
    ]
    return pa.Table.from_pylist(rows)


def test_a_signed_series_has_its_value_forecast_and_no_class(bench: Workbench) -> None:
    request = ReactionsBacktestRequest(series=signed(), start=day(7 * 110))
    result = reactions_backtest(bench, request)
    assert result.signed
    assert "class" not in result.table.column_names
    assert result.table.num_rows == 2 * 10
    assert result.table["observed"].to_pylist()[0] == pytest.approx(signed()["value"][110].as_py())


def test_a_signed_series_has_no_classes_to_choose(bench: Workbench) -> None:
    request = ReactionsBacktestRequest(series=signed(), start=day(700), classes="hostile")
    with pytest.raises(BadValue, match="no classes"):
        reactions_backtest(bench, request)
    monthly = ReactionsBacktestRequest(series=signed(), start=day(700), step=Granularity.MONTH)
    with pytest.raises(BadValue, match="by day or by week"):
        reactions_backtest(bench, monthly)
