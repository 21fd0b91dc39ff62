"""`sovereignty`: the verb, who the peers are, and the picture on a screen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from comity.cli.sovereignty import CELLS, _with_picture
from comity.errors import BadValue, OutsideCoverage, UnknownName
from comity.measures.sovereignty.profile import OF_INDICATORS, TABLE
from comity.workbench.session import Session


def test_the_peers_are_those_of_the_region_if_none_are_named(lake: Session) -> None:
    found = lake.sovereignty("Kazakhstan", year=2020)
    assert found.table.schema == TABLE
    assert found.indicators.schema == OF_INDICATORS
    assert "KAZ" not in found.peers
    assert {"UZB", "RUS", "EST"} <= set(found.peers)
    assert found.peers_text == "Peers: Eurasia, 14 states."
    assert found.terms.startswith("Terms: ")


def test_a_state_of_no_region_stands_beside_the_world(lake: Session) -> None:
    found = lake.sovereignty("BRA", year=2020)
    assert len(found.peers) > 180
    assert found.peers_text.startswith("Peers: the world")


@pytest.mark.parametrize("peers", ["UZB, Kyrgyzstan", "kgz,UZB,UZB", "UZB,KAZ,KGZ"])
def test_peers_may_be_named_one_by_one_in_any_order(lake: Session, peers: str) -> None:
    assert lake.sovereignty("KAZ", year=2020, peers=peers).peers == ("KGZ", "UZB")


def test_peers_do_not_change_the_state_itself(lake: Session) -> None:
    own = ["score", "lower", "upper", "indicators", "note"]
    one = lake.sovereignty("KAZ", year=2020, peers="UZB").table.select(own)
    assert one == lake.sovereignty("KAZ", year=2020, peers="world").table.select(own)


@pytest.mark.parametrize(
    ("state", "options", "error", "said"),
    [
        ("Atlantis", {}, UnknownName, "Atlantis"),
        ("KAZ", {"peers": "nowhere"}, UnknownName, "region 'nowhere'"),
        ("KAZ", {"peers": "UZB,nowhere"}, UnknownName, "state 'nowhere'"),
        ("KAZ", {"year": 1980}, OutsideCoverage, "did not exist at the end of 1980"),
        ("KAZ", {"year": 0}, BadValue, "year"),
        ("KAZ", {"max_age": -1}, BadValue, "max_age"),
    ],
)
def test_what_can_not_be_answered_is_an_error_that_says_why(
    lake: Session, state: str, options: dict[str, object], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        lake.sovereignty(state, **options)


def test_the_picture_puts_the_state_on_the_range_of_its_peers() -> None:
    row = {name: None for name in TABLE.names} | {"score": 50.0, "lower": 25.0, "upper": 75.0}
    row |= {"peers_low": 0.0, "peers_median": 75.0, "peers_high": 100.0}
    empty = {name: None for name in TABLE.names}
    table = _with_picture(pa.Table.from_pylist([row, empty], TABLE))
    drawn, nothing = table["picture"].to_pylist()
    assert len(drawn) == CELLS
    assert drawn.index("●") == CELLS // 2
    assert drawn.index("┼") == 3 * (CELLS - 1) // 4
    assert drawn[0] == drawn[-1] == "─"
    assert drawn[11] == "━"
    assert nothing == ""


def printed(home: Path, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", "comity.cli.main", "sovereignty", *arguments],
        env={"COMITY_HOME": str(home), "PATH": "", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    ).stdout


def test_the_command_prints_six_rows_or_the_indicators_behind_them(default_lake_home: Path) -> None:
    lines = printed(default_lake_home, "KAZ", "--year", "2020").splitlines()
    assert [line.split()[0] for line in lines] == [
        *("dimension", "economic", "political", "military", "strategic", "resource"),
        "territorial",
    ]
    assert "●" in lines[1]
    listed = printed(default_lake_home, "KAZ", "--year", "2020", "--indicators")
    assert "external_debt" in listed
    as_csv = printed(default_lake_home, "KAZ", "--year", "2020", "--format", "csv")
    assert as_csv.splitlines()[0] == ",".join(TABLE.names)
