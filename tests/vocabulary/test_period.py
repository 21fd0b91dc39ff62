"""Spans and periods: half-open inside, inclusive at the edge, labelled by ISO 8601."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import BadValue
from comity.vocabulary.period import (
    Granularity,
    Span,
    next_period,
    parse_day,
    period_label,
    period_start,
    periods,
)

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1))


def test_labels_are_iso_8601() -> None:
    day = dt.date(2021, 1, 3)
    labels = [period_label(period_start(day, g), g) for g in Granularity]
    assert labels == ["2021-01-03", "2020-W53", "2021-01", "2021-Q1", "2021"]


def test_a_date_may_be_a_month_or_a_year() -> None:
    assert parse_day("2020-02", last=True) == dt.date(2020, 2, 29)
    assert parse_day("2020", last=True) == dt.date(2020, 12, 31)
    assert parse_day("2020-2-1") == dt.date(2020, 2, 1)


@pytest.mark.parametrize("text", ["2021-02-30", "yesterday", "21-02-20", "2021-13", "0000", ""])
def test_what_is_no_date_says_how_to_write_one(text: str) -> None:
    with pytest.raises(BadValue, match="2021-02-20"):
        parse_day(text)


def test_a_span_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(BadValue, match="--from"):
        Span.inclusive(dt.date(2022, 1, 2), dt.date(2022, 1, 1))


@given(DAYS, st.sampled_from(list(Granularity)))
def test_every_day_lies_in_exactly_one_period(day: dt.date, granularity: Granularity) -> None:
    start = period_start(day, granularity)
    assert start <= day < next_period(start, granularity)
    assert period_start(start, granularity) == start
    assert list(periods(Span.inclusive(day, day), granularity)) == [start]
