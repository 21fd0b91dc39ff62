"""`similarity`: how alike two states are, on the record, and what is told where it is silent."""

from __future__ import annotations

import shutil
from inspect import signature
from pathlib import Path
from typing import Any

import pytest

from comity.cli.similarity import command
from comity.errors import BadValue, OutsideCoverage, UnknownName
from comity.measures.similarity.matrix import MIN_ITEMS
from comity.measures.similarity.record import TABLE
from comity.measures.vote_agreement import vote_agreement
from comity.workbench.session import Session

YEAR_1946 = {"first_day": "1946-01-01", "last_day": "1946-12-31"}


def rows(lake: Session, *pair: str, **options: Any) -> list[dict[str, Any]]:
    return lake.similarity(*pair, **options).table.to_pylist()


@pytest.mark.parametrize(
    ("measure", "distance", "value"),
    [("kappa", "squared", -0.01222707), ("pi", "nominal", -0.02775801)],
)
def test_the_united_states_and_mexico_1946_are_as_alike_as_in_the_r_package_fpsim(
    lake: Session, measure: str, distance: str, value: float
) -> None:
    """Miller's fpsim 0.2 prints these for 38 roll calls of the release of June 2024."""
    (row,) = rows(lake, "USA", "Mexico", measure=measure, distance=distance, **YEAR_1946)
    assert row["items"] == 38
    assert row["value"] == pytest.approx(value, abs=5e-9)
    assert row["lower"] < value < row["upper"]


def test_agreement_is_that_of_the_older_measure(lake: Session) -> None:
    found = {row["period"]: row for row in rows(lake, "KAZ", "RUS", measure="agreement")}
    reading = lake.reading()
    both = "dataset = 'un_votes' AND state IN ('KAZ', 'RUS')"
    votes = reading.query(f"SELECT * FROM votes WHERE {both}")
    calls = reading.query("SELECT * FROM roll_calls WHERE dataset = 'un_votes'")
    for period in vote_agreement(votes, calls, state="KAZ", pole="RUS").periods:
        if period.roll_calls >= MIN_ITEMS:
            assert found[period.period]["value"] == pytest.approx(period.agreement)
            assert found[period.period]["items"] == period.roll_calls


def test_who_votes_with_whom_has_face_validity(lake: Session) -> None:
    span = {"first_day": "2015-01-01", "last_day": "2022-12-31", "by": "all"}

    def pi(one: str, other: str) -> float:
        (row,) = rows(lake, one, other, **span)
        assert row["items"] > 400
        return float(row["value"])

    assert pi("EU", "DEU") > 0.9
    assert pi("USA", "ISR") > pi("USA", "GBR") > pi("USA", "RUS")
    assert pi("BLR", "RUS") > pi("KAZ", "RUS") > pi("UKR", "RUS")


def test_both_sides_say_the_same(lake: Session) -> None:
    there, back = rows(lake, "KAZ", "RUS"), rows(lake, "RUS", "KAZ")
    assert [row["value"] for row in there] == pytest.approx([row["value"] for row in back])
    assert {row["state"] for row in there} == {"KAZ"}


def test_the_table_has_its_columns_and_says_how_it_was_measured(lake: Session) -> None:
    result = lake.similarity("KAZ", "EU", first_day="2010-01-01", issue="hr")
    assert result.table.schema == TABLE
    first = result.table.to_pylist()[0]
    assert (first["state"], first["other"], first["of"]) == ("KAZ", "EU", "votes")
    assert (first["measure"], first["distance"], first["dataset"]) == ("pi", "squared", "un_votes")
    assert "Scott's pi over squared distance" in result.text
    assert "90% interval" in result.text
    assert result.terms.startswith("Terms: un_votes")


def test_an_issue_has_fewer_roll_calls_than_all(lake: Session) -> None:
    asked = {"first_day": "2000-01-01", "last_day": "2019-12-31", "by": "all"}
    every, rights = (rows(lake, "KAZ", "USA", issue=issue, **asked)[0] for issue in (None, "hr"))
    assert 0 < rights["items"] < every["items"]


def test_sessions_are_periods_too(lake: Session) -> None:
    found = rows(lake, "KAZ", "RUS", by="session")
    assert found[0]["period"] >= 46
    assert all(row["items"] >= MIN_ITEMS for row in found)


def test_memberships_come_from_the_own_list_where_there_is_no_other(lake: Session) -> None:
    found = rows(lake, "KAZ", "KGZ", of="organisations", first_day="2015-01-01")
    assert {row["dataset"] for row in found} == {"memberships"}
    assert [row["period"] for row in found] == list(range(2015, 2026))
    farther = rows(lake, "KAZ", "DEU", of="organisations", first_day="2015-01-01")
    assert found[-1]["value"] > 0.5 > farther[-1]["value"]


def test_alliances_come_from_the_own_list_and_only_for_states_it_tells_all_of(
    lake: Session,
) -> None:
    found = rows(lake, "KAZ", "RUS", of="alliances", first_day="2015-01-01")
    assert {row["dataset"] for row in found} == {"alliances"}
    assert found[-1]["value"] > rows(lake, "KAZ", "CHN", of="alliances")[-1]["value"]
    with pytest.raises(OutsideCoverage, match="all alliances of NPL and BRA"):
        lake.similarity("NPL", "BRA", of="alliances")


