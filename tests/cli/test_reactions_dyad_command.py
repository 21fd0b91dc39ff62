"""`comity reactions STATE --to PARTNER` as it is typed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from comity.cli import main as command_line
from comity.cli.reactions_dyad import ANSWERS
from comity.models.answers import ANSWERS as TABLE


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["comity", "reactions", *arguments])
    with pytest.raises(SystemExit) as stop:
        command_line.main()
    return int(stop.value.code or 0)


def test_its_help_names_each_option(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert run(monkeypatch, "--help") == 0
    said = capfd.readouterr().out
    for option in ("--to", "--region", "--period", "--from", "--source", "--chart", "--as-of"):
        assert option in said


def test_a_screen_has_columns_of_the_table_alone() -> None:
    assert set(ANSWERS) <= {*TABLE.names, "toward", "dataset"}


def test_a_pair_outside_coverage_is_refused_with_the_next_step(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    default_lake_home: Path,
) -> None:
    monkeypatch.setenv("COMITY_HOME", str(default_lake_home))
    assert run(monkeypatch, "Fiji", "--to", "Tonga") == 4
    said = capfd.readouterr().err
    assert "FJI" in said
    assert "comity data" in said


def test_a_chart_that_is_neither_svg_nor_png_is_refused_at_once(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "KAZ", "--to", "RUS", "--chart", "answers.pdf") == 2
    assert "neither .svg nor .png" in capfd.readouterr().err


def test_one_state_alone_is_asked_whom_it_answers(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "KAZ") == 2
    assert "comity reactions KAZ --to RUS" in capfd.readouterr().err
