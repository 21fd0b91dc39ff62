"""Drift toward a pole: by hand, by its laws, and by how often its intervals hold the truth."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from simulated import ideal_points, simulated_pair

from comity.errors import BadValue, OutsideCoverage, UnknownName
from comity.models.distance import distance_interval
from comity.models.drift import Verdict, drift, region_drift
from comity.models.positions import calendar, positions_of
from comity.models.trend import ends_difference, share_below, slopes
from comity.vocabulary.bloc import Bloc, MemberSpell

# A state that comes 0.1 nearer each session, and one that stands still at 2.
TWO = {"AAA": [0.0, 0.1, 0.2, 0.3], "BBB": [2.0, 2.0, 2.0, 2.0]}


def test_a_state_that_comes_a_tenth_nearer_each_session_comes_one_nearer_a_decade() -> None:
    found = drift(ideal_points(TWO, periods=[70, 71, 72, 73]), "AAA", "BBB")
    assert found.distance.tolist() == pytest.approx([2.0, 1.9, 1.8, 1.7])
    assert found.gap.tolist() == pytest.approx([-2.0, -1.9, -1.8, -1.7])
    assert found.speed_per_decade == pytest.approx(-1.0)
    assert (found.speed_lower, found.speed_upper) == pytest.approx((-1.0, -1.0), abs=1e-5)
    assert found.probability_nearer == 1.0
    assert found.window == (70, 73)
    assert found.verdict is Verdict.NEARER
    assert found.text.startswith("AAA came nearer to BBB from session 70 to 73: distance 2.00 to ")


def test_it_is_told_which_of_the_two_moved() -> None:
    found = drift(ideal_points(TWO), "AAA", "BBB")
    assert found.state_move.per_decade == pytest.approx(1.0)
    assert found.pole_move.per_decade == 0.0
    back = drift(ideal_points(TWO), "BBB", "AAA")
    assert back.speed_per_decade == pytest.approx(found.speed_per_decade)
    assert back.pole_move.per_decade == pytest.approx(1.0)


def test_a_period_without_an_estimate_of_either_is_absent_and_not_between() -> None:
    holed = {"AAA": [0.0, np.nan, 0.2, 0.3], "BBB": [2.0, 2.0, 2.0, 2.0]}
    found = drift(ideal_points(holed), "AAA", "BBB")
    assert found.periods == (1, 3, 4)
    assert found.table["period"].to_pylist() == [1, 3, 4]
    assert found.speed_per_decade == pytest.approx(-1.0)


def test_the_window_bounds_the_speed_and_not_the_series() -> None:
    bent = {"AAA": [0.0, 0.0, 0.0, 0.5, 1.0], "BBB": [2.0] * 5}
    found = drift(ideal_points(bent), "AAA", "BBB", window=(3, 5))
    assert found.periods == (1, 2, 3, 4, 5)
    assert found.speed_per_decade == pytest.approx(-5.0)
    assert drift(ideal_points(bent), "AAA", "BBB", window=(1, 3)).speed_per_decade == 0.0


def test_a_bloc_is_the_mean_of_its_members_of_that_year_without_the_state() -> None:
    union = Bloc(
        "UNI",
        (
            MemberSpell("AAA", dt.date(2000, 1, 1)),
            MemberSpell("BBB", dt.date(2000, 1, 1)),
            MemberSpell("CCC", dt.date(2002, 5, 1)),
        ),
    )
    of = ideal_points(
        {"AAA": [0.0] * 4, "BBB": [1.0] * 4, "CCC": [3.0] * 4},
        periods=[2000, 2001, 2002, 2003],
        by="year",
    )
    when = calendar(of)
    assert positions_of(of, union, when).position.tolist() == pytest.approx(
        [0.5, 0.5, 4 / 3, 4 / 3]
    )
    assert drift(of, "AAA", union).distance.tolist() == pytest.approx([1, 1, 2, 2])
    assert drift(of, "CCC", union).distance.tolist() == pytest.approx([2.5, 2.5, 2.5, 2.5])


def test_a_bloc_of_which_few_members_have_votes_has_no_position() -> None:
    wide = Bloc("WID", tuple(MemberSpell(s, dt.date(1990, 1, 1)) for s in ("AAA", "BBB", "XXX")))
    tall = Bloc("TAL", (*wide.spells, MemberSpell("YYY", dt.date(1990, 1, 1))))
    vast = Bloc("VAS", (*tall.spells, MemberSpell("ZZZ", dt.date(1990, 1, 1))))
    of = ideal_points(TWO, periods=[70, 71, 72, 73])
    assert positions_of(of, tall, calendar(of)).known.all()
    assert not positions_of(of, vast, calendar(of)).known.any()


def test_a_session_lies_in_the_autumn_of_the_year_in_which_it_opens() -> None:
    assert calendar(ideal_points(TWO, periods=[1, 49, 73, 75])).tolist() == [1946, 1994, 2018, 2020]
    assert calendar(ideal_points(TWO), {1: 1950.5, 2: 1951.0}).tolist()[:2] == [1950.5, 1951.0]


def test_where_the_gap_may_be_nothing_the_interval_of_the_distance_begins_at_nothing() -> None:
    gaps = np.linspace(-1, 3, 401)[:, None]
    lower, upper = distance_interval(gaps, 0.9)
    assert lower.tolist() == [0.0]
    assert upper.tolist() == pytest.approx([2.6])
    far, _ = distance_interval(gaps + 5, 0.9)
    assert far.tolist() == pytest.approx([4.2])


def test_a_distance_that_only_became_surer_is_no_clear_move() -> None:
    # The gap is nothing throughout; the first sessions are badly known, the last ones well.
    rng = np.random.default_rng(2)
    spread = np.array([3.0] * 5 + [0.02] * 5)
    draws = {"AAA": rng.normal(size=(2000, 10)) * spread, "BBB": np.zeros((2000, 10))}
    found = drift(ideal_points({"AAA": [0.0] * 10, "BBB": [0.0] * 10}, draws), "AAA", "BBB")
    assert found.probability_nearer > 0.95
    assert found.verdict is Verdict.NOT_CLEAR
    assert found.speed_lower <= 0 <= found.speed_upper
    assert "no clear move" in found.text


def test_a_median_slope_does_not_follow_one_odd_period() -> None:
    assert slopes(range(9), [0, 1, 2, 3, 40, 5, 6, 7, 8]) == pytest.approx(10)
    assert ends_difference([0, 5], [1, 2]) == pytest.approx(2)
    assert share_below([-1.0, 0.0, 1.0, 2.0]) == 0.375


def test_intervals_of_speed_and_distance_hold_the_truth_about_as_often_as_they_say() -> None:
    rng, runs = np.random.default_rng(4), 120
    speeds, distances = 0, 0.0
    for _ in range(runs):
        own, pole, estimated = simulated_pair(rng, periods=20, draws=200)
        found, true = drift(estimated, "AAA", "BBB"), np.abs(own - pole)
        speeds += bool(found.speed_lower <= slopes(range(20), true) <= found.speed_upper)
        distances += float(((found.lower <= true) & (true <= found.upper)).mean())
    assert 0.83 <= speeds / runs <= 0.97
    assert 0.86 <= distances / runs <= 0.94


def test_a_state_that_jumps_away_breaks_with_its_pole_in_that_period() -> None:
    _, _, estimated = simulated_pair(np.random.default_rng(8), jump=1.2, step=0.05)
    (one,) = drift(estimated, "AAA", "BBB").change_points
    assert abs(one.period - 16) <= 1
    assert one.after - one.before == pytest.approx(1.2, abs=0.4)


def test_a_region_has_a_row_for_each_pair_with_estimates_and_none_for_a_pole_with_itself() -> None:
    late = {**TWO, "CCC": [np.nan, np.nan, np.nan, 1.0]}
    found = region_drift(ideal_points(late), ["AAA", "BBB", "CCC", "DDD"], ["BBB"])
    (row,) = found.table.to_pylist()
    assert (row["state"], row["pole"], row["verdict"]) == ("AAA", "BBB", "nearer")
    assert (row["position_first"], row["distance_first"]) == (0.0, 2.0)
    assert row["distance_last"] == pytest.approx(1.7)
    assert row["state_move_per_decade"] == pytest.approx(1.0)
    assert row["change_points"] == []
    assert found.changes.num_rows == 0
    assert found.text == "BBB: 1 nearer."
    assert found.of("AAA", "BBB") is found.drifts[0]
    assert found.of("CCC", "BBB") is None


def test_what_has_no_estimate_or_no_time_to_move_is_told() -> None:
    of = ideal_points(TWO)
    with pytest.raises(UnknownName, match="AAB"):
        drift(of, "AAB", "BBB")
    with pytest.raises(OutsideCoverage, match="in 2 periods from 1 to 2"):
        drift(of, "AAA", "BBB", window=(1, 2))
    with pytest.raises(BadValue, match="no length"):
        drift(of, "AAA", "BBB", window=(3, 3))
    with pytest.raises(BadValue, match="between 0 and 1"):
        drift(of, "AAA", "BBB", level=90)


PATH = st.lists(st.floats(-3, 3), min_size=4, max_size=4)


@given(PATH, PATH, st.floats(0, 0.5))
def test_turning_all_signs_round_changes_no_distance(
    own: list[float], pole: list[float], spread: float
) -> None:
    of = ideal_points({"AAA": own, "BBB": pole}, spread=spread)
    turned = ideal_points({"AAA": [-x for x in own], "BBB": [-x for x in pole]}, spread=spread)
    one, other = drift(of, "AAA", "BBB"), drift(turned, "AAA", "BBB")
    assert one.distance.tolist() == pytest.approx(other.distance.tolist())
    assert one.gap.tolist() == pytest.approx((-other.gap).tolist())
    assert one.speed_per_decade == pytest.approx(other.speed_per_decade)
    assert one.probability_nearer == other.probability_nearer


@given(PATH, PATH, st.floats(0, 0.5))
def test_a_distance_is_never_below_nothing_and_lies_in_its_interval(
    own: list[float], pole: list[float], spread: float
) -> None:
    found = drift(ideal_points({"AAA": own, "BBB": pole}, spread=spread), "AAA", "BBB")
    assert np.all(found.lower >= 0)
    assert np.all(found.lower <= found.distance + 1e-5)
    assert np.all(found.distance <= found.upper + 1e-5)
    assert found.speed_lower <= found.speed_per_decade <= found.speed_upper


@given(PATH)
def test_no_state_drifts_from_itself(own: list[float]) -> None:
    found = drift(ideal_points({"AAA": own}, spread=0.1), "AAA", "AAA")
    assert found.distance.tolist() == [0.0] * 4
    assert (found.speed_lower, found.speed_per_decade, found.speed_upper) == (0, 0, 0)
    assert found.probability_nearer == 0.5
    assert found.verdict is Verdict.NOT_CLEAR


def test_who_went_to_and_fro_and_ended_farther_off_shows_no_clear_move() -> None:
    path = [1.0, 3.0, 2.7, 2.4, 2.1, 1.8, 1.5, 1.2]
    found = drift(ideal_points({"AAA": path, "BBB": [0.0] * 8}, spread=0.01), "AAA", "BBB")
    assert found.probability_nearer > 0.95
    assert found.probability_net_nearer < 0.05
    assert found.verdict is Verdict.NOT_CLEAR


def test_the_mean_of_two_states_rests_on_twice_the_votes_of_one() -> None:
    pair = Bloc("PAI", tuple(MemberSpell(s, dt.date(1940, 1, 1)) for s in TWO))
    of = ideal_points(TWO)
    assert positions_of(of, "AAA", calendar(of)).votes.tolist() == [80.0] * 4
    assert positions_of(of, pair, calendar(of)).votes.tolist() == pytest.approx([160.0] * 4)
