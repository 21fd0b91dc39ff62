"""Dyad series: counts worked out by hand, then laws, then a count from the published records."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.measures.dyad_series import QUADS, READINGS
from comity.vocabulary.period import Granularity, period_start


def column(series: Any, name: str) -> list[Any]:
    values: list[Any] = series.table[name].to_pylist()
    return values


def test_a_covered_day_without_acts_is_zero_and_an_uncovered_day_is_absent(hand: Any) -> None:
    acts = hand.acts(hand.act("2022-02-24", "RUS", "UKR", "190"))
    covered = hand.days("2022-02-23", "2022-02-24") + hand.days("2022-02-26", "2022-02-26")
    series = hand.series(acts, covered)
    assert column(series, "period") == ["2022-02-23", "2022-02-24", "2022-02-26"]
    assert column(series, "attack") == [0, 1, 0]


def test_an_act_on_an_uncovered_day_is_not_counted(hand: Any) -> None:
    acts = hand.acts(
        hand.act("2022-02-24", "RUS", "UKR", "190"), hand.act("2022-02-25", "RUS", "UKR", "190")
    )
    assert column(hand.series(acts, hand.days("2022-02-24", "2022-02-24")), "acts") == [1]


def test_acts_back_are_not_acts_of_the_source(hand: Any) -> None:
    acts = hand.acts(
        hand.act("2022-02-24", "RUS", "UKR", "190", n=5),
        hand.act("2022-02-24", "UKR", "RUS", "112"),
    )
    covered = hand.days("2022-02-24", "2022-02-24")
    both = hand.series(acts, covered, dyads=[("RUS", "UKR"), ("UKR", "RUS")])
    assert column(both, "attack") == [5, 0]
    assert column(both, "insult") == [0, 1]


def test_net_goldstein_adds_up_and_the_mean_divides_by_acts(hand: Any) -> None:
    acts = hand.acts(
        hand.act("2022-02-24", "RUS", "UKR", "190", n=2),
        hand.act("2022-02-24", "RUS", "UKR", "030"),
    )
    series = hand.series(acts, hand.days("2022-02-24", "2022-02-25"))
    assert column(series, "net_goldstein") == [-16.0, 0.0]
    assert column(series, "mean_goldstein") == [pytest.approx(-16 / 3), None]


def test_a_breach_is_empty_where_it_is_not_judged_and_zero_where_none_happened(hand: Any) -> None:
    acts, covered = hand.acts(), hand.days("2022-02-24", "2022-02-24")
    assert column(hand.series(acts, covered), "breach") == [None]
    assert column(hand.series(acts, covered, judged=True), "breach") == [0]


def test_a_week_is_labelled_as_iso_8601_counts_it(hand: Any) -> None:
    series = hand.series(hand.acts(), hand.days("2020-12-28", "2021-01-04"), "week")
    assert column(series, "period") == ["2020-W53", "2021-W01"]
    assert column(series, "days_covered") == [7, 1]
    assert column(series, "days") == [7, 7]


def test_the_share_of_the_source_is_of_its_acts_toward_everybody(hand: Any) -> None:
    day = dt.date(2022, 2, 24)
    totals = pa.table({"source": ["RUS"], "day": pa.array([day], pa.date32()), "acts": [8]})
    acts = hand.acts(hand.act("2022-02-24", "RUS", "UKR", "190", n=2))
    series = hand.series(acts, hand.days("2022-02-24", "2022-02-25"), totals=totals)
    assert column(series, "share_of_source") == [0.25, None]


def test_parts_of_a_dataset_that_share_a_period_are_named(hand: Any) -> None:
    covered = hand.days("2022-02-24", "2022-02-24")
    other = [type(covered[0])(dt.date(2022, 2, 25), "two")]
    assert column(hand.series(hand.acts(), covered + other, "month"), "part") == ["one+two"]


CODES = ["010", "042", "057", "111", "120", "154", "190", "054", "071", "163"]
ROWS = st.lists(
    st.tuples(
        st.integers(0, 89),
        st.sampled_from([("RUS", "UKR"), ("UKR", "RUS")]),
        st.sampled_from(CODES),
        st.sampled_from(["state", "military"]),
        st.integers(1, 4),
    ),
    max_size=25,
    unique_by=lambda row: row[:4],
)


def made(hand: Any, rows: list[tuple[int, tuple[str, str], str, str, int]]) -> pa.Table:
    first = dt.date(2021, 12, 1)
    return hand.acts(
        *(
            hand.act((first + dt.timedelta(n)).isoformat(), *pair, code, organ=organ, n=many)
            for n, pair, code, organ, many in rows
        )
    )


@settings(max_examples=8, deadline=None)
@given(ROWS, st.sampled_from(["week", "month", "quarter", "year"]))
def test_days_add_up_to_the_longer_periods(hand: Any, rows: Any, period: str) -> None:
    acts, covered = made(hand, rows), hand.days("2021-12-01", "2022-02-28")
    days, longer = hand.series(acts, covered), hand.series(acts, covered, period)
    for name in (*READINGS, *QUADS, "acts", "net_goldstein"):
        sums: Counter[dt.date] = Counter()
        for row in days.table.to_pylist():
            sums[period_start(row["period_first_day"], Granularity(period))] += row[name]
        for row in longer.table.to_pylist():
            assert row[name] == pytest.approx(sums[row["period_first_day"]])


@settings(max_examples=8, deadline=None)
@given(ROWS)
def test_classes_add_up_to_acts_and_so_do_quadrants(hand: Any, rows: Any) -> None:
    covered = hand.days("2021-12-01", "2022-02-28")
    series = hand.series(made(hand, rows), covered, "month", dyads=[("RUS", "UKR"), ("UKR", "RUS")])
    for row in series.table.to_pylist():
        assert sum(row[name] for name in READINGS) == row["acts"]
        assert sum(row[name] for name in QUADS) == row["acts"]
    assert sum(column(series, "acts")) == sum(row[4] for row in rows)


@settings(max_examples=8, deadline=None)
@given(ROWS)
def test_what_both_sides_record_is_a_meeting_in_both_directions(hand: Any, rows: Any) -> None:
    once = {(n, code): many for n, _, code, _, many in rows if code in ("042", "057")}
    mirrored = [
        (n, pair, code, "state", many)
        for (n, code), many in once.items()
        for pair in (("RUS", "UKR"), ("UKR", "RUS"))
    ]
    covered = hand.days("2021-12-01", "2022-02-28")
    dyads = [("RUS", "UKR"), ("UKR", "RUS")]
    series = hand.series(made(hand, mirrored), covered, "year", dyads=dyads)
    half = len(series.table) // 2
    meetings = column(series, "meeting")
    assert meetings[:half] == meetings[half:]
    assert sum(meetings) == 2 * sum(once.values())
