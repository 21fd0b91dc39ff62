"""Capitals and land borders: distances, moved capitals, ended borders, territory in dispute."""

from __future__ import annotations

import datetime as dt
import math
from importlib import resources
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import BadInput
from comity.registry.states import states
from comity.sources.contract import Parsed, SourceFile
from comity.sources.geography import SOURCE
from comity.sources.geography.borders import COLUMNS as BORDERS
from comity.sources.geography.capitals import COLUMNS as CAPITALS
from comity.sources.geography.capitals import RADIUS_KM, Capital, distance_km
from comity.sources.state_codes import iso_of_cow

EMBEDDED = Path(str(resources.files("comity.data"))) / "geography"


def parse(path: Path) -> Parsed:
    (parsed,) = SOURCE.parse(SourceFile(path, path.name, "", path.stat().st_size), options={})
    return parsed


def table(folder: Path, columns: tuple[str, ...], *lines: str) -> Parsed:
    path = folder / "table.csv"
    path.write_text("\n".join((",".join(columns), *lines)) + "\n", "utf-8")
    return parse(path)


def rows(parsed: Parsed, source: str, target: str) -> list[dict[str, Any]]:
    found = parsed.tables["dyad_facts"].to_pylist()
    return [row for row in found if (row["source"], row["target"]) == (source, target)]


@pytest.fixture(scope="module")
def distances() -> Parsed:
    return parse(EMBEDDED / "capitals.csv")


@pytest.fixture(scope="module")
def borders() -> Parsed:
    return parse(EMBEDDED / "borders.csv")


def place(lat: float, lon: float) -> Capital:
    return Capital("KAZ", "", lat, lon, (None, None))


def test_a_quarter_of_the_way_round_is_ten_thousand_kilometres() -> None:
    quarter = math.pi / 2 * RADIUS_KM
    assert distance_km(place(0, 0), place(0, 90)) == pytest.approx(quarter)
    assert distance_km(place(0, 0), place(90, 0)) == pytest.approx(quarter)
    assert distance_km(place(10, 179), place(10, -179)) == pytest.approx(219, abs=1)


COORDINATES = st.builds(
    place, st.floats(-90, 90, allow_nan=False), st.floats(-180, 180, allow_nan=False)
)


@given(COORDINATES, COORDINATES, COORDINATES)
def test_a_detour_is_never_shorter(one: Capital, other: Capital, between: Capital) -> None:
    direct = distance_km(one, other)
    assert direct == pytest.approx(distance_km(other, one))
    assert direct <= distance_km(one, between) + distance_km(between, other) + 1e-6
    assert direct <= math.pi * RADIUS_KM + 1e-6


def test_kazakhstan_moved_away_from_china_on_10_december_1997(distances: Parsed) -> None:
    old, new = sorted(rows(distances, "KAZ", "CHN"), key=lambda row: row["day"])
    assert (old["value"], old["end_day"]) == (3_273, dt.date(1997, 12, 10))
    assert (new["value"], new["day"], new["end_day"]) == (3_654, dt.date(1997, 12, 10), None)


def test_paris_and_london_are_343_kilometres_apart_both_ways(distances: Parsed) -> None:
    for pair in (("FRA", "GBR"), ("GBR", "FRA")):
        (row,) = rows(distances, *pair)
        assert row["value"] == 343


def test_every_state_of_a_day_has_one_capital(distances: Parsed) -> None:
    facts = distances.tables["dyad_facts"].to_pylist()
    for day in (dt.date(1990, 1, 1), dt.date(2000, 1, 1), dt.date(2025, 12, 31)):
        there = {one.code for one in states() if one.existed_on(day)}
        held = [
            row["source"]
            for row in facts
            if row["day"] <= day
            and (row["end_day"] is None or day < row["end_day"])
            and row["target"] == "USA"
        ]
        assert sorted(held) == sorted(there - {"USA"})


def test_capitals_are_where_the_correlates_of_war_have_them(mirror: Path) -> None:
    """But for five that they put elsewhere in the country, and the seat of Bolivia's organs."""
    lines = (EMBEDDED / "capitals.csv").read_text("utf-8").splitlines()[1:]
    ours: dict[str, list[Capital]] = {}
    for state, _, lat, lon, *_ in (line.split(",")[:4] for line in _plain(lines)):
        ours.setdefault(state, []).append(place(float(lat), float(lon)))
    query = "SELECT ccode, lat, lng FROM read_parquet(?) WHERE enddate > '2024-01-01'"
    path = str(mirror / "structure" / "cow_capitals.parquet")
    far = {}
    for number, lat, lon in duckdb.execute(query, [path]).fetchall():
        code = iso_of_cow(number, dt.date(2012, 1, 1))
        if code is not None:
            away = min(distance_km(one, place(lat, lon)) for one in ours[code])
            far[code] = max(far.get(code, 0.0), away)
    assert len(far) >= 190
    astray = {"BOL", "BRA", "DJI", "PLW", "SAU", "TUN"}
    assert {code for code, away in far.items() if away > 35} == astray
    assert sum(away <= 10 for away in far.values()) >= 180


