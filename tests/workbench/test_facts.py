"""`facts`: what is on record of a state, or of one toward another, with the days it holds for."""

from __future__ import annotations

import datetime as dt
import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import comity
from comity.errors import BadValue, OutsideCoverage, UnknownName
from comity.measures.visa_openness import visa_openness
from comity.sources.contract import Coverage
from comity.workbench.facts import LISTED, OF_PAIR, OF_STATE
from comity.workbench.session import Session

FILES = {
    "cow_nmc": "cow_nmc_abridged_synthetic.csv",
    "cow_states": "cow_states2016_synthetic.csv",
    "cow_trade": "cow_dyadic_trade_synthetic.csv",
    "undesa_migrants": "UN_MigrantStockByOriginAndDestination_2019_synthetic.xlsx",
}
LAST_SNAPSHOT = dt.date(2025, 1, 12)
DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def held(
    default_lake_home: Path, fixtures: Path, tmp_path_factory: pytest.TempPathFactory
) -> Session:
    """The embedded default, with made-up files of states, capabilities, trade and migrants."""
    lake = comity.open(
        shutil.copytree(default_lake_home, tmp_path_factory.mktemp("facts") / "lake")
    )
    for source, name in FILES.items():
        lake.ingest(source, str(fixtures / name))
    return lake


def rows(held: Session, *who: str, **options: object) -> list[dict[str, Any]]:
    return held.facts(*who, **options).table.to_pylist()


def test_the_list_says_what_each_fact_is_and_for_which_days_it_is_there(held: Session) -> None:
    found = held.facts()
    by_code = {row["fact"]: row for row in found.table.to_pylist()}
    assert found.table.schema == LISTED
    assert found.text == "46 facts of 10 datasets."
    assert by_code["cow_tpop"] == {
        "dataset": "cow_nmc",
        "fact": "cow_tpop",
        "title": "Total population",
        "unit": "thousand persons",
        "of": "state",
        "rows": 3,
        "first_day": dt.date(1945, 1, 1),
        "last_day": dt.date(1990, 12, 31),
    }
    assert by_code["visa"]["of"] == "pair"
    assert by_code["visa"]["last_day"] == LAST_SNAPSHOT


def test_the_list_of_a_span_counts_only_what_touches_it(held: Session) -> None:
    listed = rows(held, first_day="1945-07-01", last_day="1945-07-01")
    assert {row["fact"]: row["rows"] for row in listed}["cow_tpop"] == 1
    assert "exports_usd" not in {row["fact"] for row in listed}


@pytest.mark.parametrize("words", ["total population", "POPULATION tot", "Pópulation tpop cow_nmc"])
def test_a_search_takes_words_of_code_title_and_dataset_in_any_case(
    held: Session, words: str
) -> None:
    assert [row["fact"] for row in rows(held, search=words)] == ["cow_tpop"]
    assert {row["fact"] for row in rows(held, "USA", search=words)} == {"cow_tpop"}


def test_a_figure_of_a_year_holds_from_its_first_to_its_last_day(held: Session) -> None:
    found = held.facts("United States", fact="COW_TPOP")
    assert found.table.schema == OF_STATE
    assert found.table.to_pylist() == [
        {
            "state": "USA",
            "fact": "cow_tpop",
            "title": "Total population",
            "value": 139928.0,
            "unit": "thousand persons",
            "text": None,
            "first_day": dt.date(1945, 1, 1),
            "last_day": dt.date(1945, 12, 31),
            "dataset": "cow_nmc",
        }
    ]
    assert found.text == (
        "1 row of 1 fact of USA, 1945-01-01 to 1945-12-31, from cow_nmc. "
        "cow_tpop: Total population; unit: thousand persons."
    )
    assert found.terms.startswith("Terms: cow_nmc: free for research")


@pytest.mark.parametrize(("day", "there"), [("1945-12-31", 1), ("1946-01-01", 0)])
def test_the_last_day_is_the_last_one_that_a_span_meets(
    held: Session, day: str, there: int
) -> None:
    assert len(rows(held, "USA", fact="cow_tpop", first_day=day, last_day=day)) == there


def test_a_membership_that_stood_when_the_record_closed_lasts_to_its_end(held: Session) -> None:
    (member,) = rows(held, "KAZ", fact="state_system_member", first_day="2010-01-01")
    assert member["first_day"] == dt.date(1991, 12, 16)
    assert member["last_day"] == dt.date(2016, 12, 31)


def test_a_snapshot_tells_of_its_own_day_only(held: Session) -> None:
    (stock,) = rows(held, "KAZ", "DEU", fact="migrant_stock")
    assert stock["first_day"] == stock["last_day"] == dt.date(2019, 7, 1)
    assert stock["value"] == 70
    with pytest.raises(OutsideCoverage, match="Covered: undesa_migrants 1990-07-01 to 2019-07-01"):
        held.facts("KAZ", "DEU", fact="migrant_stock", first_day="2019-07-02")


def test_a_visa_rule_stands_until_another_and_the_last_one_until_the_last_snapshot(
    held: Session,
) -> None:
    rules = rows(held, "KAZ", "DEU", fact="visa")
    assert [rule["text"] for rule in rules] == [
        *("visa_free", "pandemic_ban", "visa_free", "visa_free"),
    ]
    assert rules[0]["last_day"] == LAST_SNAPSHOT
    for newer, older in pairwise(rules):
        assert older["last_day"] + DAY == newer["first_day"]


