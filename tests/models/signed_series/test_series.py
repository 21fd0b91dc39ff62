"""Rows of signed values become series by step."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from comity.errors import BadValue
from comity.models.signed_series import signed_series
from comity.vocabulary.dyad import Dyad
from comity.vocabulary.period import Granularity

FIRST, LAST = dt.date(2001, 1, 3), dt.date(2001, 1, 31)


def day(number: int) -> dt.date:
    return dt.date(2001, 1, number)


def test_values_of_a_week_are_summed_and_a_quiet_week_is_zero() -> None:
    rows = [
        (day(3), "KAZ", "RUS", 2.0),
        (day(9), "KAZ", "RUS", -5.5),
        (day(17), "RUS", "KAZ", 1.0),
        (day(31), "RUS", "KAZ", 9.0),
    ]
    found = signed_series(rows, first_day=FIRST, last_day=LAST)
    # Weeks begin on the weekday of the first day; the last, unfinished one is left out.
    assert found.of(Dyad("KAZ", "RUS")).tolist() == [-3.5, 0, 0, 0]
    assert found.of(Dyad("RUS", "KAZ")).tolist() == [0, 0, 1, 0]
    assert found.day_of(2) == day(17)
    assert found.step_of(day(16)) == 1
    assert found.pairs == (Dyad("KAZ", "RUS"),)


def test_a_gap_and_an_empty_value_are_not_zero() -> None:
    rows = [(day(3), "KAZ", "RUS", None), (day(10), "KAZ", "RUS", 1.0)]
    found = signed_series(rows, first_day=FIRST, last_day=LAST, gaps=[day(20)])
    assert np.isnan(found.of(Dyad("KAZ", "RUS"))).tolist() == [True, False, True, False]
    assert np.isnan(found.of(Dyad("RUS", "KAZ"))).tolist() == [False, False, True, False]


def test_bad_values_are_named() -> None:
    with pytest.raises(BadValue, match="not finite"):
        signed_series([(day(3), "KAZ", "RUS", np.inf)], first_day=FIRST, last_day=LAST)
    with pytest.raises(BadValue, match="lies outside"):
        signed_series([(day(1), "KAZ", "RUS", 1.0)], first_day=FIRST, last_day=LAST)
    with pytest.raises(BadValue, match="both sides"):
        signed_series([(day(3), "KAZ", "KAZ", 1.0)], first_day=FIRST, last_day=LAST)
    with pytest.raises(BadValue, match="by day or by week"):
        signed_series([], first_day=FIRST, last_day=LAST, period=Granularity.MONTH)