def _plain(lines: list[str]) -> list[str]:
    return [line.replace('"Washington, D.C."', "Washington") for line in lines]


def test_neighbours_border_on_each_other_both_ways(borders: Parsed) -> None:
    for pair in (("KAZ", "CHN"), ("CHN", "KAZ"), ("RUS", "POL"), ("BRA", "FRA"), ("ESP", "MAR")):
        (row,) = rows(borders, *pair)
        assert (row["value"], row["text"]) == (1.0, "land border")
    assert rows(borders, "KAZ", "MNG") == rows(borders, "ARE", "QAT") == []


def test_a_border_ends_with_the_state_that_had_it(borders: Parsed) -> None:
    (union,) = rows(borders, "SCG", "MKD")
    assert union["end_day"] == dt.date(2006, 6, 3)
    (sudan,) = rows(borders, "SDN", "KEN")
    assert sudan["end_day"] == dt.date(2011, 7, 9)
    (south,) = rows(borders, "SSD", "KEN")
    assert south["day"] == dt.date(2011, 7, 9)


@pytest.mark.parametrize(
    ("pair", "area"),
    [
        (("CHN", "PAK"), "Jammu and Kashmir"),
        (("MAR", "MRT"), "Western Sahara"),
        (("SRB", "XKX"), "Kosovo"),
        (("ISR", "SYR"), "Golan Heights"),
        (("DJI", "SOM"), "Somaliland"),
    ],
)
def test_across_territory_in_dispute_there_is_neither_a_border_nor_none(
    borders: Parsed, pair: tuple[str, str], area: str
) -> None:
    (row,) = rows(borders, *pair)
    assert row["value"] is None
    assert row["text"] == f"only through territory in dispute: {area}"


def test_borders_on_land_are_those_of_the_correlates_of_war(mirror: Path, borders: Parsed) -> None:
    day = dt.date(2016, 6, 1)
    query = "SELECT ccode1, ccode2 FROM read_parquet(?) WHERE conttype = 1 AND enddate > '2016'"
    path = str(mirror / "structure" / "cow_contiguity.parquet")
    theirs = {
        (iso_of_cow(one, day), iso_of_cow(other, day))
        for one, other in duckdb.execute(query, [path]).fetchall()
    }
    held = [
        row
        for row in borders.tables["dyad_facts"].to_pylist()
        if row["day"] <= day and (row["end_day"] is None or day < row["end_day"])
    ]
    ours = {(row["source"], row["target"]) for row in held if row["value"]}
    disputed = {(row["source"], row["target"]) for row in held if not row["value"]}
    # Bridges, causeways, and water that is no river or lake.
    only_theirs = {("ARE", "QAT"), ("BHR", "SAU"), ("CYP", "TUR"), ("DNK", "SWE")}
    only_theirs |= {("MMR", "PAK"), ("MYS", "SGP")}
    # French Guiana, Vatican City, and two lakes.
    only_ours = {("BRA", "FRA"), ("FRA", "SUR"), ("ITA", "VAT"), ("COD", "TZA"), ("NGA", "TCD")}
    assert {pair for pair in theirs - ours - disputed if pair[0] < pair[1]} == only_theirs
    assert {pair for pair in ours - theirs if pair[0] < pair[1]} == only_ours


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("XXX,Nowhere,1,1,,,", "state 'XXX' is not known"),
        ("KAZ,Astana,91,1,,,", "is no place on earth"),
        ("KAZ,Astana,north,1,,,", "could not convert"),
        ("KAZ,Astana,51,71,10 December 1997,,", "Invalid isoformat"),
        ("KAZ,Astana,51,71,1980-01-01,1985-01-01,", "did not stand on these days"),
        ("FRA,Paris,48.9,2.4,,,", "a second capital of FRA on the same days"),
    ],
)
def test_a_capital_that_can_not_be_is_rejected(tmp_path: Path, line: str, reason: str) -> None:
    good = ("FRA,Paris,48.86,2.35,,,", "GBR,London,51.51,-0.13,,,")
    parsed = table(tmp_path, CAPITALS, *good, line)
    (reject,) = parsed.rejects
    assert reject.line == 4
    assert reason in reject.reason
    assert parsed.records == parsed.tables["dyad_facts"].num_rows + 1 == 3


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("KAZ,CHN,,,,", "no two states in the order of their codes"),
        ("CHN,XXX,,,,", "no two states"),
        ("CHN,KAZ,soon,,,", "Invalid isoformat"),
        ("CHN,KAZ,,1980-01-01,,", "did not stand together"),
        ("CHN,KAZ,,,atlantis,", "no disputed area is called 'atlantis'"),
        ("FIN,RUS,,,,", "stand twice"),
    ],
)
def test_a_border_that_can_not_be_is_rejected(tmp_path: Path, line: str, reason: str) -> None:
    parsed = table(tmp_path, BORDERS, "FIN,RUS,,,,", line)
    (reject,) = parsed.rejects
    assert reason in reject.reason
    assert parsed.records == 3


def test_a_table_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="not that of a table of capitals"):
        table(tmp_path, ("state", "capital"), "KAZ,Astana")
