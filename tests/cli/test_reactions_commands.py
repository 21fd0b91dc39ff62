"""`comity reactions` and its sub-commands as they are typed, on a user's own series."""

from __future__ import annotations

import csv
import datetime as dt
import json
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from comity.cli import main as command_line

Run = Callable[..., tuple[int, str, str]]
MONDAY = dt.date(2018, 1, 1)
WEEKS = 60


@pytest.fixture
def comity(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    """Runs one command without a lake: its exit code, what it printed, what it said beside."""

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setenv("COMITY_HOME", str(tmp_path / "no-lake"))
        monkeypatch.setattr(sys, "argv", ["comity", *map(str, arguments)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as stop:
            command_line.main()
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        assert not (tmp_path / "no-lake").exists()
        return int(stop.value.code or 0), out, err

    return run


@pytest.fixture
def own_series(tmp_path: Path) -> Path:
    """SIMULATED counts by day of two dyads, as a CSV file of the user's."""
    random = np.random.default_rng(8)
    path = tmp_path / "own.csv"
    with path.open("w", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(["date", "source", "target", "class", "n"])
        for source, target in (("KAZ", "RUS"), ("RUS", "KAZ"), ("CHN", "MNG"), ("MNG", "CHN")):
            for klass, rate in (("friendly", 0.8), ("insult", 0.3)):
                for at, n in enumerate(random.poisson(rate, 7 * WEEKS)):
                    if n:
                        day = MONDAY + dt.timedelta(days=at)
                        rows.writerow([day, source, target, klass, n])
    return path


def test_the_help_of_reactions_names_its_sub_commands(comity: Run) -> None:
    code, said, _ = comity("reactions", "--help")
    assert code == 0
    assert all(f"reactions {sub}" in said for sub in ("fit", "backtest", "strategies"))
    for sub, option in (("fit", "--gap"), ("backtest", "--refit-every"), ("strategies", "--games")):
        code, said, _ = comity("reactions", sub, "--help")
        assert code == 0
        assert option in said


def test_a_fit_is_written_as_json_with_an_entry_for_each_dyad_and_pair_of_classes(
    comity: Run, own_series: Path, tmp_path: Path
) -> None:
    out = tmp_path / "fit.json"
    code, printed, said = comity("reactions", "fit", "--series", own_series, "--out", out)
    assert (code, printed) == (0, "")
    assert "Took" in said
    found = json.loads(out.read_text("utf-8"))
    assert found["converged"] is True
    assert isinstance(found["log_likelihood"], float)
    assert len(found["reactions"]) == 4 * 2 * 2
    for entry in found["reactions"]:
        assert {
            *("responder", "initiator", "stimulus", "response", "extra_acts_30d", "lower"),
            *("upper", "total_30d", "half_life_days", "significant", "baseline_per_day"),
        } <= set(entry)
        assert entry["lower"] <= entry["extra_acts_30d"] <= entry["upper"]
    assert not any("time" in key or "second" in key for key in found)


def test_the_same_series_gives_the_same_file(comity: Run, own_series: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.json" for name in ("one", "other")]
    for file in files:
        assert comity("reactions", "fit", "--series", own_series, "--out", file)[0] == 0
    assert files[0].read_bytes() == files[1].read_bytes()


def test_csv_and_parquet_hold_the_entries_of_the_json(
    comity: Run, own_series: Path, tmp_path: Path
) -> None:
    files = {ending: tmp_path / f"fit.{ending}" for ending in ("json", "csv", "parquet")}
    for file in files.values():
        assert comity("reactions", "fit", "--series", own_series, "--out", file)[0] == 0
    entries = json.loads(files["json"].read_text("utf-8"))["reactions"]
    with files["csv"].open(encoding="utf-8") as stream:
        listed = list(csv.DictReader(stream))
    table = pq.read_table(files["parquet"]).to_pylist()
    for entry, row, cells in zip(entries, table, listed, strict=True):
        assert list(entry) == list(row) == list(cells)
        assert entry["extra_acts_30d"] == pytest.approx(row["extra_acts_30d"], rel=1e-6)


def test_a_backtest_is_written_as_csv(comity: Run, own_series: Path, tmp_path: Path) -> None:
    out = tmp_path / "backtest.csv"
    start = MONDAY + dt.timedelta(weeks=WEEKS - 2)
    typed = ("--series", own_series, "--step", "week", "--start", start, "--out", out)
    code, _, said = comity("reactions", "backtest", *typed)
    assert code == 0
    assert "the 50% intervals held" in said
    with out.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 4 * 2 * 2
    assert {row["date"] for row in rows} == {str(start), str(start + dt.timedelta(weeks=1))}


@pytest.mark.parametrize(
    ("typed", "code", "told"),
    [
        ("fit", 2, "--series"),
        ("fit --series nowhere.csv", 3, "can't be read"),
        ("fit --series {own} --period month", 2, "by day or by week"),
        ("fit --series {own} --period fortnight", 2, "day, week"),
        ("fit --series {own} --classes frendly", 2, "Did you mean friendly"),
        ("fit --series {own} --duplicates twice", 2, "refuse, sum"),
        ("fit --series {own} --gap 2018", 2, "--gap 2018-10-01:2018-10-31"),
        ("fit --series {own} --format xml", 2, "table, csv, json, parquet"),
        ("backtest --series {own} --start 2017", 2, "--start"),
        ("backtest --series {own} --start 2018-06-01 --refit-every 0", 2, "refit_every"),
        ("backtest --series {own} --start soon", 2, "is not a date"),
    ],
)
def test_a_wrong_request_is_told_what_is_right(
    comity: Run, own_series: Path, typed: str, code: int, told: str
) -> None:
    found, _, said = comity("reactions", *(part.format(own=own_series) for part in typed.split()))
    assert found == code, said
    assert told in said.replace("\n", " ")


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("2018-01-01,KAZ,KAZ,insult,1", "row 1: source and target are the same"),
        ("2018-01-01,KAZ,RUS,insult,-1", "row 1: n is below 0"),
        ("yesterday,KAZ,RUS,insult,1", "row 1: no date"),
        ("2018-01-01,KAZ,RUS,insult,0", "has no act"),
        ("2018-01-01,KAZ,RUS,insult,1\n2018-01-01,KAZ,RUS,insult,1", "--duplicates sum"),
    ],
)
def test_a_broken_series_is_told_with_its_row_and_nothing_is_written(
    comity: Run, tmp_path: Path, rows: str, told: str
) -> None:
    path, out = tmp_path / "broken.csv", tmp_path / "out.json"
    path.write_text(f"date,source,target,class,n\n{rows}\n", "utf-8")
    code, _, said = comity("reactions", "fit", "--series", path, "--out", out)
    assert code == 3
    assert told in said
    assert not out.exists()
