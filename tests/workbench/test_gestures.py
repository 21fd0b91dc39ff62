"""`gestures`: the acts behind a series, from Python."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.errors import BadValue, UnknownName
from comity.workbench.session import Session

WEEK = {"first_day": "2022-02-20", "last_day": "2022-02-28"}
COLUMNS = [
    *("day", "source", "target", "gesture_class", "type", "scheme", "code", "intensity"),
    *("source_organ", "target_organ", "count", "evidence", "record", "dataset", "source_file"),
    *("line", "goldstein", "breaches"),
]


def test_the_acts_are_the_ones_that_the_series_counts(lake: Session) -> None:
    acts = lake.gestures("RUS", "UKR", **WEEK)
    series = lake.ledger("RUS", "UKR", period="day", **WEEK).table.to_pylist()
    assert acts.table.column_names == COLUMNS
    for name in ("friendly", "neutral", "insult", "offence", "attack"):
        rows = acts.table.to_pylist()
        listed = sum(row["count"] for row in rows if row["gesture_class"] == name)
        assert listed == sum(row[name] for row in series), name
    assert (acts.dataset, acts.lake_version) == ("icews", 1)
    assert acts.text.endswith(".")
    assert acts.matching == acts.table.num_rows


def test_the_newest_come_first(lake: Session) -> None:
    days = lake.gestures("ARM", "AZE").table["day"].to_pylist()
    assert days == sorted(days, reverse=True)


def test_a_row_without_a_record_is_marked_counts_only(lake: Session) -> None:
    rows = lake.gestures("RUS", "UKR").table.to_pylist()
    for row in rows:
        counted = row["day"] >= dt.date(2021, 1, 1)
        assert row["evidence"] == ("counts only" if counted else "record"), row
        assert row["source_file"], row
        assert (row["line"] is None) == counted, row
        assert counted or row["count"] == 1, row
    assert {row["evidence"] for row in rows} == {"counts only", "record"}


def test_a_limit_shows_the_newest_and_says_how_many_there_are(lake: Session) -> None:
    every = lake.gestures("ARM", "AZE")
    few = lake.gestures("ARM", "AZE", limit=5)
    assert few.table == every.table.slice(0, 5)
    assert few.matching == every.matching > 5


def test_one_class_and_both_directions(lake: Session) -> None:
    found = lake.gestures("ARM", "AZE", both=True, gesture_class="attack").table
    assert set(found["gesture_class"].to_pylist()) == {"attack"}
    assert set(found["source"].to_pylist()) == {"ARM", "AZE"}
    assert min(found["intensity"].to_pylist()) > 0


def test_nothing_on_record_is_said_in_a_sentence(lake: Session) -> None:
    found = lake.gestures("RUS", "TKM", gesture_class="attack")
    assert (found.table.num_rows, found.text) == (0, "No act is recorded.")
    assert found.table.column_names == COLUMNS


def test_the_voices_of_a_bloc_add_up(lake: Session) -> None:
    acts = {
        voice: sum(lake.gestures("EU", "RUS", voice=voice).table["count"].to_pylist())
        for voice in ("institutions", "members", "both")
    }
    assert acts["institutions"] + acts["members"] == acts["both"]


def test_the_dataset_that_is_asked_for_must_be_in_the_lake(lake: Session) -> None:
    assert "(as asked)" in lake.gestures("RUS", "UKR", dataset="icews", **WEEK).coverage
    with pytest.raises(UnknownName, match="icews"):
        lake.gestures("RUS", "UKR", dataset="icewss")


def test_a_frame_has_a_row_for_each_act(lake: Session) -> None:
    found = lake.gestures("RUS", "UKR", **WEEK)
    assert len(found.to_pandas()) == found.to_polars().height == found.table.num_rows > 0


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"gesture_class": "frendly"}, UnknownName, "friendly"),
        ({"limit": 0}, BadValue, "limit"),
        ({"since": "2021"}, BadValue, "first_day"),
        ({"last_day": "tomorrow"}, BadValue, "last_day"),
    ],
)
def test_a_wrong_option_is_told(
    lake: Session, options: dict[str, object], error: type, said: str
) -> None:
    with pytest.raises(error, match=said):
        lake.gestures("RUS", "UKR", **options)
