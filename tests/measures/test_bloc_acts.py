"""A bloc as an actor: its institutions, its members of that day, or both."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.measures.bloc_acts import BlocVoice, collapse, voices
from comity.vocabulary.dyad import Dyad

EU = pa.table(
    {
        "organisation": ["EU", "EU"],
        "state": ["GBR", "FRA"],
        "status": ["member", "member"],
        "first_day": pa.array([dt.date(1973, 1, 1), dt.date(1958, 1, 1)], pa.date32()),
        "end_day": pa.array([dt.date(2020, 2, 1), None], pa.date32()),
    }
)
DYAD = Dyad("EU", "RUS")


def recorded(acts: pa.Table, voice: BlocVoice) -> list[str]:
    """Who acted, as recorded, of the acts that stand for the bloc's."""
    rows = collapse(acts, EU, DYAD, voice).to_pylist()
    assert all((row["source"], row["target"]) == ("EU", "RUS") for row in rows)
    return sorted(row["source_as_recorded"] for row in rows)


def test_the_british_speak_for_the_union_until_january_2020(hand: Any) -> None:
    acts = hand.acts(
        hand.act("2020-01-31", "GBR", "RUS", "111"),
        hand.act("2020-02-01", "GBR", "RUS", "111"),
        hand.act("2020-02-01", "FRA", "RUS", "111"),
    )
    assert recorded(acts, BlocVoice.MEMBERS) == ["FRA", "GBR"]
    late = acts.filter(pc.field("day") == dt.date(2020, 2, 1))
    assert recorded(late, BlocVoice.MEMBERS) == ["FRA"]


def test_institutions_and_members_are_kept_apart_or_taken_together(hand: Any) -> None:
    acts = hand.acts(
        hand.act("2021-05-01", "EU", "RUS", "111"), hand.act("2021-05-01", "FRA", "RUS", "111")
    )
    assert recorded(acts, BlocVoice.INSTITUTIONS) == ["EU"]
    assert recorded(acts, BlocVoice.MEMBERS) == ["FRA"]
    assert recorded(acts, BlocVoice.BOTH) == ["EU", "FRA"]


def test_an_act_between_two_voices_of_one_bloc_is_no_act_of_the_dyad(hand: Any) -> None:
    acts = hand.acts(hand.act("2021-05-01", "EU", "FRA", "042"))
    assert collapse(acts, EU, DYAD, BlocVoice.BOTH).num_rows == 0


def test_a_state_speaks_for_itself_whatever_the_voice() -> None:
    for voice in BlocVoice:
        assert voices(DYAD, EU, voice)["RUS"] == ("RUS",)
    assert voices(DYAD, EU, BlocVoice.BOTH)["EU"] == ("EU", "FRA", "GBR")


@settings(max_examples=15, deadline=None)
@given(st.lists(st.dates(dt.date(2019, 1, 1), dt.date(2021, 12, 31)), max_size=8, unique=True))
def test_members_and_institutions_add_up_to_both(hand: Any, days: list[dt.date]) -> None:
    acts = hand.acts(
        *(
            hand.act(day.isoformat(), source, "RUS", "111")
            for day in days
            for source in ("EU", "GBR", "FRA")
        )
    )
    apart = [
        *recorded(acts, BlocVoice.INSTITUTIONS),
        *recorded(acts, BlocVoice.MEMBERS),
    ]
    assert sorted(apart) == recorded(acts, BlocVoice.BOTH)
