"""Counts of acts by directed dyad, class and step, from rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from comity.errors import BadValue
from comity.models.reaction_function.series import GAP, ActSeries, act_series
from comity.vocabulary.dyad import Dyad
from comity.vocabulary.period import Granularity

MONDAY = dt.date(2020, 1, 6)
BOTH = ("friendly", "hostile")


def day(number: int) -> dt.date:
    return MONDAY + dt.timedelta(days=number)


def made(rows: list[tuple[int, str, str, str, int]], length: int, **options: Any) -> ActSeries:
    dated = [(day(at), *rest) for at, *rest in rows]
    return act_series(dated, first_day=MONDAY, last_day=day(length - 1), classes=BOTH, **options)


def counts(series: ActSeries) -> Any:
    found = np.zeros((len(series.dyads), len(series.classes), series.steps), int)
    found[series.dyad, series.klass, series.step] = series.n
    return found


def test_a_day_without_a_row_has_no_acts_and_both_directions_are_there() -> None:
    series = made([(1, "AAA", "BBB", "hostile", 2)], 4)
    assert series.dyads == (Dyad("AAA", "BBB"), Dyad("BBB", "AAA"))
    assert counts(series)[0, 1].tolist() == [0, 2, 0, 0]
    assert counts(series).sum() == 2
    assert series.parts.tolist() == [0, 0, 0, 0]
    assert series.part_names == ("all",)


def test_rows_of_one_day_and_class_are_added_up() -> None:
    rows = [(1, "AAA", "BBB", "hostile", n) for n in (2, 0, 3)]
    series = made(rows, 3)
    assert series.n.tolist() == [5]


def test_a_week_begins_on_the_weekday_of_the_first_day_and_an_unfinished_one_is_left_out() -> None:
    rows = [(at, "AAA", "BBB", "friendly", 1) for at in (0, 6, 7, 13, 14, 15)]
    series = made(rows, 16, period=Granularity.WEEK)
    assert series.steps == 2
    assert counts(series)[0, 0].tolist() == [2, 2]
    assert series.day_of(1) == day(7)
    assert [series.step_of(day(at)) for at in (-1, 0, 6, 7)] == [-1, 0, 0, 1]


def test_nothing_is_counted_on_a_day_without_observation() -> None:
    rows = [(at, "AAA", "BBB", "friendly", 1) for at in range(4)]
    series = made(rows, 4, gaps=[day(2), day(90)])
    assert series.parts.tolist() == [0, 0, GAP, 0]
    assert counts(series)[0, 0].tolist() == [1, 1, 0, 1]


def test_a_week_with_an_unobserved_day_is_a_gap() -> None:
    rows = [(8, "AAA", "BBB", "friendly", 1), (15, "AAA", "BBB", "friendly", 1)]
    series = made(rows, 21, period=Granularity.WEEK, gaps=[day(13)])
    assert series.parts.tolist() == [0, GAP, 0]
    assert counts(series)[0, 0].tolist() == [0, 0, 1]


def test_each_way_of_making_is_a_part_and_a_mixed_week_belongs_to_the_earlier() -> None:
    starts = [(day(-30), "old"), (day(3), "new")]
    assert made([], 6, part_starts=starts).parts.tolist() == [0, 0, 0, 1, 1, 1]
    weekly = made([], 21, period=Granularity.WEEK, part_starts=[starts[0], (day(8), "new")])
    assert weekly.parts.tolist() == [0, 0, 1]
    assert weekly.part_names == ("old", "new")


def test_a_stretch_has_its_own_first_day_and_keeps_the_dyads() -> None:
    rows = [(at, "AAA", "BBB", "friendly", at + 1) for at in range(6)]
    whole = made(rows, 6)
    part = whole.between(2, 5)
    assert part.first_day == day(2)
    assert counts(part)[0, 0].tolist() == [3, 4, 5]
    assert counts(whole.until(2))[0, 0].tolist() == [1, 2]
    assert part.dyads == whole.dyads


def test_a_day_outside_the_span_is_told() -> None:
    for at in (-1, 4):
        with pytest.raises(BadValue, match="lies outside"):
            made([(at, "AAA", "BBB", "friendly", 1)], 4)


def test_reactions_are_not_estimated_by_month() -> None:
    with pytest.raises(BadValue, match="by day or by week"):
        replace(made([], 60), period=Granularity.MONTH)
