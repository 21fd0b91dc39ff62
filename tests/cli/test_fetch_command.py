"""`comity fetch`: what it would do, what it did, and what is left to a person."""

from __future__ import annotations

import json
import subprocess
import sys

import pyarrow as pa
import pytest

from comity.cli import main as command_line
from comity.cli.fetch import some_of_each


@pytest.fixture
def comity(default_lake_home, monkeypatch, capfd):
    """Runs one command in this process: its exit code, what it printed, and what it said."""

    def run(*arguments: str, **environ: str) -> tuple[int, str, str]:
        monkeypatch.setenv("COMITY_HOME", str(default_lake_home))
        monkeypatch.delenv("COMITY_MIRROR", raising=False)
        for name, text in environ.items():
            monkeypatch.setenv(name, text)
        monkeypatch.setattr(sys, "argv", ["comity", *arguments])
        capfd.readouterr()
        with pytest.raises(SystemExit) as stop:
            command_line.main()
        printed, said = capfd.readouterr()
        assert "Traceback" not in said
        return int(stop.value.code or 0), printed, said

    return run


def test_a_dry_run_lists_the_files_of_the_span(comity):
    code, printed, said = comity(
        *("fetch", "gdelt", "--set", "kind=v1", "--from", "2013-03", "--to", "2013-04-02"),
        *("--dry-run", "--format", "json"),
    )
    assert code == 0
    assert [row["file"] for row in json.loads(printed)] == [
        *("201303.zip", "20130401.export.CSV.zip", "20130402.export.CSV.zip")
    ]
    assert "3 files" in said
    assert "3 to download" in said


def test_what_can_be_fetched_is_listed(comity):
    code, printed, _ = comity("fetch")
    assert code == 0
    assert "GDELT 2.0 events, each 15 minutes" in printed
    assert "by hand" in printed


def test_a_login_is_left_to_the_user_with_each_step(comity):
    code, _, said = comity("fetch", "icews")
    assert code == 2
    assert "comity can't download this itself" in said
    assert "1. Open https://doi.org/10.7910/DVN/QI2T9A" in said
    assert "comity ingest icews FILE" in said


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("fetch gdelt", "--from 2024-01-01"),
        ("fetch gdelt --from 2024-01-01 --set v1", "KEY=VALUE"),
        ("fetch gdlet", "gdelt"),
        ("fetch gdelt --from 2024-13-01", "2021-02-20"),
        ("fetch world_bank", "--set indicator=WORD"),
        ("fetch gdelt --from 2024-01-01 --limit 0", "--limit"),
    ],
)
def test_what_can_not_be_asked_is_said(comity, typed, told):
    code, _, said = comity(*typed.split())
    assert code == 2
    assert told in said


def test_a_dry_run_needs_no_web_client():
    """The clients of the web are imported only when somebody is asked."""
    lines = (
        "import sys; from comity.workbench.fetch import fetch, FetchRequest; import comity; "
        "comity.open('/nowhere').fetch('gdelt', first_day='2024-01-01', last_day='2024-01-01',"
        " dry_run=True); print([m for m in ('httpx2', 'stamina') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


def test_a_day_of_many_files_fits_a_screen_and_the_other_formats_have_all(comity, tmp_path):
    asked = ("fetch", "gdelt", "--from", "2019-10-24", "--to", "2019-10-24", "--dry-run")
    _, printed, said = comity(*asked)
    assert printed.count(".export.CSV.zip") == 10
    assert "86 files more" in said
    assert "96 to download" in said
    _, printed, _ = comity(*asked, "--format", "csv")
    assert printed.count(".export.CSV.zip\n") + printed.count(".export.CSV.zip,") >= 96
    comity(*asked, "--out", str(tmp_path / "files.txt"))
    assert (tmp_path / "files.txt").read_text().count(".export.CSV.zip") == 96


def test_of_many_files_each_state_is_shown():
    states = ["not published"] * 60 + ["downloaded"] + ["from mirror"] * 35
    names = [str(place) for place in range(96)]
    shown = some_of_each(pa.table({"file": names, "state": states}))
    assert shown["file"].to_pylist() == ["0", "1", "2", "60", "61", "62", "63"]


def test_the_summary_names_the_files_that_were_chosen(comity):
    _, _, said = comity("fetch", "cow_nmc", "--dry-run")
    assert "1 file of National material capabilities 7.0: 1 to download." in said
    day = ("--from", "2019-10-24", "--to", "2019-10-24", "--dry-run")
    _, _, said = comity("fetch", "gdelt", "--set", "kind=mentions", *day)
    assert "96 files of GDELT 2.0 mentions" in said


def test_a_mirror_that_is_not_there_is_told_in_terms_of_fetching(comity):
    code, _, said = comity("fetch", "cow_nmc", "--dry-run", COMITY_MIRROR="/nowhere")
    assert code == 7
    assert "/nowhere, which is no folder" in said
    assert "with publishers' files, or unset it" in said
    assert "structure/" not in said
