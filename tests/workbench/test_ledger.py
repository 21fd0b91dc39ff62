"""`ledger`: what one state did to another, from Python."""

from __future__ import annotations

from pathlib import Path

import pytest

import comity
from comity.errors import BadRequest, BadValue, LakeVersionDropped, OutsideCoverage, UnknownName
from comity.workbench.session import Session

FIRST = (
    *("source", "target", "period", "friendly", "neutral", "insult", "offence", "attack"),
    *("meeting", "breach", "net_goldstein"),
)
WEEK = {"period": "day", "first_day": "2022-02-20", "last_day": "2022-02-28"}


def test_the_war_shows_on_its_first_day(lake: Session) -> None:
    found = lake.ledger("RUS", "UKR", **WEEK)
    rows = found.table.to_pylist()
    attacks = {row["period"]: row["attack"] for row in rows}
    assert tuple(found.table.column_names[: len(FIRST)]) == FIRST
    assert len(rows) == 9
    assert attacks["2022-02-24"] >= 3 * attacks["2022-02-23"] > 0
    assert sum(row["breach"] for row in rows) > 0


def test_a_result_is_a_table_a_sentence_and_a_lake_version(lake: Session) -> None:
    found = lake.ledger("Russia", "Ukraine", **WEEK)
    acts = sum(found.table["acts"].to_pylist())
    assert found.text == (f"{acts} acts in 9 days (2022-02-20 to 2022-02-28), source icews.")
    assert found.lake_version == 1
    assert found.dataset == "icews"
    assert "9 of 9 days covered" in found.coverage


def test_a_frame_holds_what_the_table_holds(lake: Session) -> None:
    found = lake.ledger("RUS", "UKR", **WEEK)
    attacks = found.table["attack"].to_pylist()
    assert list(found.to_pandas()["attack"]) == found.to_polars()["attack"].to_list() == attacks
    assert found.to_polars().columns == found.table.column_names


def test_both_gives_each_direction_as_if_asked_for_alone(lake: Session) -> None:
    both = lake.ledger("ARM", "AZE", both=True).table.to_pylist()
    for source, target in (("ARM", "AZE"), ("AZE", "ARM")):
        alone = lake.ledger(source, target).table.to_pylist()
        assert [row for row in both if row["source"] == source] == alone


def test_a_day_outside_coverage_has_no_row(lake: Session) -> None:
    found = lake.ledger("RUS", "UKR", period="year")
    assert [row["period"] for row in found.table.to_pylist()] == ["2018", "2019", "2021", "2022"]
    assert all(0 < row["days_covered"] < row["days"] for row in found.table.to_pylist())


def test_a_pair_without_a_listed_obligation_is_not_judged(lake: Session) -> None:
    found = lake.ledger("DEU", "JPN")
    assert set(found.table["breach"].to_pylist()) == {None}
    assert "Breach is not judged" in found.coverage


def test_a_bloc_speaks_by_its_institutions_its_members_or_both(lake: Session) -> None:
    acts = {
        voice: sum(lake.ledger("EU", "RUS", voice=voice).table["acts"].to_pylist())
        for voice in ("institutions", "members", "both")
    }
    assert 0 < acts["institutions"] < acts["members"] < acts["both"]


def test_an_older_lake_version_gives_the_older_series(own_lake: Session, tmp_path: Path) -> None:
    before = own_lake.ledger("RUS", "UKR", **WEEK)
    path = tmp_path / "950101_SYNTHETIC.keds"
    path.write_text("950101\tUSA\tRUS\t032\t(VISIT)\tSYNTHETIC\n", encoding="utf-8")
    assert own_lake.ingest("keds", str(path)).lake_version == 2
    older = comity.open(own_lake.home, as_of=1).ledger("RUS", "UKR", **WEEK)
    assert own_lake.ledger("RUS", "UKR", **WEEK).lake_version == 2
    assert (older.lake_version, older.table) == (1, before.table)
    with pytest.raises(LakeVersionDropped, match="9"):
        comity.open(own_lake.home, as_of=9).ledger("RUS", "UKR")


def test_the_dataset_that_is_asked_for_is_read_and_no_other(lake: Session) -> None:
    found = lake.ledger("RUS", "UKR", dataset="icews", **WEEK)
    assert "(as asked)" in found.coverage
    with pytest.raises(UnknownName, match="icews"):
        lake.ledger("RUS", "UKR", dataset="icew")


@pytest.mark.parametrize(
    ("source", "target", "options", "error", "said"),
    [
        ("Rusland", "UKR", {}, UnknownName, "Rusland"),
        ("RUS", "RUS", {}, BadRequest, "both sides"),
        ("RUS", "UKR", {"period": "fortnight"}, BadValue, "period"),
        ("RUS", "UKR", {"first_day": "2022-02-30"}, BadValue, "first_day"),
        ("RUS", "UKR", {"voice": "choir"}, BadValue, "voice"),
        (
            "RUS",
            "UKR",
            {"first_day": "1950-01-01", "last_day": "1950-12-31"},
            OutsideCoverage,
            "1950",
        ),
        ("DEU", "FRA", {"dataset": "un_votes"}, UnknownName, "tells of no acts"),
    ],
)
def test_what_can_not_be_answered_is_told(
    lake: Session, source: str, target: str, options: dict[str, str], error: type, said: str
) -> None:
    with pytest.raises(error, match=said) as caught:
        lake.ledger(source, target, **options)
    assert caught.value.hint or caught.value.next_step
