"""Which files a span wants: each day of it is in one of them, and none before it is published."""

from __future__ import annotations

import datetime as dt
import functools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import BadValue, OutsideCoverage
from comity.fetching.recipe import FetchSet, recipe_of
from comity.fetching.wanted import Wanted, wanted_files
from comity.sources.catalogue import find_source

NOW = dt.datetime(2026, 11, 22, 5, 1)


@functools.cache
def of(kind: str, name: str = "gdelt") -> FetchSet:
    return recipe_of(find_source(name)).choose({"kind": kind})


def wanted(kind: str, first: str, last: str | None, now: dt.datetime = NOW) -> list[Wanted]:
    return wanted_files(
        of(kind),
        {},
        first_day=dt.date.fromisoformat(first),
        last_day=None if last is None else dt.date.fromisoformat(last),
        now=now,
    )


def test_a_day_of_gdelt_2_is_96_files() -> None:
    found = wanted("export", "2024-01-01", "2024-01-01")
    assert len(found) == 96
    assert found[0].address == "http://data.gdeltproject.org/gdeltv2/20240101000000.export.CSV.zip"
    assert found[-1].name == "20240101234500.export.CSV.zip"
    assert wanted("translation", "2024-01-01", "2024-01-01")[1].name == (
        "20240101001500.translation.export.CSV.zip"
    )


def test_gdelt_1_came_by_the_year_then_by_the_month_then_by_the_day() -> None:
    names = [one.name for one in wanted("v1", "2004-12-31", "2006-02-01")]
    assert names == ["2004.zip", "2005.zip", "200601.zip", "200602.zip"]
    names = [one.name for one in wanted("v1", "2013-03-30", "2013-04-02")]
    assert names == ["201303.zip", "20130401.export.CSV.zip", "20130402.export.CSV.zip"]


def test_what_is_not_published_yet_is_not_wanted() -> None:
    assert wanted("export", "2026-11-22", None)[-1].name == "20261122050000.export.CSV.zip"
    assert [one.name for one in wanted("v1", "2026-11-20", None)] == [
        "20261120.export.CSV.zip",
        "20261121.export.CSV.zip",
    ]


def test_before_the_first_file_there_is_nothing() -> None:
    with pytest.raises(OutsideCoverage, match="no files") as caught:
        wanted("export", "2010-01-01", "2011-01-01")
    assert "2015-02-18" in caught.value.hint
    assert wanted("export", "2010-01-01", "2015-02-18")[0].name == "20150218224500.export.CSV.zip"


def test_a_span_is_asked_for_where_it_is_needed_and_refused_where_it_is_not() -> None:
    with pytest.raises(BadValue, match="a span is needed"):
        wanted_files(of("export"), {}, first_day=None, last_day=None, now=NOW)
    with pytest.raises(BadValue, match="ends"):
        wanted("export", "2024-01-02", "2024-01-01")
    day, chosen = dt.date(2024, 1, 1), of("tidy", "passport_index")
    with pytest.raises(BadValue, match="comes whole"):
        wanted_files(chosen, {}, first_day=day, last_day=None, now=NOW)


@pytest.mark.parametrize("value", ["", "../x", "a/b", "a b", "a?b", "{page}", "x" * 65, "%2e"])
def test_an_option_is_a_plain_word_before_it_is_part_of_an_address(value: str) -> None:
    chosen = of("tidy", "passport_index")
    with pytest.raises(BadValue, match=r"can't be part|is needed"):
        wanted_files(chosen, {"word": value}, first_day=None, last_day=None, now=NOW)


def test_a_snapshot_is_named_for_the_day_on_which_it_is_fetched() -> None:
    (one,) = wanted_files(of("tidy", "passport_index"), {}, first_day=None, last_day=None, now=NOW)
    assert one.name == "passport-index-tidy-iso3_2026-11-22.csv"
    assert one.changes


@given(first=st.dates(dt.date(1979, 1, 1), dt.date(2026, 11, 1)), days=st.integers(0, 400))
def test_each_day_of_a_span_lies_in_exactly_one_file(first: dt.date, days: int) -> None:
    last = first + dt.timedelta(days=days)
    found = wanted("v1", first.isoformat(), last.isoformat())
    ends = [one.until for one in found]
    assert ends == sorted(set(ends))  # type: ignore[type-var]
    midnight = dt.datetime.combine(first, dt.time.min)
    assert all(end is not None and end > midnight for end in ends)
    published = min(dt.datetime.combine(last, dt.time.min), NOW - dt.timedelta(days=2))
    assert ends[-1] is not None
    assert ends[-1] > published
