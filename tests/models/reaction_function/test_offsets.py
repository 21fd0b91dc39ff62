"""What moves all acts of a day alike: the volume of news and the day of the week."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from comity.models.reaction_function.offsets import news_offset, offset_ahead
from comity.models.reaction_function.series import GAP


def made(worlds: ModuleType, **changes: Any) -> Any:
    recipe = worlds.Recipe(name="", seed=11, dyads=60, days=700, acts=(700, 1400))
    return worlds.simulate(replace(recipe, **changes)).series


def test_weekdays_are_found_from_all_acts(worlds: ModuleType) -> None:
    series = made(worlds, weekdays=True)
    offset, factors = news_offset(series)
    truth = worlds.WEEK / worlds.WEEK.mean()
    assert np.exp(factors.weekday) == pytest.approx(truth, abs=0.02)
    # The first day is a Monday.
    assert offset[:7] == pytest.approx(np.log(truth), abs=0.05)


def test_where_no_day_differs_none_is_found_to(worlds: ModuleType) -> None:
    offset, factors = news_offset(made(worlds))
    assert factors.weekday == pytest.approx(np.zeros(7), abs=0.02)
    assert offset == pytest.approx(np.zeros(700), abs=0.05)


def test_acts_follow_a_volume_that_is_told(worlds: ModuleType) -> None:
    series = made(worlds, volume=0.3, weekdays=True)
    known = series.volume * worlds.WEEK[np.arange(700) % 7]
    # There is less news of all kinds on Sundays, thousands of stories on other days.
    offset, factors = news_offset(replace(series, volume=5000 * known))
    assert factors.power == pytest.approx(1, abs=0.05)
    assert offset == pytest.approx(np.log(known / known.mean()), abs=0.05)
    assert np.exp(offset).mean() == pytest.approx(1)


def test_a_volume_that_moves_nothing_has_no_power(worlds: ModuleType) -> None:
    random = np.random.default_rng(3)
    series = replace(made(worlds), volume=random.gamma(4, 1, 700))
    _, factors = news_offset(series)
    assert factors.power == pytest.approx(0, abs=0.05)


def test_a_volume_that_is_not_told_is_seen_in_the_acts_of_the_other_half(
    worlds: ModuleType,
) -> None:
    told = made(worlds, volume=0.3)
    offset, factors = news_offset(replace(told, volume=None))
    assert factors.power > 0.6
    assert np.corrcoef(offset, np.log(told.volume))[0, 1] > 0.9


def test_a_few_dyads_say_nothing_of_the_news(worlds: ModuleType) -> None:
    _, factors = news_offset(made(worlds, dyads=3))
    assert factors.power == 0


def test_an_unobserved_day_has_no_factor_and_each_part_its_own_usual_volume(
    worlds: ModuleType,
) -> None:
    series = made(worlds, volume=0.3, weekdays=True, gap=(300, 320), later_level=3.0)
    offset, factors = news_offset(series)
    assert not offset[series.parts == GAP].any()
    for part in (0, 1):
        assert factors.usual[part] == pytest.approx(series.volume[series.parts == part].mean())


@pytest.mark.parametrize("told", [True, False])
def test_a_day_ahead_uses_no_volume_of_that_day_or_later(worlds: ModuleType, told: bool) -> None:
    series = made(worlds, volume=0.3, weekdays=True)
    if not told:
        series = replace(series, volume=None)
    _, factors = news_offset(series.until(600))
    first, at = 600, 640
    usual = offset_ahead(series, factors, first)
    changed = replace(series, n=np.where(series.step >= at, series.n * 9, series.n))
    if told:
        volume = series.volume.copy()
        volume[at:] *= 9
        changed = replace(changed, volume=volume)
    found = offset_ahead(changed, factors, first)
    assert (found[: at + 1] == usual[: at + 1]).all()
    assert (found[at + 1 : at + 8] > usual[at + 1 : at + 8]).all()


def test_before_the_first_day_ahead_the_offset_is_as_it_was_fitted(worlds: ModuleType) -> None:
    series = made(worlds, volume=0.3, weekdays=True)
    offset, factors = news_offset(series.until(600))
    assert offset_ahead(series, factors, 600)[:600] == pytest.approx(offset)
