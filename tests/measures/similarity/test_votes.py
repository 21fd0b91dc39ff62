"""Similarity in roll calls: by hand on a few votes, by year, session, issue and bloc."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pytest

from comity.errors import BadInput, BadValue, OutsideCoverage
from comity.measures.similarity import How, Similarity, similarity, vote_similarity
from comity.vocabulary.bloc import Bloc, MemberSpell

YES, ABSTAIN, NO, ABSENT = 1, 2, 3, 8
VOTES = pa.schema([("rcid", pa.int32()), ("state", pa.string()), ("vote", pa.int8())])


def roll_calls(*years: int, hr: Sequence[bool] = ()) -> pa.Table:
    numbers = range(1, len(years) + 1)
    columns: dict[str, Any] = {
        "rcid": pa.array(numbers, pa.int32()),
        "day": [dt.date(year, 12, 1) for year in years],
        "session": pa.array([year - 1945 for year in years], pa.int16()),
        "hr": pa.array(hr or [None] * len(years), pa.bool_()),
    }
    return pa.table(columns)


def votes(**cast: Sequence[int | None]) -> pa.Table:
    rows = [
        {"rcid": number, "state": state, "vote": vote}
        for state, series in cast.items()
        for number, vote in enumerate(series, 1)
        if vote is not None
    ]
    return pa.Table.from_pylist(rows, schema=VOTES)


def how(**changed: Any) -> How:
    asked: dict[str, Any] = {
        **{"of": "votes", "by": "year", "measure": "agreement", "distance": "absolute"},
        **{"scale": "graded", "weights": "none", "level": 0.9},
    }
    return How(**{**asked, **changed})


def compared(cast: pa.Table, calls: pa.Table, *pair: str | Bloc, **asked: Any) -> Similarity:
    few = {"min_items": 1, "issue": None} | {
        name: asked.pop(name) for name in ("min_items", "issue") if name in asked
    }
    one, other = pair
    return vote_similarity(cast, calls, (one, other), how(**asked), **few)


def rows(found: Similarity) -> list[tuple[int | None, float | None, int]]:
    table = found.table.to_pylist()
    return [(row["period"], row["value"], row["items"]) for row in table]


def test_each_year_has_the_roll_calls_in_which_both_voted() -> None:
    cast = votes(RUS=[YES, NO, YES, YES, NO], KAZ=[YES, ABSTAIN, None, YES, YES])
    found = compared(cast, roll_calls(2013, 2013, 2013, 2014, 2014), "RUS", "KAZ")
    assert rows(found) == [(2013, 0.75, 2), (2014, 0.5, 2)]
    row = found.table.to_pylist()[0]
    assert (row["state"], row["other"], row["of"], row["dataset"]) == (
        *("RUS", "KAZ", "votes", "un_votes"),
    )
    assert (row["measure"], row["distance"]) == ("agreement", "absolute")


def test_a_session_is_another_period_and_all_of_them_are_one() -> None:
    cast = votes(RUS=[YES, NO], KAZ=[YES, YES])
    calls = roll_calls(2013, 2014)
    assert rows(compared(cast, calls, "RUS", "KAZ", by="session")) == [(68, 1.0, 1), (69, 0.0, 1)]
    whole = compared(cast, calls, "RUS", "KAZ", by="all")
    assert rows(whole) == [(None, 0.5, 2)]
    assert "in all periods, over 2 roll calls" in whole.text


def test_an_issue_keeps_the_roll_calls_with_its_flag() -> None:
    cast = votes(RUS=[YES, NO, NO], KAZ=[YES, YES, NO])
    calls = roll_calls(2013, 2013, 2013, hr=[False, True, True])
    assert rows(compared(cast, calls, "RUS", "KAZ", issue="hr")) == [(2013, 0.5, 2)]
    with pytest.raises(BadValue, match="'xx' is not a flagged issue"):
        compared(cast, calls, "RUS", "KAZ", issue="xx")


def test_the_vote_of_a_bloc_is_the_median_of_its_members_of_the_day() -> None:
    spells = (MemberSpell("DEU", dt.date(1958, 1, 1)), MemberSpell("HRV", dt.date(2013, 7, 1)))
    eu = Bloc("EU", spells)
    cast = votes(DEU=[YES, YES], HRV=[NO, ABSTAIN], KAZ=[YES, YES])
    found = compared(cast, roll_calls(2012, 2013), "KAZ", eu)
    assert rows(found) == [(2012, 1.0, 1), (2013, 0.75, 1)]
    turned = compared(cast, roll_calls(2012, 2013), eu, "KAZ")
    assert rows(turned) == rows(found)
    assert turned.state == "EU"


def test_a_member_is_compared_with_the_rest_of_its_bloc() -> None:
    spells = (MemberSpell("DEU", dt.date(1958, 1, 1)), MemberSpell("FRA", dt.date(1958, 1, 1)))
    cast = votes(DEU=[YES], FRA=[NO])
    found = compared(cast, roll_calls(2013), "DEU", Bloc("EU", spells))
    assert rows(found) == [(2013, 0.0, 1)]


def test_a_year_with_too_few_common_votes_is_left_out_and_named() -> None:
    cast = votes(RUS=[YES, NO, YES], KAZ=[YES, YES, YES])
    found = compared(cast, roll_calls(2013, 2014, 2014), "RUS", "KAZ", min_items=2)
    assert rows(found) == [(2014, 0.5, 2)]
    assert found.thin == ((2013, 1),)
    assert "Left out for too few shared items: 2013 (1)." in found.text


def test_two_that_never_met_are_outside_coverage() -> None:
    cast = votes(RUS=[YES, None], KAZ=[None, YES])
    with pytest.raises(OutsideCoverage, match=r"never both voted in 1 roll calls .*at most 0") as e:
        compared(cast, roll_calls(2013, 2014), "RUS", "KAZ")
    assert "2013-12-01 to 2014-12-01" in e.value.hint


def test_equal_votes_alone_are_not_defined_for_pi_and_said_to_be_so() -> None:
    cast = votes(RUS=[YES] * 5, KAZ=[YES] * 5)
    found = compared(cast, roll_calls(*[2013] * 5), "RUS", "KAZ", measure="pi")
    (row,) = found.table.to_pylist()
    assert (row["value"], row["lower"], row["upper"], row["items"]) == (None, None, None, 5)
    assert "Not defined in 2013" in found.text


def test_an_absence_with_a_code_of_its_own_is_an_absence() -> None:
    cast = votes(RUS=[YES, ABSENT], KAZ=[YES, NO])
    assert rows(compared(cast, roll_calls(2013, 2013), "RUS", "KAZ")) == [(2013, 1.0, 1)]


def test_a_vote_outside_the_list_is_named_with_state_and_roll_call() -> None:
    cast = votes(RUS=[YES, 7], KAZ=[YES, 4])
    with pytest.raises(BadInput, match="2 votes have codes outside the list, the first 7 of RUS"):
        compared(cast, roll_calls(2013, 2013), "RUS", "KAZ")


def test_a_vote_told_twice_counts_once_and_two_different_ones_are_refused() -> None:
    once = votes(RUS=[YES, NO], KAZ=[YES, YES])
    twice = pa.concat_tables([once, votes(KAZ=[YES])])
    found = compared(twice, roll_calls(2013, 2013), "RUS", "KAZ")
    assert rows(found) == [(2013, 0.5, 2)]
    assert "1 repeated votes were counted once." in found.text
    torn = pa.concat_tables([once, votes(KAZ=[NO])])
    with pytest.raises(BadInput, match="two different votes in one roll call, the first KAZ in 1"):
        compared(torn, roll_calls(2013, 2013), "RUS", "KAZ")


def test_the_sentence_names_measure_distance_interval_items_and_change() -> None:
    one = [YES, NO, YES, YES, NO, ABSTAIN] * 2
    other = [YES, NO, ABSTAIN, NO, NO, ABSTAIN, *one[:6]]
    calls = roll_calls(*[2013] * 6, *[2014] * 6)
    found = compared(
        votes(RUS=one, KAZ=other), calls, "RUS", "KAZ", measure="pi", distance="squared"
    )
    assert found.text.startswith("RUS and KAZ, votes: Scott's pi over squared distance; 1 the same")
    first = similarity(one[:6], other[:6])
    assert f"1.00 (90% interval 0.{found.text.split('interval 0.')[1][:2]} to 1.00)" in found.text
    assert f"over 6 roll calls in which both voted, against {first:.2f} in 2013." in found.text
