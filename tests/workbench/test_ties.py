"""`ties`: what joins a state to others on record, and what is missing, by name."""

from __future__ import annotations

import pytest

from comity.cli import main as command_line
from comity.errors import BadValue, UnknownName
from comity.measures.ties.ties import TABLE
from comity.workbench.session import Session


def test_names_and_codes_of_states_and_organisations_are_both_understood(lake: Session) -> None:
    found = lake.ties("Kazakhstan", "Russia, CHN,European Union")
    assert found.table.schema == TABLE
    assert set(found.table["source"].to_pylist()) == {"KAZ"}
    assert list(dict.fromkeys(found.table["target"].to_pylist())) == ["RUS", "CHN", "EU"]


def test_each_row_names_its_source_and_the_terms_are_told(lake: Session) -> None:
    found = lake.ties("KAZ", ["RUS"])
    assert all(found.table["dataset"].to_pylist())
    assert "passport_index: MIT" in found.terms
    assert found.lake_version is not None


def test_what_the_lake_does_not_have_is_named_and_no_zero(lake: Session) -> None:
    found = lake.ties("KAZ", "RUS", tie="emigrants")
    assert found.table.num_rows == 0
    assert found.missing == ("No migrant stocks on record in this lake.",)


def test_a_span_has_a_row_a_covered_year(lake: Session) -> None:
    found = lake.ties("KAZ", "RUS", first_year=2018, last_year=2021, tie="visa-openness")
    assert [day.year for day in found.table["last_day"].to_pylist()] == [2019, 2020, 2021]
    assert found.missing == ("No visa rules on record for 2018.",)


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"state": "KAZ"}, BadValue),
        ({"state": "KAZ", "toward": "Nowhere"}, UnknownName),
        ({"state": "KAZ", "toward": "RUS", "tie": ("aliance",)}, UnknownName),
        ({"state": "EU", "toward": "RUS"}, BadValue),
        ({"state": "KAZ", "toward": "RUS", "first_year": 0}, BadValue),
    ],
)
def test_what_is_wrong_is_told(
    lake: Session, asked: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        lake.ties(**asked)  # type: ignore[arg-type]


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.argv", ["comity", *words])
    return command_line.run()


def test_the_command_prints_the_table_and_names_what_is_missing(
    lake: Session, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COMITY_HOME", str(lake.home))
    told = ("ties", "KAZ", "--toward", "RUS,EU", "--year", "2021", "--format", "csv")
    assert run(monkeypatch, *told) == 0
    printed = capfd.readouterr()
    assert printed.out.splitlines()[0] == ",".join(TABLE.names)
    assert "KAZ,RUS,border," in printed.out
    assert "No migrant stocks on record in this lake." in printed.err


def test_a_year_and_a_span_exclude_each_other(
    lake: Session, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COMITY_HOME", str(lake.home))
    told = ("ties", "KAZ", "--toward", "RUS", "--year", "2021", "--from", "2020")
    assert run(monkeypatch, *told) == 2
    assert "--year is one year" in capfd.readouterr().err
