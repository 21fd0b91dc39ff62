"""A signed series that a user brings: what was not observed, what is 0, what is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from comity.errors import BadInput
from comity.vocabulary.period import Granularity, Span
from comity.workbench.series_file import SeriesOptions, read_signed

SUNDAY = dt.date(1979, 4, 15)


def week(number: int) -> dt.date:
    return SUNDAY + dt.timedelta(weeks=number)


def table(*rows: tuple[Any, ...]) -> pa.Table:
    names = ("date", "source", "target", "value")
    return pa.table({name: [row[at] for row in rows] for at, name in enumerate(names)})


WEEKS = table(
    (week(0), "ISR", "PSE", -10.0),
    (week(1), "ISR", "PSE", None),
    (week(3), "ISR", "PSE", 4.5),
    (week(5), "PSE", "ISR", -2.0),
)


def values(options: SeriesOptions, source: str) -> list[float]:
    series = read_signed(WEEKS, options).series
    named = [dyad.source for dyad in series.dyads]
    return np.asarray(series.values[named.index(source)]).tolist()


def test_an_empty_value_was_not_observed_and_a_week_without_a_row_is_0() -> None:
    found = values(SeriesOptions(Granularity.WEEK), "ISR")
    assert found[:1] + found[2:] == [-10.0, 0.0, 4.5, 0.0, 0.0]
    assert np.isnan(found[1])
    assert values(SeriesOptions(Granularity.WEEK), "PSE") == [0.0] * 5 + [-2.0]


def test_the_weeks_keep_the_weekday_of_their_dates() -> None:
    series = read_signed(WEEKS).series
    assert (series.first_day, series.period) == (SUNDAY, Granularity.WEEK)


def test_a_gap_was_observed_by_nobody() -> None:
    options = SeriesOptions(Granularity.WEEK, gaps=(Span(week(2), week(4)),))
    for source in ("ISR", "PSE"):
        assert np.isnan(values(options, source)[2:4]).all()


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ((week(1), "PSE", "PSE", 1.0), "row 2: source and target are the same"),
        ((week(0), "ISR", "PSE", 1.0), "rows 1 and 2 (ISR → PSE)"),
        ((week(1), "ISR", "PSE", float("inf")), "row 2: value is infinite"),
    ],
)
def test_a_row_that_can_not_be_taken_is_named(row: Any, told: str) -> None:
    with pytest.raises(BadInput) as raised:
        read_signed(table((week(0), "ISR", "PSE", -10.0), row))
    assert told in str(raised.value)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(BadInput, match="no column target"):
        read_signed(WEEKS.drop_columns(["target"]))
