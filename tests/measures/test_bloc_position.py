"""A bloc in a roll call: median, quartiles and majority of its members of the day."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import OutsideCoverage
from comity.measures.bloc_position import bloc_of, bloc_position
from comity.vocabulary.bloc import Bloc, MemberSpell

FOUNDED = dt.date(2000, 1, 1)


def one_roll_call(*cast: int, day: dt.date = dt.date(2010, 12, 1)) -> tuple[pa.Table, pa.Table]:
    states = [f"S{number:02}" for number in range(len(cast))]
    votes = pa.table({"rcid": [1] * len(cast), "state": states, "vote": list(cast)})
    return votes, pa.table({"rcid": [1], "day": [day]})


def bloc(size: int) -> Bloc:
    return Bloc("B", tuple(MemberSpell(f"S{number:02}", FOUNDED) for number in range(size)))


def test_three_yes_one_abstention_and_one_no_stand_at_yes() -> None:
    votes, roll_calls = one_roll_call(1, 1, 1, 2, 3)
    (position,) = bloc_position(votes, roll_calls, bloc=bloc(6)).positions
    assert (position.yes, position.abstain, position.no) == (3, 1, 1)
    assert (position.members, position.voted) == (6, 5)
    assert position.median == 1.0
    assert (position.lower_quartile, position.upper_quartile) == (1.0, 2.0)
    assert position.share_in_majority == 3 / 5


def test_an_even_split_between_yes_and_no_stands_half_way() -> None:
    votes, roll_calls = one_roll_call(1, 3)
    (position,) = bloc_position(votes, roll_calls, bloc=bloc(2)).positions
    assert position.median == 2.0
    assert position.share_in_majority == 0.5


def test_a_state_counts_from_its_accession_until_its_exit() -> None:
    spells = (
        MemberSpell("S00", FOUNDED),
        MemberSpell("S01", FOUNDED, dt.date(2010, 12, 1)),
        MemberSpell("S02", dt.date(2010, 12, 1)),
        MemberSpell("S03", dt.date(2010, 12, 2)),
    )
    votes, roll_calls = one_roll_call(1, 3, 1, 3)
    (position,) = bloc_position(votes, roll_calls, bloc=Bloc("B", spells)).positions
    assert (position.yes, position.no, position.members) == (2, 0, 2)


def test_a_roll_call_before_the_bloc_was_founded_has_no_position() -> None:
    votes, roll_calls = one_roll_call(1, day=dt.date(1999, 12, 1))
    with pytest.raises(OutsideCoverage, match="No member of B voted"):
        bloc_position(votes, roll_calls, bloc=bloc(1))


def test_only_full_members_make_the_bloc() -> None:
    memberships = pa.table(
        {
            "organisation": ["CIS", "CIS", "EU"],
            "state": ["KAZ", "TKM", "DEU"],
            "status": ["member", "associate", "member"],
            "first_day": [dt.date(1991, 12, 21), dt.date(2005, 8, 26), dt.date(1993, 11, 1)],
            "end_day": pa.array([None, None, None], pa.date32()),
        }
    )
    assert bloc_of(memberships, "CIS").members_on(dt.date(2020, 1, 1)) == {"KAZ"}
    with pytest.raises(OutsideCoverage, match="NATO"):
        bloc_of(memberships, "NATO")


def test_the_text_says_how_united_the_members_were() -> None:
    votes, roll_calls = one_roll_call(1, 1, 1, 1)
    found = bloc_position(votes, roll_calls, bloc=bloc(4))
    assert "one and the same vote in 1 of 1 roll calls (100%)" in found.text
    assert found.table["share_in_majority"].to_pylist() == [1.0]


@given(st.lists(st.sampled_from([1, 2, 3]), min_size=1, max_size=30))
def test_the_median_lies_between_the_quartiles_and_the_majority_is_at_least_a_third(
    cast: list[int],
) -> None:
    votes, roll_calls = one_roll_call(*cast)
    (position,) = bloc_position(votes, roll_calls, bloc=bloc(len(cast))).positions
    assert position.lower_quartile <= position.median <= position.upper_quartile
    assert 1 / 3 <= position.share_in_majority <= 1.0
