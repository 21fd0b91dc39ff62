"""The commands as they are typed: help that names every option, outputs that agree."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from comity.cli import main as command_line

Run = Callable[..., str]
HELP = {
    "brief": ("--region", "--out", "--source", "--as-of"),
    "ledger": (
        *("--period", "--from", "--to", "--both", "--count", "--per-thousand", "--acts"),
        *("--source", "--voice", "--engine", "--format", "--out", "--as-of"),
    ),
    "gestures": ("--from", "--to", "--both", "--class", "--limit", "--source", "--as-of"),
    "facts": (
        *("--fact", "--search", "--source", "--from", "--to", "--both"),
        *("--format", "--out", "--as-of"),
    ),
    "similarity": (
        *("--of", "--by", "--measure", "--distance", "--issue", "--binary", "--weights"),
        *("--from", "--to", "--min-items", "--level", "--format", "--out", "--as-of"),
    ),
    "data": ("--versions", "--format", "--out", "--as-of"),
    "ingest": ("--all", "--set", "--format", "--out"),
    "states": ("--former", "--format", "--out"),
    "regions": ("--format", "--out"),
    "organisations": ("--members", "--on", "--format", "--out"),
}
FIRST = "source,target,period,friendly,neutral,insult,offence,attack,meeting,breach,net_goldstein"
WEEK = ("--from", "2022-02-20", "--to", "2022-02-28")
ACTS = {
    "ledger": ("ledger", "RUS", "UKR", "--period", "day", *WEEK),
    "gestures": ("gestures", "RUS", "UKR", *WEEK),
    "facts": ("facts", "RUS", "UKR", "--fact", "visa"),
}


@pytest.fixture
def comity(
    default_lake_home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    """Runs one command in this process: what it printed on standard output."""

    def run(*arguments: object) -> str:
        monkeypatch.setenv("COMITY_HOME", str(default_lake_home))
        monkeypatch.setenv("COLUMNS", "200")
        monkeypatch.setattr(sys, "argv", ["comity", *map(str, arguments)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as stop:
            command_line.main()
        out, err = capfd.readouterr()
        assert not stop.value.code, err
        return out

    return run


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def as_csv(value: Any) -> str:
    return "" if value is None else str(value)


def test_the_help_lists_every_command(comity: Run) -> None:
    said = comity("--help")
    assert all(name in said for name in HELP)


@pytest.mark.parametrize("name", HELP)
def test_the_help_of_a_command_names_its_options(comity: Run, name: str) -> None:
    said = comity(name, "--help")
    assert all(option in said for option in HELP[name])


def test_attacks_of_russia_on_ukraine_rise_threefold_on_24_february_2022(comity: Run) -> None:
    printed = comity(*ACTS["ledger"], "--format", "csv")
    attacks = {row["period"]: int(row["attack"]) for row in rows(printed)}
    assert printed.splitlines()[0].startswith(FIRST + ",")
    assert len(attacks) == 9
    assert (attacks["2022-02-23"], attacks["2022-02-24"]) == (6, 20)


@pytest.mark.parametrize("name", ACTS)
def test_csv_json_and_parquet_hold_the_same_values(comity: Run, name: str, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "out.parquet"
    assert comity(*ACTS[name], "--format", "parquet", "--out", path) == ""
    from_parquet = pq.read_table(path).to_pylist()
    from_csv = rows(comity(*ACTS[name], "--format", "csv"))
    from_json = json.loads(comity(*ACTS[name], "--format", "json"))

    assert from_csv
    assert [{k: as_csv(v) for k, v in row.items()} for row in from_parquet] == from_csv
    assert [{k: as_csv(v) for k, v in row.items()} for row in from_json] == from_csv


@pytest.mark.parametrize("name", ACTS)
def test_the_table_on_screen_has_a_line_for_each_row(comity: Run, name: str) -> None:
    printed = comity(*ACTS[name]).splitlines()
    listed = rows(comity(*ACTS[name], "--format", "csv"))
    assert printed[0].split()[0] in listed[0]
    assert len(printed) == 1 + min(len(listed), 60) + (len(listed) > 60)


@pytest.mark.parametrize("name", ACTS)
def test_a_name_is_as_good_as_a_code(comity: Run, name: str) -> None:
    verb, _, _, *rest = ACTS[name]
    by_name = comity(verb, "russia", "Украина", *rest, "--format", "csv")
    assert by_name == comity(*ACTS[name], "--format", "csv")


@pytest.mark.parametrize("name", ACTS)
def test_both_adds_the_other_direction(comity: Run, name: str) -> None:
    found = rows(comity(*ACTS[name], "--both", "--format", "csv"))
    assert {(row["source"], row["target"]) for row in found} == {("RUS", "UKR"), ("UKR", "RUS")}


def test_a_file_holds_what_the_screen_shows(comity: Run, tmp_path: Path) -> None:
    path = tmp_path / "series.csv"
    assert comity(*ACTS["ledger"], "--format", "csv", "--out", path) == ""
    assert path.read_text("utf-8") == comity(*ACTS["ledger"], "--format", "csv")


@pytest.mark.parametrize(
    ("typed", "column", "value"),
    [
        ("states turkiye", "code", "TUR"),
        ("regions asean", "code", "asean"),
        ("organisations EU --members --on 2020-02-01", "organisation", "EU"),
        ("facts", "fact", "visa"),
        ("facts --search PASSPORT", "dataset", "passport_index"),
        ("data", "dataset", "icews"),
        ("data --versions", "lake_version", "1"),
    ],
)
def test_the_lists_print_as_csv(comity: Run, typed: str, column: str, value: str) -> None:
    found = rows(comity(*typed.split(), "--format", "csv"))
    assert value in {row[column] for row in found}


def test_a_narrow_screen_shows_the_first_columns_whole_and_names_the_others(
    comity: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comity.cli.output.PIPE_WIDTH", 80)
    printed = comity(*ACTS["ledger"]).splitlines()
    assert max(map(len, printed)) <= 80
    assert printed[0].split()[-1] == "meeting"
    assert len(printed) == 10


def test_a_list_of_acts_names_each_record_and_line(comity: Run) -> None:
    asked = ("ledger", "RUS", "UKR", "--acts", "--from", "2019-01-07", "--to", "2019-01-08")
    acts = rows(comity(*asked, "--format", "csv"))
    listed = json.loads(comity(*asked, "--format", "json"))
    assert [act["records"].split() for act in acts] == [act["records"] for act in listed]
    assert all(act["files"].rpartition(":")[2].isdecimal() for act in acts)
    assert [act["reading"] for act in acts] == ["insult", "attack", "meeting"]
    assert [act["mirrored"] for act in acts] == ["False", "False", "True"]
