"""What followed acts: windows by hand, and laws that hold for any record."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import OutsideCoverage
from comity.measures.dyad_series import CoveredDay
from comity.measures.repertoire.followed import followed_by, windows_of

FIRST = dt.date(2021, 1, 1)


def day(number: int) -> dt.date:
    return FIRST + dt.timedelta(number)


def days(*spans: tuple[int, int], part: str = "one") -> list[CoveredDay]:
    return [CoveredDay(day(n), part) for first, end in spans for n in range(first, end)]


def test_acts_of_the_day_itself_belong_to_neither_window() -> None:
    windows = windows_of({day(9): 1, day(10): 5, day(11): 2, day(13): 7}, days((0, 30)), days=2)
    at = windows.place[day(10)]
    assert (windows.before[at], windows.same[at], windows.after[at]) == (1, 5, 2)


def test_days_that_are_not_covered_count_for_neither_window() -> None:
    windows = windows_of({day(8): 1}, days((0, 5), (7, 20)), days=4)
    at = windows.place[day(4)]
    assert (windows.after_days[at], windows.after[at]) == (2, 1)
    assert windows.before_days[at] == 4
    assert windows.whole[at]


def test_a_window_ends_where_the_making_of_the_dataset_changes() -> None:
    covered = days((0, 10)) + days((10, 20), part="two")
    windows = windows_of({day(10): 3, day(9): 2}, covered, days=4)
    assert windows.after_days[windows.place[day(9)]] == 0
    assert windows.before[windows.place[day(10)]] == 0
    assert windows.usual[windows.place[day(8)]] != windows.usual[windows.place[day(15)]]


def test_without_a_covered_day_nothing_can_follow() -> None:
    with pytest.raises(OutsideCoverage):
        windows_of({}, [], days=30)


def test_means_by_hand() -> None:
    # Used every tenth day; one answer the day after each use, and two the day before.
    uses = {day(n): 1 for n in range(10, 60, 10)}
    answers = {day(n + 1): 1 for n in range(10, 60, 10)} | {
        day(n - 1): 2 for n in range(10, 60, 10)
    }
    row = followed_by(uses, windows_of(answers, days((0, 70)), days=4))
    assert (row["acts"], row["days_used"], row["windows"], row["overlapping"]) == (5, 5, 5, 0)
    assert (row["after"], row["after_days"], row["before"], row["before_days"]) == (5, 20, 10, 20)
    assert (row["after_mean"], row["before_mean"], row["change"]) == (1, 2, -1)
    assert "change_lower" not in row  # All in two stretches of 61 days.


def test_several_acts_of_one_day_share_its_window() -> None:
    uses = {day(n): 3 for n in range(10, 60, 10)}
    row = followed_by(uses, windows_of({day(11): 1}, days((0, 70)), days=4))
    assert (row["acts"], row["windows"], row["after"]) == (15, 5, 1)


def test_a_kind_of_few_uses_has_counts_of_uses_and_no_number() -> None:
    uses = {day(n): 1 for n in range(10, 50, 10)}
    row = followed_by(uses, windows_of({day(11): 1}, days((0, 70)), days=4))
    assert (row["acts"], row["windows"]) == (4, 4)
    assert "after" not in row
    assert "usual" not in row


def test_uses_near_the_end_of_coverage_have_no_window() -> None:
    uses = {day(n): 1 for n in (30, 40, 50, 60, 70, 99)}
    row = followed_by(uses, windows_of({}, days((0, 100)), days=10))
    assert (row["days_used"], row["windows"]) == (6, 5)


def test_overlapping_windows_are_counted() -> None:
    uses = {day(n): 1 for n in (100, 110, 120, 200, 300)}
    row = followed_by(uses, windows_of({}, days((0, 400)), days=30))
    assert row["overlapping"] == 2


def test_a_steady_record_follows_anything_as_usual() -> None:
    uses = {day(n): 1 for n in range(40, 560, 13)}
    row = followed_by(uses, windows_of({day(n): 2 for n in range(600)}, days((0, 600)), days=30))
    for name in ("after_mean", "before_mean", "usual", "usual_lower", "usual_upper"):
        assert row[name] == pytest.approx(60), name
    assert (row["change"], row["change_lower"], row["change_upper"]) == pytest.approx((0, 0, 0))


def test_an_answer_to_each_use_lies_beyond_what_is_usual() -> None:
    rng = np.random.default_rng(2)
    used = sorted(rng.choice(np.arange(40, 760), 12, replace=False).tolist())
    answers = {day(n): int(k) for n, k in enumerate(rng.poisson(0.1, 800))}
    for n in used:
        answers[day(n + 3)] += 4
    windows = windows_of(answers, days((0, 800)), days=10)
    row = followed_by({day(n): 1 for n in used}, windows)
    assert row["after_mean"] > row["usual_upper"] >= row["usual"] >= row["usual_lower"]
    assert row["change_lower"] > 0


def test_nine_in_ten_records_without_an_answer_stay_within_what_is_usual() -> None:
    rng, inside, near_nothing = np.random.default_rng(8), [], []
    for _ in range(120):
        level = np.exp(np.cumsum(rng.normal(0, 0.05, 600)) * 0.3)
        answers = {day(n): int(k) for n, k in enumerate(rng.poisson(0.3 * level))}
        uses = {day(int(n)): 1 for n in rng.choice(np.arange(30, 570), 20, replace=False)}
        row = followed_by(uses, windows_of(answers, days((0, 600)), days=30))
        inside.append(row["usual_lower"] <= row["after_mean"] <= row["usual_upper"])
        near_nothing.append(row["change_lower"] <= 0 <= row["change_upper"])
    assert np.mean(inside) >= 0.88
    assert np.mean(near_nothing) >= 0.85


@given(
    st.lists(st.integers(0, 299), min_size=5, max_size=40, unique=True),
    st.dictionaries(st.integers(0, 299), st.integers(1, 5), max_size=60),
    st.lists(st.integers(0, 299), max_size=60),
)
def test_windows_hold_no_more_than_there_is(
    used: list[int], answers: dict[int, int], missing: list[int]
) -> None:
    covered = [c for c in days((0, 300)) if c.day not in {day(n) for n in missing}]
    windows = windows_of({day(n): k for n, k in answers.items()}, covered, days=20)
    assert (windows.after_days <= 20).all()
    assert (windows.before_days <= 20).all()
    seen = sum(k for n, k in answers.items() if day(n) in windows.place)
    assert windows.after.max(initial=0) <= seen
    assert windows.same.sum() == seen
    row = followed_by({day(n): 1 for n in used}, windows)
    assert row["windows"] <= row["days_used"] <= len(used)
    if row["windows"] >= 5:
        assert row["change"] == pytest.approx(row["after_mean"] - row["before_mean"])
        assert row["usual_lower"] <= row["usual"] <= row["usual_upper"]
