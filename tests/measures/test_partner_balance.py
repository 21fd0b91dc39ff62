"""With whom a state deals, and in what tone."""

from __future__ import annotations

from typing import Any

from comity.measures.partner_balance import partner_balance
from comity.measures.reading_tables import default_reading


def test_both_directions_count_and_the_busiest_partner_stands_first(hand: Any) -> None:
    acts = hand.acts(
        hand.act("2021-05-01", "KAZ", "RUS", "030", n=2),
        hand.act("2021-05-02", "RUS", "KAZ", "111"),
        hand.act("2021-05-02", "CHN", "KAZ", "042"),
    )
    balance = partner_balance(acts, default_reading(), state="KAZ")
    first, second = balance.table.to_pylist()
    assert first == {"partner": "RUS", "acts": 3, "friendly": 2, "hostile": 1, "meetings": None}
    assert (second["partner"], second["meetings"]) == ("CHN", 1)
    assert balance.text == "2 partners; most acts with RUS (3)."


def test_too_few_acts_say_nothing_of_the_tone(hand: Any) -> None:
    acts = hand.acts(hand.act("2021-05-01", "KAZ", "RUS", "030", n=3))
    balance = partner_balance(acts, default_reading(), state="KAZ")
    assert balance.net_friendly(least=3) == {"RUS": 1.0}
    assert balance.net_friendly(least=4) == {"RUS": None}


def test_meetings_are_neither_friendly_nor_hostile(hand: Any) -> None:
    acts = hand.acts(
        hand.act("2021-05-01", "KAZ", "RUS", "042", n=9),
        hand.act("2021-05-01", "KAZ", "RUS", "030"),
        hand.act("2021-05-01", "KAZ", "RUS", "111"),
    )
    balance = partner_balance(acts, default_reading(), state="KAZ")
    assert balance.net_friendly(least=2) == {"RUS": 0.0}


def test_no_act_is_no_partner(hand: Any) -> None:
    balance = partner_balance(hand.acts(), default_reading(), state="KAZ")
    assert balance.table.num_rows == 0
    assert balance.text == "No act with KAZ is recorded."
