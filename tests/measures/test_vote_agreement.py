"""Agreement in the General Assembly: by hand, then as a law, then on the record."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import BadValue, OutsideCoverage
from comity.measures.vote_agreement import agreement_with_poles, vote_agreement
from comity.vocabulary.bloc import Bloc, MemberSpell
from comity.vocabulary.vote import closeness

YES, ABSTAIN, NO = 1, 2, 3


def roll_calls(*years: int) -> pa.Table:
    days = [dt.date(year, 12, 1) for year in years]
    numbers = list(range(1, len(years) + 1))
    sessions = pa.array([year - 1945 for year in years], pa.int16())
    return pa.table({"rcid": numbers, "day": days, "session": sessions})


def votes(**cast: list[int | None]) -> pa.Table:
    rows = [
        (number, state, vote)
        for state, series in cast.items()
        for number, vote in enumerate(series, 1)
        if vote is not None
    ]
    return pa.Table.from_pylist(
        [dict(zip(("rcid", "state", "vote"), row, strict=True)) for row in rows],
        schema=pa.schema([("rcid", pa.int64()), ("state", pa.string()), ("vote", pa.int8())]),
    )


def test_an_abstention_lies_half_way_between_yes_and_no() -> None:
    assert closeness(YES, YES) == 1.0
    assert closeness(YES, ABSTAIN) == closeness(ABSTAIN, NO) == 0.5
    assert closeness(YES, NO) == 0.0


def test_two_alike_one_abstention_and_one_opposite_make_five_eighths() -> None:
    table = votes(UKR=[YES, NO, YES, YES], RUS=[YES, NO, ABSTAIN, NO])
    result = vote_agreement(table, roll_calls(*[2013] * 4), state="UKR", pole="RUS")
    (year,) = result.periods
    assert (year.period, year.roll_calls) == (2013, 4)
    assert year.agreement == (1 + 1 + 0.5 + 0) / 4
    assert year.identical == 2 / 4


def test_a_vote_in_which_one_was_absent_says_nothing() -> None:
    table = votes(KAZ=[YES, None, YES], RUS=[YES, NO, None])
    result = vote_agreement(table, roll_calls(2013, 2013, 2014), state="KAZ", pole="RUS")
    assert [(item.period, item.roll_calls) for item in result.periods] == [(2013, 1)]


def test_a_year_without_a_common_vote_is_absent_not_zero() -> None:
    table = votes(GEO=[YES, None, NO], RUS=[YES, YES, NO])
    result = vote_agreement(table, roll_calls(2020, 2021, 2022), state="GEO", pole="RUS")
    assert [item.period for item in result.periods] == [2020, 2022]


def test_two_that_never_both_voted_are_outside_coverage() -> None:
    table = votes(XKX=[None], RUS=[YES])
    with pytest.raises(OutsideCoverage, match="never both voted") as caught:
        vote_agreement(table, roll_calls(2020), state="XKX", pole="RUS")
    assert "2020-12-01" in caught.value.hint


def test_agreement_goes_by_session_too_and_by_nothing_else() -> None:
    table = votes(MDA=[YES], ROU=[YES])
    result = vote_agreement(table, roll_calls(2020), state="MDA", pole="ROU", by="session")
    assert result.periods[0].period == 75
    assert "session 75" in result.text
    with pytest.raises(BadValue, match="year or session"):
        vote_agreement(table, roll_calls(2020), state="MDA", pole="ROU", by="month")  # type: ignore[arg-type]


def test_a_blocs_vote_is_the_median_of_its_members_of_that_day() -> None:
    founded, left = dt.date(1993, 11, 1), dt.date(2020, 2, 1)
    union = Bloc(
        "EU",
        (
            MemberSpell("DEU", founded),
            MemberSpell("FRA", founded),
            MemberSpell("GBR", founded, left),
        ),
    )
    table = votes(MDA=[ABSTAIN, ABSTAIN], DEU=[ABSTAIN, ABSTAIN], FRA=[ABSTAIN, YES], GBR=[NO, NO])
    result = vote_agreement(table, roll_calls(2019, 2020), state="MDA", pole=union)
    # 2019: abstain, abstain, no -> abstain. 2020, without the UK: abstain, yes -> half way.
    assert [item.agreement for item in result.periods] == [1.0, 0.75]
    assert [item.identical for item in result.periods] == [1.0, 0.0]


def test_a_member_is_compared_with_the_rest_of_its_bloc() -> None:
    founded = dt.date(1993, 11, 1)
    pair = Bloc("EU", (MemberSpell("DEU", founded), MemberSpell("HUN", founded)))
    table = votes(HUN=[NO], DEU=[YES])
    result = vote_agreement(table, roll_calls(2022), state="HUN", pole=pair)
    assert result.periods[0].agreement == 0.0


def test_the_headline_is_not_a_handful_of_votes() -> None:
    table = votes(ARM=[YES] * 30, RUS=[YES] * 15 + [NO] * 15)
    years = [2022] * 25 + [2023] * 5
    result = vote_agreement(table, roll_calls(*years), state="ARM", pole="RUS")
    assert result.headline.period == 2022
    assert result.text.startswith("ARM and RUS agreed to 60% in the General Assembly in 2022")


def test_a_pole_with_which_a_state_never_voted_is_left_out() -> None:
    found = agreement_with_poles(
        votes(ARM=[YES], RUS=[NO]), roll_calls(2022), state="ARM", poles=["RUS", "TWN"]
    )
    assert list(found) == ["RUS"]


def test_the_table_has_one_row_a_year() -> None:
    table = vote_agreement(
        votes(ARM=[YES, NO], RUS=[YES, YES]), roll_calls(2021, 2022), state="ARM", pole="RUS"
    ).table
    assert table.column_names[:5] == ["state", "pole", "period", "roll_calls", "agreement"]
    assert table["agreement"].to_pylist() == [1.0, 0.0]


CAST = st.lists(st.sampled_from([YES, ABSTAIN, NO, None]), min_size=1, max_size=30)


@given(CAST, CAST)
def test_agreement_is_the_same_from_both_sides(
    one: list[int | None], other: list[int | None]
) -> None:
    size = min(len(one), len(other))
    table, calls = votes(AAA=one[:size], BBB=other[:size]), roll_calls(*[2020] * size)
    try:
        there = vote_agreement(table, calls, state="AAA", pole="BBB").periods
    except OutsideCoverage:
        with pytest.raises(OutsideCoverage):
            vote_agreement(table, calls, state="BBB", pole="AAA")
        return
    assert there == vote_agreement(table, calls, state="BBB", pole="AAA").periods
    assert there[0].identical <= there[0].agreement <= 1.0
