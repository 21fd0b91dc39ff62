"""`poles`: the verb, its options, and what it says where the lake lacks the figures."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from comity.errors import BadValue, OutsideCoverage, UnknownName
from comity.measures.polarity.series import TABLE
from comity.workbench.session import Session


def test_without_a_quantity_the_first_that_the_lake_has_is_taken_and_named(lake: Session) -> None:
    found = lake.poles(first_year=2000, last_year=2002)
    assert found.of == "gdp"
    assert found.table.schema == TABLE
    assert found.table["year"].to_pylist() == [2000, 2001, 2002]
    assert "from gapminder" in found.text
    assert "Chosen by the lake's data" in found.text
    assert found.terms.startswith("Terms: gapminder: ")


def test_capabilities_come_first_where_the_lake_has_them(own_lake: Session, fixtures: Path) -> None:
    own_lake.ingest("cow_nmc", str(fixtures / "cow_nmc_abridged_synthetic.csv"))
    found = own_lake.poles()
    assert found.of == "capabilities"
    assert set(found.table["dataset"].to_pylist()) == {"cow_nmc"}


def test_states_may_be_named_as_people_name_them(lake: Session) -> None:
    found = lake.poles(of="GDP", among=("United States", "CHN"), last_year=2020)
    assert "among USA, CHN" in found.text
    assert set(found.table["states"].to_pylist()) <= {1, 2}


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"of": "money"}, BadValue, "'money' is not a quantity of poles"),
        ({"of": "capabilities"}, OutsideCoverage, "No dataset of the lake has the index CINC"),
        ({"first_year": 2020, "last_year": 2010}, BadValue, "before they begin"),
        ({"first_year": 2090}, OutsideCoverage, "of states from 2090"),
        ({"among": ("Atlantis",)}, UnknownName, "Atlantis"),
    ],
)
def test_what_can_not_be_answered_is_an_error_that_says_why(
    lake: Session, options: dict[str, object], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        lake.poles(**options)


def test_the_command_prints_a_row_for_each_year(default_lake_home: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "comity.cli.main", "poles", "--of", "gdp", "--from", "2019"],
        env={"COMITY_HOME": str(default_lake_home), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    lines = run.stdout.splitlines()
    assert lines[0].split()[:3] == ["year", "effective_poles", "largest"]
    assert lines[1].split()[0] == "2019"
    assert "groups" not in lines[0]
