"""`comity similarity` as it is typed."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from comity.cli import main as command_line

TYPED = ("similarity", "Russia", "KAZ", "--of", "votes", "--by", "year", "--from", "2015")


class Typed:
    """Runs a command in this process: what it printed, what it noted, and how it ended."""

    def __init__(self, patch: pytest.MonkeyPatch, captured: pytest.CaptureFixture[str]) -> None:
        self.patch, self.captured = patch, captured

    def __call__(self, *arguments: object) -> tuple[str, str, int]:
        self.patch.setattr(sys, "argv", ["comity", *map(str, arguments)])
        self.captured.readouterr()
        with pytest.raises(SystemExit) as stop:
            command_line.main()
        said = self.captured.readouterr()
        return said.out, said.err, int(stop.value.code or 0)


@pytest.fixture
def typed(
    default_lake_home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Typed:
    monkeypatch.setenv("COMITY_HOME", str(default_lake_home))
    monkeypatch.setenv("COLUMNS", "200")
    return Typed(monkeypatch, capfd)


def test_a_screen_has_a_line_a_year_and_a_note_on_measure_and_interval(typed: Typed) -> None:
    printed, notes, code = typed(*TYPED)
    head, *lines = printed.splitlines()
    assert code == 0
    assert head.split()[:5] == ["period", "value", "lower", "upper", "items"]
    assert [line.split()[0] for line in lines] == [str(year) for year in range(2015, 2024)]
    assert "Scott's pi over squared distance" in notes
    assert "90% interval" in notes
    assert "Left out for too few shared items: 2024" in notes


def test_csv_json_and_parquet_hold_the_same_values(typed: Typed, tmp_path: Path) -> None:
    path = tmp_path / "similarity.parquet"
    typed(*TYPED, "--out", path)
    from_csv = list(csv.DictReader(io.StringIO(typed(*TYPED, "--format", "csv")[0])))
    from_json = json.loads(typed(*TYPED, "--format", "json")[0])
    from_parquet = pq.read_table(path).to_pylist()
    assert from_json == from_parquet
    assert [{name: str(cell) for name, cell in row.items()} for row in from_json] == from_csv
    assert list(from_csv[0]) == [
        *("state", "other", "of", "period", "measure", "distance", "value", "lower", "upper"),
        *("items", "dataset", "scale", "weights"),
    ]


def test_all_options_can_be_typed_at_once(typed: Typed) -> None:
    asked = ("--by", "all", "--measure", "s", "--distance", "absolute", "--issue", "hr")
    few = ("--from", "2000", "--to", "2019", "--min-items", "20", "--level", "0.95")
    printed, notes, code = typed("similarity", "EU", "KAZ", *asked, *few)
    assert code == 0
    assert printed.splitlines()[1].split()[0] == "·"
    assert "95% interval" in notes


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("RUS", "Atlantis"), 2, "There is no actor 'Atlantis'"),
        (("RUS", "KAZ", "--measure", "tau"), 2, "Valid: pi, kappa, agreement, s."),
        (("RUS", "KAZ", "--of", "trade"), 4, "No source in this lake tells of all trade"),
    ],
)
def test_what_can_not_be_compared_ends_in_a_message(
    typed: Typed, arguments: tuple[str, ...], code: int, said: str
) -> None:
    _, notes, ended = typed("similarity", *arguments)
    assert (ended, said in notes) == (code, True)