def test_a_source_of_four_states_tells_of_the_trade_of_those_four_alone(lake: Session) -> None:
    (row,) = rows(lake, "USA", "DEU", of="trade", first_day="2010-01-01", last_day="2010-12-31")
    assert (row["dataset"], row["distance"], row["scale"]) == ("tradhist", "absolute", "shares")
    assert row["items"] > 100
    with pytest.raises(OutsideCoverage, match="tells of all trade of RUS and KAZ"):
        lake.similarity("RUS", "KAZ", of="trade", first_day="2010-01-01")


@pytest.fixture(scope="module")
def with_mirror(
    mirror: Path, default_lake_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Session:
    home = shutil.copytree(default_lake_home, tmp_path_factory.mktemp("similar") / "lake")
    lake = Session(Path(home), environ={"COMITY_MIRROR": str(mirror)})
    for name in ("atop_alliances_dy", "cow_nmc", "cow_states", "cow_igo_membership_v3"):
        lake.ingest("mirror", name)
    return lake


def test_russia_went_from_germany_to_france_between_1885_and_1914(with_mirror: Session) -> None:
    """The league of the emperors and the reinsurance treaty, then the alliance of 1893."""
    asked = {"of": "alliances", "measure": "s", "weights": "cinc"}
    span = {"first_day": "1885-01-01", "last_day": "1914-12-31"}

    def found(state: str) -> dict[int, float]:
        return {r["period"]: r["value"] for r in rows(with_mirror, state, "RUS", **asked, **span)}

    germany, france = found("DEU"), found("FRA")
    assert germany[1885] > 0.7 > 0.3 > germany[1914]
    assert france[1885] < 0.5 < 0.85 < france[1914]


def test_allies_are_more_alike_by_pi_than_strangers_whom_s_calls_alike(
    with_mirror: Session,
) -> None:
    """Ties are rare, so that two states without common ones look alike by S (Häge 2011)."""
    span = {"of": "alliances", "first_day": "2010-01-01", "last_day": "2010-12-31"}

    def found(measure: str, *pair: str) -> float:
        return float(rows(with_mirror, *pair, measure=measure, **span)[0]["value"])

    assert found("s", "NPL", "BRA") > 0.6
    assert found("pi", "NPL", "BRA") < 0.0
    assert found("pi", "USA", "CAN") > 0.5


def test_memberships_switch_source_where_the_first_ends_and_the_text_says_so(
    with_mirror: Session,
) -> None:
    result = with_mirror.similarity("KAZ", "KGZ", of="organisations", first_day="2012-01-01")
    by_year = {row["period"]: row["dataset"] for row in result.table.to_pylist()}
    assert (by_year[2014], by_year[2015]) == ("cow_igo", "memberships")
    assert "From cow_igo 2012 to 2014; memberships 2015 to 2025" in result.text


@pytest.mark.parametrize(
    ("pair", "options", "error", "said"),
    [
        (["RUS", "Atlantis"], {}, UnknownName, "comity states"),
        (["RUS", "Russia"], {}, BadValue, "on both sides"),
        (["RUS", "KAZ"], {"of": "tea"}, BadValue, "votes, alliances"),
        (["RUS", "KAZ"], {"by": "month"}, BadValue, "year, session, all"),
        (["RUS", "KAZ"], {"measure": "tau"}, BadValue, "pi, kappa, agreement, s"),
        (["RUS", "KAZ"], {"distance": "far"}, BadValue, "absolute, squared, nominal"),
        (["RUS", "KAZ"], {"issue": "war"}, BadValue, "me, nu, di"),
        (["RUS", "KAZ"], {"issue": "hr", "of": "trade"}, BadValue, "--of votes"),
        (["RUS", "KAZ"], {"level": 90}, BadValue, "between 0 and 1"),
        (["RUS", "KAZ"], {"weights": "gdp"}, BadValue, "none, cinc"),
        (["RUS", "KAZ"], {"weights": "cinc"}, BadValue, "no weights"),
        (["RUS", "KAZ"], {"binary": True}, BadValue, "three grades"),
        (["RUS", "KAZ"], {"min_items": 0}, BadValue, "min_items"),
        (["EU", "KAZ"], {"of": "alliances"}, BadValue, "through its members"),
        (["RUS", "KAZ"], {"by": "session", "of": "organisations"}, BadValue, "--by year"),
        (["RUS", "KAZ"], {"min_items": 5000}, OutsideCoverage, "at most"),
        (["RUS", "KAZ"], {"last_day": "1900-01-01"}, OutsideCoverage, "no roll calls"),
        (["RUS", "X-ABK"], {}, OutsideCoverage, "never both voted"),
        (
            *(["RUS", "KAZ"], {"first_day": "2020-01-01", "last_day": "2019-01-01"}),
            *(BadValue, "--from"),
        ),
    ],
)
def test_what_can_not_be_compared_is_told(
    lake: Session, pair: list[str], options: dict[str, Any], error: type, said: str
) -> None:
    with pytest.raises(error, match=said):
        lake.similarity(*pair, **options)


def test_the_command_offers_the_default_of_the_measure() -> None:
    assert signature(command).parameters["min_items"].default == MIN_ITEMS
