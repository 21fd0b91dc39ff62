"""`comity fetch`: what it would do, what it did, and what is left to a person."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from comity.cli import main as command_line


@pytest.fixture
def comity(default_lake_home, monkeypatch, capfd):
    """Runs one command in this process: its exit code, what it printed, and what it said."""

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setenv("COMITY_HOME", str(default_lake_home))
        monkeypatch.delenv("COMITY_MIRROR", raising=False)
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
