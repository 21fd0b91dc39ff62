"""Acts become moves by a stated rule: silence is no defection, and no evidence."""

from __future__ import annotations

import numpy as np
import pytest

from comity.errors import BadValue, OutsideCoverage
from comity.models.strategies import DyadMoves, discretised, strategies_of_dyads
from comity.vocabulary.dyad import Dyad


def letters(found: DyadMoves) -> tuple[str, str]:
    moves = found.moves
    own, other = (
        "".join("c" if cooperates else "d" for cooperates in side)
        for side in (moves.own.tolist(), moves.other.tolist())
    )
    return own, other


def test_a_week_with_more_hostile_than_friendly_acts_is_a_defection() -> None:
    found = discretised([3, 1, 0, 2], [1, 2, 1, 2], [1, 1, 1, 0], [0, 0, 0, 5])
    assert letters(found) == ("cddc", "cccd")
    assert found.periods.tolist() == [0, 1, 2, 3]


def test_a_week_in_which_nobody_acts_is_left_out() -> None:
    found = discretised([1, 0, 1], [0, 0, 0], [1, 0, 0], [0, 0, 1])
    assert letters(found) == ("cc", "cd")
    assert found.periods.tolist() == [0, 2]
    assert found.left_out == 1


def test_who_is_silent_keeps_the_last_move_and_shows_no_choice() -> None:
    found = discretised([1, 0, 0, 1], [0, 0, 1, 0], [1, 0, 1, 1], [0, 1, 0, 0])
    assert letters(found) == ("ccdc", "cdcc")
    # The first says where things stood, in the second only the other acted.
    assert found.moves.counted.tolist() == [False, False, True, True]
    assert found.choices == 2


def test_a_game_begins_when_both_have_acted() -> None:
    found = discretised([1, 1, 1], [0, 0, 0], [0, 0, 1], [0, 0, 0])
    assert found.periods.tolist() == [2]
    assert found.choices == 0


def test_a_gap_ends_a_game_and_what_was_known() -> None:
    ones, zeros = [1] * 6, [0] * 6
    seen = [True, True, False, True, True, True]
    found = discretised(ones, zeros, [1, 1, 1, 0, 1, 1], zeros, observed=seen)
    assert found.periods.tolist() == [0, 1, 4, 5]
    assert np.unique(found.moves.game).size == 2
    assert found.moves.counted.tolist() == [False, True, False, True]
    assert found.left_out == 1


def test_the_rule_is_stated() -> None:
    assert "hostile acts outnumber its friendly ones" in discretised([1], [0], [1], [0]).rule


def test_series_that_do_not_fit_are_refused() -> None:
    with pytest.raises(BadValue, match="differ in length"):
        discretised([1, 2], [0], [1], [0])
    with pytest.raises(BadValue, match="below 0"):
        discretised([1], [-1], [1], [0])


def two_states(seed: int, weeks: int = 120) -> tuple[DyadMoves, DyadMoves]:
    """SIMULATED: the first answers in kind, the second is friendly in three weeks of four."""
    rng = np.random.default_rng(seed)
    other = rng.random(weeks) < 0.75
    own = np.append(True, other[:-1]) ^ (rng.random(weeks) < 0.05)
    counts = (own * 1, ~own * 1, other * 1, ~other * 1)
    return discretised(*counts), discretised(*counts[2:], *counts[:2])


def test_in_a_region_each_dyad_is_one_sequence() -> None:
    dyads = {}
    for number in range(12):
        first, second = two_states(number)
        dyads[Dyad(f"A{number}", f"B{number}")] = first
        dyads[Dyad(f"B{number}", f"A{number}")] = second
    found = strategies_of_dyads(dyads, name="SIMULATED")
    rows = {row["strategy"]: row for row in found.table.to_pylist()}
    assert rows["TFT"]["share"] == pytest.approx(0.5, abs=0.02)
    assert rows["ALLC"]["share"] == pytest.approx(0.5, abs=0.02)
    assert rows["TFT"]["sequences"] == 24
    # Both directions are drawn together, and each pair has one of either kind.
    assert rows["TFT"]["standard_error"] < 0.01
    assert found.sequences["id"].to_pylist()[0] == "A0 → B0"


def test_dyads_with_little_record_have_no_shares() -> None:
    dyads = {Dyad("AAA", "BBB"): discretised([1, 1], [0, 0], [1, 1], [0, 0])}
    with pytest.raises(OutsideCoverage, match="0 of 1 dyads have 10 choices or more"):
        strategies_of_dyads(dyads)
