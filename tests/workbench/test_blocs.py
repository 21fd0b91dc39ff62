"""`blocs` on a lake: what the embedded default has, what is missing, and the blocs of history."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from comity.errors import BadValue, OutsideCoverage, UnknownName
from comity.workbench.blocs import LAYERS, lake_blocs
from comity.workbench.session import Session

PACT = frozenset({"SUN", "POL", "CSK", "HUN", "BGR", "DDR", "ROU"})
NATO = frozenset({"USA", "GBR", "FRA", "DEU", "ITA", "NLD", "BEL", "NOR", "DNK", "TUR", "CAN"})


def test_the_embedded_default_has_blocs_and_says_what_is_missing(lake: Session) -> None:
    result = lake.blocs(year=2019, runs=10)
    there = {row["layer"] for row in result.blocs.layers.to_pylist()}
    assert {"votes", "agreements", "cooperation"} <= there
    for name in set(LAYERS) - there:
        assert f"no {name} at all" in result.missing
    assert result.text.startswith("2019: ")
    assert "votes (un_votes 2019, 193 states)" in result.text
    assert "un_votes: CC0" in result.terms
    rows = result.table.to_pylist()
    assert len(rows) == len({row["state"] for row in rows}) > 190
    blocs = {row["state"]: row["bloc"] for row in rows}
    assert blocs["DEU"] == blocs["FRA"] != blocs["EGY"] == blocs["DZA"]


def test_a_states_own_rows_say_where_it_stands(lake: Session) -> None:
    result = lake.blocs(year=2019, runs=10, state="Kazakhstan")
    (row,) = result.table.to_pylist()
    assert row["state"] == "KAZ"
    assert result.text.startswith("KAZ is in ")
    assert row == next(
        row for row in lake.blocs(year=2019, runs=10).table.to_pylist() if row["state"] == "KAZ"
    )


def test_only_the_layers_asked_for_are_read(lake: Session) -> None:
    result = lake.blocs(year=2019, layers="votes", runs=5)
    assert result.blocs.layers["layer"].to_pylist() == ["votes"]
    assert result.missing == ""


def test_the_newest_year_with_roll_calls_is_asked_for_by_itself(lake: Session) -> None:
    assert lake.blocs(layers="votes", runs=2).blocs.years == (2023,)


def test_the_blocs_of_a_lake_are_kept_beside_it_and_the_same_when_made_anew(
    own_lake: Session,
) -> None:
    steps: list[str] = []
    asked = {"first_year": 2018, "last_year": 2019, "layers": ("votes",), "runs": 3}

    def told(step: str, _records: int) -> None:
        steps.append(step)

    first = lake_blocs(own_lake.reading(), **asked, progress=told)
    assert [step for step in steps if "finding" in step] == [
        "finding the blocs of 2018",
        "finding the blocs of 2019",
    ]
    steps.clear()
    assert lake_blocs(own_lake.reading(), **asked, progress=told).table == first.table
    assert steps == []
    shutil.rmtree(own_lake.home / "kept")
    assert lake_blocs(own_lake.reading(), **asked, progress=told).table == first.table
    assert steps != []


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"state": "Rusland"}, UnknownName, "Rusland"),
        ({"layers": "vote"}, BadValue, "votes"),
        ({"layers": ()}, BadValue, "No kind of tie"),
        ({"year": 2019, "first_year": 2018}, BadValue, "--from"),
        ({"first_year": 2019, "last_year": 2018}, BadValue, "no year"),
        ({"year": 0}, BadValue, "no year"),
        ({"year": 1900}, OutsideCoverage, "comity data"),
        ({"year": 2019, "layers": "votes", "state": "SUN"}, OutsideCoverage, "SUN"),
        ({"year": 2019, "resolution": 0}, BadValue, "resolution"),
        ({"year": 2019, "runs": "many"}, BadValue, "runs"),
    ],
)
def test_what_can_not_be_answered_is_told(
    lake: Session, options: dict[str, object], error: type, said: str
) -> None:
    with pytest.raises(error, match=said):
        lake.blocs(**options)


def blocs_of(held: Session, year: int, members: frozenset[str], **options: object) -> set[int]:
    rows = held.blocs(year=year, runs=20, **options).table.to_pylist()
    return {row["bloc"] for row in rows if row["state"] in members} - {None}


@pytest.mark.parametrize("year", [1957, 1967, 1977, 1987])
def test_in_the_cold_war_the_warsaw_pact_votes_as_one_and_nobody_of_nato_with_it(
    lake: Session, year: int
) -> None:
    east = blocs_of(lake, year, PACT - {"ROU"}, layers="votes")
    assert len(east) == 1
    assert not east & blocs_of(lake, year, NATO, layers="votes")


@pytest.fixture(scope="module")
def allied(
    mirror: Path, default_lake_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Session:
    """The embedded default, with the alliances of the ATOP project."""
    home = shutil.copytree(default_lake_home, tmp_path_factory.mktemp("allied") / "lake")
    held = Session(home, None, {"COMITY_MIRROR": str(mirror)})
    held.ingest("mirror", "atop_alliances_dy")
    return held


@pytest.mark.parametrize("year", [1957, 1977, 1987])
def test_with_its_alliances_too_nobody_of_nato_is_in_a_bloc_of_the_warsaw_pact(
    allied: Session, year: int
) -> None:
    asked = {"layers": ("votes", "alliances")}
    east = blocs_of(allied, year, PACT, **asked)
    assert len(east) == 1
    assert not east & blocs_of(allied, year, NATO, **asked)
