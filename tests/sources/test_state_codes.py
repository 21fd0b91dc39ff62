"""What publishers' numbers, letters and names of states mean, day by day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from comity.registry.states import states
from comity.sources.state_codes import (
    days_in_year,
    in_year,
    iso_of_abbreviation,
    iso_of_alpha3,
    iso_of_cow,
    iso_of_gw,
    iso_of_m49,
    iso_of_name,
    numbers_without_code,
    pieces,
)
from comity.sources.state_codes.rows import read_rows

TODAY = dt.date(2020, 1, 1)


@pytest.mark.parametrize(
    ("number", "day", "code"),
    [
        (2, TODAY, "USA"),
        (365, dt.date(1900, 1, 1), "RUS"),
        (365, dt.date(1950, 1, 1), "SUN"),
        (365, dt.date(2000, 1, 1), "RUS"),
        (255, dt.date(1900, 1, 1), "DEU"),
        (260, dt.date(1970, 1, 1), "DEU"),
        (260, dt.date(2000, 1, 1), None),
        (265, dt.date(1970, 1, 1), "DDR"),
        (345, dt.date(1900, 1, 1), "SRB"),
        (345, dt.date(1980, 1, 1), "YUG"),
        (345, dt.date(2000, 1, 1), "SCG"),
        (345, dt.date(2010, 1, 1), "SRB"),
        (366, dt.date(1930, 1, 1), "EST"),
        (366, dt.date(1960, 1, 1), None),
        (300, dt.date(1900, 1, 1), None),
        (730, dt.date(1900, 1, 1), None),
        (4242, TODAY, None),
    ],
)
def test_a_number_means_a_state_on_a_day(number: int, day: dt.date, code: str | None) -> None:
    assert iso_of_cow(number, day) == code


def test_the_two_lists_count_germany_serbia_and_yemen_differently() -> None:
    assert iso_of_cow(255, TODAY) == iso_of_gw(260, TODAY) == "DEU"
    assert iso_of_cow(345, TODAY) == iso_of_gw(340, TODAY) == "SRB"
    assert iso_of_cow(679, TODAY) == iso_of_gw(678, TODAY) == "YEM"
    assert iso_of_gw(255, TODAY) is None


def test_a_year_counts_for_the_state_of_its_middle_and_else_of_its_end_or_beginning() -> None:
    assert in_year(iso_of_cow, 365, 1991) == "SUN"
    assert in_year(iso_of_cow, 365, 1992) == "RUS"
    assert in_year(iso_of_cow, 705, 1991) == "KAZ"
    assert in_year(iso_of_cow, 265, 1990) == "DDR"
    assert in_year(iso_of_cow, 255, 1990) == "DEU"
    assert in_year(iso_of_cow, 705, 1980) is None


def test_two_numbers_of_one_state_share_the_year() -> None:
    day = dt.date
    assert days_in_year(iso_of_cow, 260, 1990) == ("DEU", day(1990, 1, 1), day(1990, 10, 3))
    assert days_in_year(iso_of_cow, 255, 1990) == ("DEU", day(1990, 10, 3), day(1991, 1, 1))
    assert days_in_year(iso_of_cow, 679, 1990) == ("YEM", day(1990, 5, 22), day(1991, 1, 1))
    assert days_in_year(iso_of_cow, 705, 1991) == ("KAZ", day(1991, 1, 1), day(1992, 1, 1))
    assert days_in_year(iso_of_cow, 300, 1900) is None


def test_a_spell_of_a_number_is_cut_where_the_state_changes() -> None:
    day = dt.date
    assert pieces(iso_of_cow, 365, day(1816, 1, 1), day(2017, 1, 1)) == [
        ("RUS", day(1816, 1, 1), day(1922, 12, 30)),
        ("SUN", day(1922, 12, 30), day(1991, 12, 26)),
        ("RUS", day(1991, 12, 26), day(2017, 1, 1)),
    ]
    assert pieces(iso_of_cow, 220, day(1816, 1, 1), day(1942, 11, 12)) == [
        ("FRA", day(1816, 1, 1), day(1942, 11, 12))
    ]


def test_the_letters_of_the_lists_are_not_iso_codes() -> None:
    assert iso_of_abbreviation("AUS", TODAY) == "AUT"
    assert iso_of_abbreviation("SLO", TODAY) == "SVK"
    assert iso_of_abbreviation("HAN", TODAY) is None
    assert iso_of_abbreviation("FJI", TODAY, system="gw") == "FJI"
    assert iso_of_abbreviation("FIJ", TODAY) == "FJI"
    assert iso_of_abbreviation("XXX", TODAY) is None


def test_former_letters_mean_the_state_of_now() -> None:
    assert iso_of_alpha3("ROM", TODAY) == iso_of_alpha3("ROU") == "ROU"
    assert iso_of_alpha3("ZAR") == "COD"
    assert iso_of_alpha3("SUN", TODAY) is None
    assert iso_of_alpha3("HKG") is None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Korea, Rep.", "KOR"),
        ("Korea, Dem. People's Rep.", "PRK"),
        ("Russian Federation", "RUS"),
        ("Congo, Dem. Rep.", "COD"),
        ("Congo, Rep.", "COG"),
        ("Congo", "COG"),
        ("United States of America", "USA"),
        ("Türkiye", "TUR"),
        ("Turkey", "TUR"),
        ("Egypt, Arab Rep.", "EGY"),
        ("Venezuela, RB", "VEN"),
        ("Côte d'Ivoire", "CIV"),
        ("Viet Nam", "VNM"),
        ("Dem. People's Republic of Korea", "PRK"),
        ("Atlantis", None),
        ("Hong Kong SAR, China", None),
    ],
)
def test_publishers_spellings_are_known(name: str, code: str | None) -> None:
    assert iso_of_name(name) == code


def test_a_name_means_what_it_meant_on_the_day() -> None:
    assert iso_of_name("Yugoslavia", dt.date(1980, 1, 1)) == "YUG"
    assert iso_of_name("Yugoslavia", dt.date(1999, 1, 1)) == "SCG"
    assert iso_of_name("Yugoslavia", dt.date(2010, 1, 1)) is None
    assert iso_of_name("Russia (Soviet Union)", dt.date(1980, 1, 1)) == "SUN"
    assert iso_of_name("Kazakhstan", dt.date(1980, 1, 1)) is None


def test_numbers_of_the_un_standard() -> None:
    assert iso_of_m49(643) == "RUS"
    assert iso_of_m49(810, dt.date(1980, 1, 1)) == "SUN"
    assert iso_of_m49(643, dt.date(1980, 1, 1)) is None
    assert iso_of_m49(412) == "XKX"
    assert iso_of_m49(900) is None


@pytest.mark.parametrize(
    ("file", "columns"),
    [
        ("spans.csv", ("system", "number", "code", "first_day", "end_day", "note")),
        ("m49.csv", ("m49", "code", "first_day", "end_day", "note")),
        ("names.csv", ("name", "code", "first_day", "end_day", "note")),
        ("alpha3.csv", ("alpha3", "code", "first_day", "end_day", "note")),
    ],
)
def test_every_row_names_a_state_of_the_table(file: str, columns: tuple[str, ...]) -> None:
    assert {row["code"] for row in read_rows(file, columns)} <= {s.code for s in states()}


def test_every_number_of_the_embedded_states_is_translated_on_their_first_day() -> None:
    for state in states():
        for number, translate in ((state.cow, iso_of_cow), (state.gw, iso_of_gw)):
            if number is not None and state.code not in ("DEU", "SRB", "YEM"):
                assert translate(number, state.first_day) == state.code


def _rows(path: Path) -> list[dict[str, object]]:
    import pyarrow.parquet as pq

    rows: list[dict[str, object]] = pq.read_table(path).to_pylist()
    return rows


def test_every_day_of_the_published_state_systems_is_a_state_or_listed_as_none(
    mirror: Path,
) -> None:
    cow = [
        (int(str(row["ccode"])), _day(row, "st"), _day(row, "end"))
        for row in _rows(mirror / "structure" / "cow_states.parquet")
    ]
    gw = [
        (int(str(row["gwcode"])), _iso(row["startdate"]), _iso(row["enddate"]))
        for row in _rows(mirror / "structure" / "gw_states.parquet")
    ]
    for system, translate, spells in (("cow", iso_of_cow, cow), ("gw", iso_of_gw, gw)):
        for number, first, last in spells:
            found = {translate(number, day) for day in (first, last)}
            if number in numbers_without_code(system):
                assert found == {None}, (system, number)
            else:
                assert None not in found, (system, number, first, last)


def test_the_abbreviations_are_those_of_the_published_lists(mirror: Path) -> None:
    assert iso_of_abbreviation("SER", dt.date(1900, 1, 1), system="gw") == "SRB"
    columns = ("system", "number", "abbreviation")
    listed = {(r["system"], int(r["number"]), r["abbreviation"]) for r in
              read_rows("abbreviations.csv", columns)}  # fmt: skip
    cow = {("cow", r["ccode"], r["stateabb"]) for r in
           _rows(mirror / "structure" / "cow_states.parquet")}  # fmt: skip
    assert {row for row in listed if row[0] == "cow"} == cow
    for row in _rows(mirror / "structure" / "gw_cow_years.parquet"):
        if row["gwcode"] is None or row["gwcode"] == 340:
            continue  # That file calls Serbia YUG, the name of its later number.
        number, year, text = int(str(row["gwcode"])), int(str(row["year"])), str(row["stateabb"])
        found = iso_of_abbreviation(text, dt.date(year, 7, 1), system="gw")
        assert found == iso_of_gw(number, dt.date(year, 7, 1)), (number, year)


def test_where_the_two_lists_pair_their_numbers_both_mean_one_state(mirror: Path) -> None:
    differ = {
        (row["gwcode"], row["ccode"], gw, cow)
        for row in _rows(mirror / "structure" / "gw_cow_years.parquet")
        if row["ccode"] is not None and row["gwcode"] is not None
        for gw in [in_year(iso_of_gw, int(str(row["gwcode"])), int(str(row["year"])))]
        for cow in [in_year(iso_of_cow, int(str(row["ccode"])), int(str(row["year"])))]
        if gw and cow and gw != cow
    }
    # 1918 and 2006: the lists change from Serbia to Yugoslavia, and back, on different days.
    assert differ == {(345, 345, "YUG", "SRB"), (345, 345, "SCG", "SRB")}


def test_m49_agrees_with_the_published_code_list(mirror: Path) -> None:
    for row in _rows(mirror / "structure" / "country_codes_datahub.parquet"):
        code = str(row["ISO3166-1-Alpha-3"])
        assert iso_of_m49(int(str(row["M49"]))) == (code if code in states() else None)
        for key in ("UNTERM English Short", "official_name_en", "CLDR display name"):
            if row[key] and code in states():
                name = str(row[key]).replace("(the)", "").strip(" *")
                assert iso_of_name(name) == code


def _day(row: dict[str, object], which: str) -> dt.date:
    year, month, day = (int(str(row[which + part])) for part in ("year", "month", "day"))
    return dt.date(year, month, day)


def _iso(text: object) -> dt.date:
    return dt.date.fromisoformat(str(text))
