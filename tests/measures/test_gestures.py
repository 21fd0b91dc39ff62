"""The acts behind a series: every record with its class, and the classes of the series."""

from __future__ import annotations

from typing import Any

from comity.measures.gestures import gestures
from comity.measures.reading_tables import default_reading


def listed(*rows: dict[str, Any], hand: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = gestures(hand.acts(*rows), default_reading()).table.to_pylist()
    return found


def test_acts_are_listed_newest_first_and_on_a_day_the_strongest_first(hand: Any) -> None:
    rows = listed(
        hand.act("2022-02-23", "RUS", "UKR", "190"),
        hand.act("2022-02-24", "RUS", "UKR", "111"),
        hand.act("2022-02-24", "RUS", "UKR", "190"),
        hand=hand,
    )
    assert [(str(row["day"]), row["code"]) for row in rows] == [
        ("2022-02-24", "190"),
        ("2022-02-24", "111"),
        ("2022-02-23", "190"),
    ]


def test_each_act_names_its_record_or_says_counts_only(hand: Any) -> None:
    record, counts = listed(
        hand.act("2022-02-24", "RUS", "UKR", "190"),
        hand.act("2022-02-23", "RUS", "UKR", "190", n=3),
        hand=hand,
    )
    assert (record["evidence"], record["source_file"], record["line"]) == (
        "record",
        "by_hand.tab",
        1,
    )
    assert (counts["evidence"], counts["count"]) == ("counts only", 3)


def test_troops_of_one_day_are_read_by_whom_each_record_addresses(hand: Any) -> None:
    rows = listed(
        hand.act("2022-02-22", "RUS", "UKR", "154"),
        hand.act("2022-02-22", "RUS", "UKR", "154", organ="military"),
        hand=hand,
    )
    assert {row["target_organ"]: row["gesture_class"] for row in rows} == {
        "state": "offence",
        "military": "attack",
    }


def test_recognition_of_another_party_is_listed_as_neutral_without_a_score(hand: Any) -> None:
    [row] = listed(hand.act("2022-02-21", "RUS", "UKR", "054"), hand=hand)
    assert row["gesture_class"] == "neutral"
    assert row["goldstein"] is None
    # Goldstein 6.0 as friendly; a neutral act has half of it.
    assert row["intensity"] == 3.0


def test_an_act_against_an_obligation_names_the_instrument(hand: Any) -> None:
    [row] = listed(hand.act("2022-02-24", "RUS", "UKR", "190"), hand=hand)
    assert (
        "Budapest" in row["breaches"]
        or "Security Assurances" in row["breaches"]
        or ("budapest_ukraine_1994" in row["breaches"])
    )
    [lawful] = listed(hand.act("2022-02-24", "RUS", "UKR", "111"), hand=hand)
    assert lawful["breaches"] is None


def test_the_text_counts_each_class(hand: Any) -> None:
    acts = hand.acts(
        hand.act("2022-02-24", "RUS", "UKR", "190", n=3),
        hand.act("2022-02-24", "UKR", "RUS", "111"),
    )
    assert gestures(acts, default_reading()).text == "3 attack, 1 insult."
    assert gestures(hand.acts(), default_reading()).text == "No act is recorded."
