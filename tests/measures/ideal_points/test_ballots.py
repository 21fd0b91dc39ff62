"""Which votes count; what is left out is counted and named."""

from __future__ import annotations

import pyarrow as pa
import pytest
from invented_votes import Row, roll_calls_table, votes_table

from comity.errors import BadValue, ComityError, OutsideCoverage, UnknownName
from comity.measures.ideal_points import Ballots, ballots

STATES = ("FRA", "RUS", "USA")
SESSIONS = {1: 5, 2: 5, 3: 6, 4: 6}
# Roll call by roll call, the votes of France, Russia and the United States.
VOTED = {1: (1, 3, 1), 2: (2, 1, 3), 3: (1, 3, 1), 4: (1, 2, 3)}
ROWS: list[Row] = [
    (rcid, state, vote)
    for rcid, cast in VOTED.items()
    for state, vote in zip(STATES, cast, strict=True)
]


def read(rows: list[Row], roll_calls: pa.Table | None = None, least_votes: int = 1) -> Ballots:
    table = roll_calls_table(SESSIONS) if roll_calls is None else roll_calls
    return ballots(votes_table(rows), table, least_votes=least_votes)


def test_each_vote_counts_once_in_its_session() -> None:
    found = read(ROWS)
    assert (found.states, found.periods) == (STATES, (5, 6))
    assert (found.vote.size, found.items, found.cells, found.roll_calls) == (12, 4, 6, 4)
    assert found.notes == ()


def test_an_absence_says_nothing() -> None:
    found = read([*ROWS, (1, "GBR", 8), (2, "GBR", 9)])
    assert found.states == STATES
    assert found.notes == ()


def test_a_code_outside_the_list_is_counted_and_named() -> None:
    found = read([*ROWS, (1, "GBR", 4), (2, "GBR", 17)])
    assert found.notes == ("2 votes with an unknown code (4, 17) left out.",)
    assert found.states == STATES


def test_a_vote_of_no_state_is_counted() -> None:
    votes = pa.table({"rcid": [1, 2], "state": ["", None], "vote": [1, 1]})
    both = pa.concat_tables([votes_table(ROWS), votes], promote_options="permissive")
    found = ballots(both, roll_calls_table(SESSIONS), least_votes=1)
    assert found.notes == ("2 votes of no state left out.",)


def test_the_same_vote_twice_counts_once() -> None:
    found = read([*ROWS, (1, "USA", 1)])
    assert found.vote.size == 12
    assert found.notes == ("1 repeated vote saying the same again left out.",)


def test_votes_that_contradict_each_other_are_both_left_out_and_named() -> None:
    found = read([*ROWS, (2, "USA", 1)])
    assert found.vote.size == 11
    assert found.notes == ("2 votes that contradict each other (USA in 2) left out.",)


def test_a_unanimous_roll_call_is_left_out() -> None:
    unanimous = [(5, state, 1) for state in STATES]
    found = read([*ROWS, *unanimous], roll_calls_table({**SESSIONS, 5: 6}))
    assert found.roll_calls == 4
    assert found.notes == ("1 unanimous roll call left out.",)


def test_a_state_with_too_few_votes_in_a_session_has_none_there() -> None:
    found = read([*ROWS, (1, "GBR", 1)], least_votes=2)
    assert found.states == STATES
    assert found.notes == ("1 state-period with fewer than 2 votes left out.",)


def test_a_session_with_one_state_is_left_out() -> None:
    alone = [(7, "USA", 1), (8, "USA", 3)]
    found = read([*ROWS, *alone], roll_calls_table({**SESSIONS, 7: 9, 8: 9}))
    assert found.periods == (5, 6)
    assert found.notes


def test_from_1990_on_a_vote_on_a_paragraph_is_left_out_and_before_it_is_not() -> None:
    late = {1: 40, 2: 40, 3: 46, 4: 46}
    marks: list[object] = [True, False, True, False]
    found = read(ROWS, roll_calls_table(late, part=marks))
    assert found.roll_calls == 3
    assert "1 roll call on a paragraph or an amendment left out." in found.notes


def test_an_issue_takes_only_its_roll_calls() -> None:
    flags: list[object] = [True, None, True, False]
    found = ballots(
        votes_table(ROWS), roll_calls_table(SESSIONS, hr=flags), issue="hr", least_votes=1
    )
    assert found.roll_calls == 2


def test_by_year_takes_the_year_of_the_day() -> None:
    found = ballots(votes_table(ROWS), roll_calls_table(SESSIONS), by="year", least_votes=1)
    assert found.periods == (1950, 1951)


def test_an_unknown_issue_is_refused_with_the_list() -> None:
    with pytest.raises((UnknownName, BadValue), match="xx") as told:
        ballots(votes_table(ROWS), roll_calls_table(SESSIONS), issue="xx")
    assert isinstance(told.value, ComityError)
    assert "human rights" in str(told.value.next_step)


def test_an_unknown_period_is_refused() -> None:
    with pytest.raises(BadValue, match="decade"):
        ballots(votes_table(ROWS), roll_calls_table(SESSIONS), by="decade")  # type: ignore[arg-type]


def test_nothing_left_is_refused_and_says_what_was_left_out() -> None:
    with pytest.raises(OutsideCoverage) as told:
        read([(1, "USA", 4), (1, "RUS", 5)])
    assert "unknown code (4, 5)" in str(told.value.hint)


def test_a_resolution_voted_again_with_the_same_votes_is_one() -> None:
    same: list[object] = [None, None, 1, 2]
    found = read(ROWS, roll_calls_table(SESSIONS, same_as=same))
    # Roll call 3 was voted as 1 was; 4 was not voted as 2 was, so its text must have changed.
    assert (found.roll_calls, found.items) == (4, 3)
