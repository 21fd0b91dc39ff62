"""`comity drift` as it is typed."""

from __future__ import annotations

import sys

import pytest

from comity.cli import main as command_line
from comity.cli.drift import MOVES
from comity.models.drift import REGION_TABLE


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["comity", "drift", *arguments])
    with pytest.raises(SystemExit) as stop:
        command_line.main()
    return int(stop.value.code or 0)


def test_its_help_names_each_option(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert run(monkeypatch, "--help") == 0
    said = capfd.readouterr().out
    for option in ("--region", "--toward", "--from", "--to", "--by", "--level", "--show"):
        assert option in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--region", "eurasa"), "eurasia"),
        (("KAZ", "--by", "month"), "Valid: session, year."),
        (("KAZ", "--show", "moved"), "Did you mean moves?"),
        ((), "Drift toward whom?"),
    ],
)
def test_a_wrong_option_is_told_with_the_next_step(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    default_lake_home: object,
    arguments: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.setenv("COMITY_HOME", str(default_lake_home))
    assert run(monkeypatch, *arguments) == 2
    assert said in capfd.readouterr().err


def test_what_a_screen_shows_is_in_the_table() -> None:
    assert set(MOVES) - set(REGION_TABLE.names) == {"hedging_first", "hedging_last"}
