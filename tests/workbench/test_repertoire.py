"""`repertoire`: what a state has tried toward a partner, from Python and the command line."""

from __future__ import annotations

import json

import pytest

from comity.cli import main as command_line
from comity.errors import BadValue, OutsideCoverage, UnknownName
from comity.measures.bloc_acts import BlocVoice
from comity.measures.repertoire import KINDS, SPREAD
from comity.workbench.bench import open_workbench
from comity.workbench.repertoire import RepertoireRequest, RepertoireResult, repertoire
from comity.workbench.result import Request
from comity.workbench.session import Session


def asked(lake: Session, **options: object) -> RepertoireResult:
    return repertoire(open_workbench(lake.home), RepertoireRequest.model_validate(options))


def test_kazakhstan_toward_russia_has_few_ways_of_many(lake: Session) -> None:
    found = asked(lake, state="Kazakhstan", toward="Russia")
    assert found.table.schema == KINDS
    assert found.spread.schema == SPREAD
    friendly = found.spread.to_pylist()[1]
    assert 0 < friendly["kinds"] < friendly["kinds_anyone"] <= friendly["kinds_scheme"]
    assert friendly["codes"] < friendly["codes_anyone"] / 4
    assert found.text.startswith("Kazakhstan toward Russia, 2018-10-04 to 2022-08-31: ")
    assert "never used, though others used them" in found.text
    assert "was followed within 30 days by" in found.text
    assert "caus" not in found.text
    assert found.lake_version is not None
    assert "days covered" in found.coverage


def test_estimates_lie_in_their_intervals(lake: Session) -> None:
    found = asked(lake, state="RUS", toward="UKR")
    for row in found.spread.to_pylist():
        assert row["effective_lower"] <= row["effective"] <= row["effective_upper"]
        assert row["effective_upper"] <= row["kinds_anyone"] + 1e-9
        assert row["effective_observed"] <= row["effective"] + 1e-9
        assert row["kinds_at"] <= row["kinds"] + 1e-9
        assert 0 <= row["evenness"] <= 1
    numbered = [row for row in found.followed.to_pylist() if row["after_mean"] is not None]
    assert numbered
    for row in numbered:
        assert row["windows"] >= 5
        assert row["usual_lower"] <= row["usual"] <= row["usual_upper"]
    unnumbered = [row for row in found.followed.to_pylist() if row["after_mean"] is None]
    assert all(row["windows"] < 5 and row["after"] is None for row in unnumbered)


def test_acts_of_a_source_that_publishes_counts_only_are_told(lake: Session) -> None:
    said = asked(lake, state="KAZ", toward="RUS", first_day="2021-01-01").notes
    assert any("Counts with their code and day, without records: " in note for note in said)
    said = asked(lake, state="KAZ", toward="RUS", last_day="2019-12-31").notes
    assert not any("without records" in note for note in said)


def test_longer_windows_hold_more(lake: Session) -> None:
    def after(days: int) -> float:
        found = asked(lake, state="RUS", toward="UKR", within_days=days).followed
        return float(found["after_mean"][0].as_py())

    assert after(10) < after(30)


def test_full_codes_are_finer_than_types_and_modes(lake: Session) -> None:
    modes, codes = (asked(lake, state="RUS", toward="UKR", by=by).spread for by in ("mode", "code"))
    assert modes["acts"].to_pylist() == codes["acts"].to_pylist()
    assert modes["kinds"][0].as_py() < codes["kinds"][0].as_py() == modes["codes"][0].as_py()


def test_a_region_and_a_voice_can_be_named(lake: Session) -> None:
    found = asked(lake, state="KAZ", toward="RUS", peers="eurasia")
    assert found.spread["peers"][0].as_py() < 200
    assert "dyads of Eurasia" in found.text
    both = asked(lake, state="EU", toward="RUS", voice=BlocVoice.BOTH).spread["acts"][0].as_py()
    alone = asked(lake, state="EU", toward="RUS").spread["acts"][0].as_py()
    assert alone < both


def test_a_pair_without_a_directed_act_says_so(lake: Session) -> None:
    found = asked(lake, state="TKM", toward="MDA", first_day="2021-01-01", last_day="2021-01-03")
    assert "no directed act is recorded in icews on the 3 days that it covers" in found.text
    assert found.followed.num_rows == 0
    assert set(found.table["uses"].to_pylist()) <= {0, None}


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"state": "KAZ"}, BadValue),
        ({"state": "KAZ", "toward": "Nowhere"}, UnknownName),
        ({"state": "KAZ", "toward": "KAZ"}, BadValue),
        ({"state": "KAZ", "toward": "RUS", "dataset": "icewz"}, UnknownName),
        ({"state": "KAZ", "toward": "RUS", "peers": "eurasa"}, UnknownName),
        ({"state": "KAZ", "toward": "RUS", "last_day": "1990-01-01"}, OutsideCoverage),
        ({"state": "KAZ", "toward": "RUS", "first_day": "2021-02-01", "last_day": "2021-01-01"},
         BadValue),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(
    lake: Session, options: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        asked(lake, **options)


def test_the_request_is_a_request() -> None:
    assert issubclass(RepertoireRequest, Request)


def run(monkeypatch: pytest.MonkeyPatch, lake: Session, *words: str) -> int:
    monkeypatch.setenv("COMITY_HOME", str(lake.home))
    monkeypatch.setattr("sys.argv", ["comity", "repertoire", *words])
    return command_line.run()


def test_the_command_prints_what_was_tried_and_what_only_others_did(
    lake: Session, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, lake, "KAZ", "--toward", "RUS") == 0
    printed = capfd.readouterr()
    assert "Agree to cooperate" in printed.out
    assert "Release captives" in printed.out
    assert "Suicide attack" not in printed.out
    assert "Lake version 1." in printed.err


def test_the_command_writes_every_kind_as_json(
    lake: Session, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, lake, "KAZ", "--toward", "RUS", "--format", "json") == 0
    rows = json.loads(capfd.readouterr().out)
    assert list(rows[0]) == KINDS.names
    assert any(row["title"] == "Suicide attack" and row["uses"] == 0 for row in rows)


@pytest.mark.parametrize(("table", "column"), [("--followed", "usual"), ("--spread", "kinds_at")])
def test_the_other_two_tables(
    lake: Session,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    table: str,
    column: str,
) -> None:
    assert run(monkeypatch, lake, "KAZ", "--toward", "RUS", table, "--format", "csv") == 0
    assert column in capfd.readouterr().out.splitlines()[0].split(",")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("KAZ",), "Toward whom?"),
        (("KAZ", "--toward", "RUS", "--by", "type"), "mode"),
        (("KAZ", "--toward", "RUS", "--spread", "--followed"), "two tables"),
    ],
)
def test_a_wrong_option_is_told(
    lake: Session,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    said: str,
) -> None:
    assert run(monkeypatch, lake, *words) == 2
    assert said in capfd.readouterr().err