def test_a_rule_that_each_snapshot_repeats_is_one_row(own_lake: Session, tmp_path: Path) -> None:
    for day, rule in (("2025-02-01", "30"), ("2025-03-01", "visa required")):
        path = tmp_path / day / "passport-index-tidy-iso3.csv"
        path.parent.mkdir()
        path.write_text(f"Passport,Destination,Requirement\nDEU,KAZ,{rule}\n", "utf-8")
        own_lake.ingest("passport_index", str(path))
    newer, older, *_ = rows(own_lake, "KAZ", "DEU")
    assert newer["first_day"] == newer["last_day"] == dt.date(2025, 3, 1)
    assert (older["text"], older["value"]) == ("visa_free", 30)
    assert older["first_day"] == dt.date(2022, 2, 10)
    assert older["last_day"] == dt.date(2025, 2, 28)


@pytest.mark.parametrize(("source", "target"), [("KAZ", "DEU"), ("USA", "CAN"), ("CHN", "RUS")])
def test_the_rule_of_a_day_is_the_one_that_a_brief_reads(
    held: Session, source: str, target: str
) -> None:
    reading = held.reading()
    pair = {"source": source, "target": target}
    recorded = reading.query(
        "SELECT * FROM dyad_facts WHERE source = $source AND target = $target", pair
    )
    snapshots = [
        Coverage("passport_index", "snapshots", row["first_day"], row["last_day"], "world", (), t)
        for t in ("dyad_facts",)
        for row in reading.query(
            "SELECT first_day, last_day FROM coverage WHERE dataset = 'passport_index'"
        ).to_pylist()
    ]
    for day in [dt.date(2019, 11, 23), dt.date(2021, 9, 1), dt.date(2023, 6, 30), LAST_SNAPSHOT]:
        (rule,) = rows(held, source, target, fact="visa", first_day=day, last_day=day)
        read = visa_openness(recorded, snapshots, source=source, target=target, day=day).rows[0]
        assert (rule["text"], rule["value"]) == (read.rule.value, read.days)


def test_facts_of_a_pair_are_directed_and_both_adds_the_other_direction(held: Session) -> None:
    one = held.facts("USA", "CAN", fact="exports_usd")
    two = held.facts("USA", "CAN", fact="exports_usd", both=True)
    assert one.table.schema == two.table.schema == OF_PAIR
    assert [row["value"] for row in one.table.to_pylist()] == [20_000_000]
    assert [(row["source"], row["value"]) for row in two.table.to_pylist()] == [
        ("USA", 20_000_000),
        ("CAN", 10_500_000),
    ]
    assert "USA toward CAN and back" in two.text


def test_newer_facts_come_first(held: Session) -> None:
    days = [row["first_day"] for row in rows(held, "USA", "CAN", both=True)]
    assert days == sorted(days, reverse=True)
    assert len(set(days)) > 3


def test_a_zero_on_record_is_a_zero_and_what_is_not_on_record_is_absent(held: Session) -> None:
    (soviet,) = rows(held, "SUN", "USA", fact="exports_usd")
    assert soviet["value"] == 0
    nothing = held.facts("KAZ", "USA", fact="exports_usd", first_day="1995-01-01")
    assert nothing.table.num_rows == 0
    assert nothing.table.schema == OF_PAIR
    assert "not the same as zero" in nothing.text
    assert nothing.terms == ""


def test_only_the_dataset_that_is_asked_for_is_read(held: Session) -> None:
    assert {row["dataset"] for row in rows(held, "USA", dataset="cow_nmc")} == {"cow_nmc"}
    assert {row["dataset"] for row in rows(held, dataset="cow_trade")} == {"cow_trade"}


def test_an_older_lake_version_has_the_facts_of_its_time(held: Session) -> None:
    older = comity.open(held.home, as_of=1).facts()
    assert older.lake_version == 1
    then = set(older.table["fact"].to_pylist())
    assert {"visa", "alliance_defence", "border_land"} <= then
    assert "cow_tpop" not in then


@pytest.mark.parametrize(
    ("who", "options", "error", "said"),
    [
        (["Rusland"], {}, UnknownName, "comity states"),
        (["USA", "USA"], {}, BadValue, "both sides"),
        (["USA"], {"both": True}, BadValue, "--both"),
        (["", "USA"], {}, BadValue, "first"),
        (["USA"], {"fact": "cow_tpopp"}, UnknownName, "cow_tpop"),
        ([], {"fact": ("cow_tpop", "vise")}, UnknownName, "visa"),
        (["USA"], {"search": "zebra"}, UnknownName, "zebra"),
        (["USA"], {"dataset": "cow_nmcc"}, UnknownName, "cow_nmc"),
        (["USA"], {"dataset": "icews"}, UnknownName, "source of facts"),
        (["USA"], {"fact": "visa"}, BadValue, "comity facts USA OTHER --fact visa"),
        (["USA", "CAN"], {"fact": "cow_tpop"}, BadValue, "comity facts USA --fact cow_tpop"),
        (
            ["USA"],
            {"first_day": "2017-01-01", "dataset": "cow_states"},
            OutsideCoverage,
            "cow_states 1816-01-01",
        ),
        (["USA"], {"fact": "cow_tpop", "last_day": "1800-01-01"}, OutsideCoverage, "cow_nmc"),
        (["USA"], {"first_day": "2001-01-01", "last_day": "2000-01-01"}, BadValue, "--from"),
        (["USA"], {"fact": "cow_tpop", "dataset": "cow_trade"}, OutsideCoverage, "comity facts"),
    ],
)
def test_what_can_not_be_answered_is_told(
    held: Session, who: list[str], options: dict[str, Any], error: type, said: str
) -> None:
    with pytest.raises(error, match=said):
        held.facts(*who, **options)
