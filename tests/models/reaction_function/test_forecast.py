"""What each dyad is expected to do next, given all before."""

from __future__ import annotations

import math
from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from comity.models.reaction_function import forecast
from comity.models.reaction_function.estimate import fit_reactions
from comity.models.reaction_function.forecast import Forecasts, forecast_next, log_score
from comity.models.reaction_function.result import ReactionFunctions
from comity.models.reaction_function.series import GAP
from comity.vocabulary.dyad import Dyad

FIRST, END, CHANGED = 300, 360, 320


@pytest.fixture(scope="module")
def series(worlds: ModuleType) -> Any:
    made = worlds.simulate(
        worlds.Recipe(
            name="",
            seed=21,
            dyads=8,
            days=400,
            acts=(300, 900),
            classes=("friendly", "hostile"),
            shock=worlds.SHOCKS["AR(1) .8"],
            answers={("hostile", "hostile"): (0.3, 0.3)},
            momentum=0.2,
            weekdays=True,
            volume=0.3,
        )
    ).series
    parts = made.parts.copy()
    parts[330:333] = GAP
    seen = parts[made.step] != GAP
    rows = {name: getattr(made, name)[seen] for name in ("dyad", "klass", "step", "n")}
    dyads = tuple(Dyad(in_ring(dyad.source), in_ring(dyad.target)) for dyad in made.dyads)
    return replace(made, parts=parts, dyads=dyads, **rows)


def in_ring(name: str) -> str:
    """The sides of eight dyads as eight states in a ring, so that each has a third party."""
    return f"S{(int(name[1:]) + (name[0] == 'B')) % 8}"


@pytest.fixture(scope="module")
def fitted(series: Any) -> ReactionFunctions:
    return fit_reactions(series.until(FIRST))


@pytest.fixture(scope="module")
def found(fitted: ReactionFunctions, series: Any) -> Forecasts:
    return forecast_next(fitted, series, first=FIRST, end=END)


def with_other_future(series: Any) -> Any:
    """The same until CHANGED; from then on other acts, of all, and another volume of news."""
    random = np.random.default_rng(1)
    later = series.step >= CHANGED
    n = np.where(later, 20 * series.n + random.integers(0, 50, len(series.n)), series.n)
    volume = series.volume.copy()
    volume[CHANGED:] *= 5
    return replace(series, n=n.astype(np.int32), volume=volume)


def test_a_changed_future_does_not_change_a_forecast(
    fitted: ReactionFunctions, series: Any, found: Forecasts
) -> None:
    other = forecast_next(fitted, with_other_future(series), first=FIRST, end=END)
    known = slice(0, CHANGED - FIRST + 1)
    for name in ("mean", "variance", "quantiles"):
        one, two = getattr(found, name)[:, :, known], getattr(other, name)[:, :, known]
        assert two == pytest.approx(one, rel=1e-9), name
    after = slice(CHANGED - FIRST + 1, CHANGED - FIRST + 5)
    assert (other.mean[:, :, after] > found.mean[:, :, after]).all()


def test_a_leak_of_the_news_to_come_would_be_seen(
    fitted: ReactionFunctions, series: Any, found: Forecasts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same comparison, with the volume of each day known on that day."""
    ahead = forecast.offset_ahead
    leaking = lambda series, factors, first: ahead(series, factors, series.steps)  # noqa: E731
    monkeypatch.setattr(forecast, "offset_ahead", leaking)
    one = forecast_next(fitted, series, first=FIRST, end=END)
    two = forecast_next(fitted, with_other_future(series), first=FIRST, end=END)
    at = CHANGED - FIRST
    assert two.mean[:, :, :at] == pytest.approx(one.mean[:, :, :at], rel=1e-9)
    assert (two.mean[:, :, at] > 1.5 * one.mean[:, :, at]).all()
    assert not np.allclose(one.mean[:, :, at], found.mean[:, :, at])


def test_how_far_it_is_forecast_does_not_change_a_forecast(
    fitted: ReactionFunctions, series: Any, found: Forecasts
) -> None:
    shorter = forecast_next(fitted, series, first=FIRST, end=CHANGED)
    assert shorter.mean == pytest.approx(found.mean[:, :, : CHANGED - FIRST], rel=1e-9)


def test_forecasts_have_the_dyads_classes_and_steps_that_were_asked_for(
    series: Any, found: Forecasts
) -> None:
    assert found.mean.shape == (len(series.dyads), 2, END - FIRST)
    assert found.quantiles.shape == (*found.mean.shape, 4)
    seen = series.parts[FIRST:END] != GAP
    for name in ("mean", "variance", "quantiles", "log_score", "observed"):
        values = getattr(found, name)
        assert np.isfinite(values[:, :, seen]).all(), name
        assert np.isnan(values[:, :, ~seen]).all(), name
    counts = np.zeros((len(series.dyads), 2, series.steps))
    counts[series.dyad, series.klass, series.step] = series.n
    assert (found.observed[:, :, seen] == counts[:, :, FIRST:END][:, :, seen]).all()


def test_quantiles_are_in_order_and_hold_about_as_many_days_as_they_say(found: Forecasts) -> None:
    seen = ~np.isnan(found.mean)
    quantiles, observed = found.quantiles[seen], found.observed[seen]
    assert (np.diff(quantiles, axis=1) >= 0).all()
    inside = (quantiles[:, 0] <= observed) & (observed <= quantiles[:, 3])
    assert 0.85 < inside.mean() < 0.99


def test_forecasts_are_on_average_what_happens_and_better_than_the_level_so_far(
    series: Any, found: Forecasts
) -> None:
    seen = ~np.isnan(found.mean[0, 0])
    mean, observed = found.mean[:, :, seen], found.observed[:, :, seen]
    assert mean.sum() == pytest.approx(observed.sum(), rel=0.2)
    past = series.until(FIRST)
    level = np.zeros((len(past.dyads), 2))
    np.add.at(level, (past.dyad, past.klass), past.n / FIRST)
    assert ((observed - mean) ** 2).sum() < ((observed - level[:, :, None]) ** 2).sum()


def test_log_scores_by_hand() -> None:
    # A variance of the mean: Poisson. Mean 1 and variance 2: each count half as likely as the last.
    score = log_score(np.array([3.0, 2.0]), np.array([2.0, 1.0]), np.array([2.0, 2.0]))
    assert score == pytest.approx([math.log(math.exp(-2) * 2**3 / 6), math.log(0.5**3)])


def test_what_was_not_observed_has_no_score() -> None:
    assert np.isnan(log_score(np.array([np.nan]), np.array([1.0]), np.array([2.0]))).all()
