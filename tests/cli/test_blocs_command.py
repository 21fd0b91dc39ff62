"""`comity blocs` as it is typed: one year, a span, one state, and what is wrong."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from comity.cli import main as command_line

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def comity(
    default_lake_home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    """Runs one command in this process: its exit code, its output and what it said beside."""

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setenv("COMITY_HOME", str(default_lake_home))
        monkeypatch.setenv("COLUMNS", "200")
        monkeypatch.setattr(sys, "argv", ["comity", "blocs", *map(str, arguments)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as stop:
            command_line.main()
        out, err = capfd.readouterr()
        return int(stop.value.code or 0), out, err

    return run


def test_one_year_is_a_table_without_its_year_and_says_what_it_rests_on(comity: Run) -> None:
    code, out, err = comity("--year", 2019, "--layers", "votes,agreements", "--runs", 5)
    assert code == 0
    assert out.split()[:4] == ["state", "bloc", "bloc_name", "stability"]
    assert "modularity" in err
    assert "un_votes 2019" in err


def test_a_span_of_one_state_has_a_row_for_each_year(comity: Run) -> None:
    span = ("--from", 2017, "--to", 2019, "--layers", "votes", "--runs", 5)
    code, out, _ = comity(*span, "--state", "Kazakhstan", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert [(row["year"], row["state"]) for row in rows] == [
        *(("2017", "KAZ"), ("2018", "KAZ"), ("2019", "KAZ")),
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--layers", "votes,trad"), 2, "trade"),
        (("--year", 2019, "--from", 2018), 2, "--from"),
        (("--year", 2019, "--resolution", 0), 2, "resolution"),
        (("--year", 1850), 4, "comity data"),
        (("--state", "Rusland"), 2, "Rusland"),
    ],
)
def test_what_is_wrong_is_told(
    comity: Run, arguments: tuple[object, ...], code: int, said: str
) -> None:
    found, _, err = comity(*arguments)
    assert found == code
    assert said in err
    assert "Traceback" not in err
