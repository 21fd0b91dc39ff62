"""The profile: what it says where something is missing, and what must not change it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import OutsideCoverage
from comity.measures.sovereignty import DIMENSIONS, INDICATORS, profiles, sovereignty
from comity.measures.sovereignty.profile import OF_INDICATORS, TABLE, profile
from comity.measures.sovereignty.record import Figures, Record
from comity.store.query import Reading, reading

EURASIA = ("ARM", "AZE", "BLR", "GEO", "KGZ", "UZB")
FIGURES = {
    "imports_percent_of_gdp": 30.0,
    "exports_percent_of_gdp": 40.0,
    "debt_to_foreigners_by_public_and_private_percent_of_gni": 50.0,
    "military_expenditure_percent_of_gdp": 1.5,
    "oil_production_total": 3.0,
    "oil_consumption_total": 4.0,
    "v2svdomaut": 1.0,
}


def record_of(values: dict[str, float], states: tuple[str, ...] = ("KAZ",)) -> Record:
    rows = {(fact, state): (value, None) for fact, value in values.items() for state in states}
    return Record(2020, 2005, Figures({("gapminder", 2020): rows}, {}))


def rows_of(table: Any, key: str) -> dict[str, dict[str, Any]]:
    return {row[key]: row for row in table.to_pylist()}


@pytest.fixture(scope="module")
def lake(default_lake_home: Path) -> Reading:
    return reading(default_lake_home)


def test_the_dimensions_are_six_in_this_order() -> None:
    assert (
        *("economic", "political", "military", "strategic", "resource", "territorial"),
    ) == DIMENSIONS


def test_a_dimension_without_data_says_so_and_has_no_number() -> None:
    found = profile(record_of({}), "KAZ")
    assert found.table.schema == TABLE
    resource = rows_of(found.table, "dimension")["resource"]
    assert resource["score"] is None
    assert resource["indicators"] == 0
    assert resource["of_indicators"] == 4
    assert resource["note"].startswith("no data: ")
    assert "No data: economic, political, military, strategic, resource." in found.text


def test_a_score_is_the_mean_of_the_indicators_on_record() -> None:
    found = profile(record_of(FIGURES), "KAZ")
    by_code = rows_of(found.indicators, "indicator")
    assert by_code["trade_openness"]["score"] == pytest.approx(100 * (180 - 70) / 160)
    assert by_code["external_debt"]["score"] == pytest.approx(50)
    economic = rows_of(found.table, "dimension")["economic"]
    assert economic["score"] == pytest.approx((68.75 + 50) / 2)
    assert (economic["indicators"], economic["of_indicators"]) == (2, 5)
    assert economic["note"] == "without import concentration, export concentration, aid"
    assert economic["lower"] < economic["score"] < economic["upper"]


def test_one_indicator_has_a_score_and_no_interval() -> None:
    military = rows_of(profile(record_of(FIGURES), "KAZ").table, "dimension")["military"]
    assert military["score"] == pytest.approx(50)
    assert (military["lower"], military["upper"]) == (None, None)
    assert military["note"].startswith("one indicator, no interval")


def test_every_indicator_has_a_row_whether_it_is_there_or_not() -> None:
    found = profile(record_of(FIGURES), "KAZ").indicators
    assert found.schema == OF_INDICATORS
    assert found["indicator"].to_pylist() == [one.code for of in INDICATORS.values() for one in of]
    for row in found.to_pylist():
        there = row["value"] is not None
        assert (row["year"] is not None) == there
        assert (row["dataset"] is not None) == there
        assert there or row["note"]


@given(st.sets(st.sampled_from(sorted(FIGURES))))
def test_what_is_missing_changes_no_other_indicator(left_out: set[str]) -> None:
    every = rows_of(profile(record_of(FIGURES), "KAZ").indicators, "indicator")
    fewer = {fact: value for fact, value in FIGURES.items() if fact not in left_out}
    found = rows_of(profile(record_of(fewer), "KAZ").indicators, "indicator")
    for code, row in found.items():
        if row["value"] is not None:
            assert row == every[code]


@given(st.permutations(EURASIA))
def test_the_order_of_peers_does_not_matter(peers: list[str]) -> None:
    known = record_of(FIGURES, ("KAZ", *EURASIA[:4]))
    assert profile(known, "KAZ", peers).table == profile(known, "KAZ", EURASIA).table


@given(st.dictionaries(st.sampled_from(sorted(FIGURES)), st.floats(0, 1e6)))
def test_scores_and_intervals_lie_in_0_to_100(values: dict[str, float]) -> None:
    for row in profile(record_of(values), "KAZ", ("UZB",)).table.to_pylist():
        for name in ("score", "lower", "upper"):
            assert row[name] is None or 0 <= row[name] <= 100


@given(st.floats(0, 100), st.floats(0, 100))
def test_more_debt_never_raises_the_economic_score(one: float, other: float) -> None:
    debt = "debt_to_foreigners_by_public_and_private_percent_of_gni"
    scores = [
        rows_of(profile(record_of({**FIGURES, debt: value}), "KAZ").table, "dimension")
        for value in sorted((one, other))
    ]
    assert scores[0]["economic"]["score"] >= scores[1]["economic"]["score"]


def test_peers_are_a_range_without_the_state_itself() -> None:
    figures = Figures(
        {
            ("gapminder", 2020): {
                ("military_expenditure_percent_of_gdp", state): (value, None)
                for state, value in {"KAZ": 3.0, "UZB": 0.3, "KGZ": 1.5, "ARM": 2.7}.items()
            }
        },
        {},
    )
    found = profile(Record(2020, 2005, figures), "KAZ", ("UZB", "KGZ", "ARM"))
    military = rows_of(found.table, "dimension")["military"]
    ranged = [military[f"peers_{name}"] for name in ("low", "median", "high")]
    assert ranged == pytest.approx([10, 50, 90])
    economic = rows_of(found.table, "dimension")["economic"]
    assert economic["peers_median"] is None


def test_the_embedded_default_gives_what_it_has_and_names_the_rest(lake: Reading) -> None:
    found = sovereignty(lake, "KAZ", year=2020, peers=("KAZ", "UZB", "UZB", "SUN"))
    assert found.peers == ("UZB",)
    by_dimension = rows_of(found.table, "dimension")
    assert by_dimension["economic"]["score"] is not None
    assert by_dimension["territorial"]["score"] is not None
    by_code = rows_of(found.indicators, "indicator")
    assert by_code["closest_votes"]["dataset"] == "un_votes"
    assert by_code["closest_votes"]["year"] == 2020
    assert "on record" in by_code["domestic_autonomy"]["note"]
    for row in found.indicators.to_pylist():
        assert row["year"] is None or 2005 <= row["year"] <= 2020


def test_a_figure_older_than_is_asked_for_is_left_out(lake: Reading) -> None:
    young = sovereignty(lake, "KAZ", year=2020, max_age=2).indicators
    assert all(row["year"] is None or row["year"] >= 2018 for row in young.to_pylist())


def test_without_a_year_the_newest_with_figures_is_taken(lake: Reading) -> None:
    assert sovereignty(lake, "KAZ").year >= 2023


def test_a_state_has_no_profile_of_a_year_before_it_was_one(lake: Reading) -> None:
    with pytest.raises(OutsideCoverage, match="Kazakhstan did not exist at the end of 1985"):
        sovereignty(lake, "KAZ", year=1985)


def test_the_profiles_of_a_region_are_those_of_each_of_its_states(lake: Reading) -> None:
    states = ("KAZ", "UZB", "RUS", "SUN")
    found = profiles(lake, states, year=2020)
    assert list(found) == ["KAZ", "UZB", "RUS"]
    alone = sovereignty(lake, "KAZ", year=2020, peers=states)
    assert found["KAZ"].table == alone.table
    assert found["KAZ"].indicators == alone.indicators


def test_the_profile_says_that_it_is_no_judgement(lake: Reading) -> None:
    said = sovereignty(lake, "KAZ", year=2020).text
    assert "dependence on others, not merit, and nothing in law" in said
