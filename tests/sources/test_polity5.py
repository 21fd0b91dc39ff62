"""Polity5: scores of regimes; the standard codes are no scores."""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from comity.errors import BadInput, Unavailable
from comity.sources.contract import Parsed, SourceFile
from comity.sources.polity5 import SOURCE
from comity.sources.polity5.countries import country
from comity.sources.polity5.scores import read_score
from comity.vocabulary.actor import DropReason

FIXTURES = Path(__file__).parent / "fixtures"
XLS, CSV = FIXTURES / "p5v2018_synthetic.xls", FIXTURES / "polity5_synthetic.csv"


def at_hand(path: Path) -> SourceFile:
    data = path.read_bytes()
    return SourceFile(path, path.name, hashlib.sha256(data).hexdigest(), len(data))


def read(path: Path) -> Parsed:
    (parsed,) = SOURCE.parse(at_hand(path), options={})
    return parsed


def rows(parsed: Parsed) -> dict[tuple[str, str, int], dict[str, Any]]:
    table = parsed.tables["state_facts"].to_pylist()
    return {(row["fact"], row["state"], row["day"].year): row for row in table}


def test_a_score_is_a_fact_of_the_year() -> None:
    given = rows(read(CSV))
    assert given["polity2", "NOR", 2018]["value"] == 10
    assert given["polity_autoc", "NOR", 2018]["value"] == 0
    assert given["polity_durable", "NOR", 2018]["value"] == 73


@pytest.mark.parametrize(
    ("state", "year", "said"),
    [("SUN", 1991, "transition"), ("AFG", 2002, "interruption")],
)
def test_a_standard_code_is_no_score_but_a_word(state: str, year: int, said: str) -> None:
    row = rows(read(CSV))["polity", state, year]
    assert row["value"] is None
    assert row["text"] == said


def test_the_three_standard_codes_are_told_apart() -> None:
    assert [read_score("polity", code) for code in (-66, -77, -88)] == [
        (None, "interruption"),
        (None, "interregnum"),
        (None, "transition"),
    ]
    assert read_score("polity", "") is None
    with pytest.raises(ValueError, match="-10 to 10 expected"):
        read_score("polity", 11)


@pytest.mark.parametrize(
    ("number", "letters", "year", "whose"),
    [
        (2, "USA", 2018, "USA"),
        (364, "USR", 1980, "SUN"),
        (365, "RUS", 1900, "RUS"),
        (365, "RUS", 1992, "RUS"),
        (347, "YGS", 2005, "SCG"),
        (341, "KOS", 2010, "XKX"),
        (348, "MNT", 2010, "MNE"),
        (342, "SER", 2010, "SRB"),
        (525, "SSU", 2012, "SSD"),
        (626, "SDN", 2012, "SDN"),
        (529, "ETI", 1993, "ETH"),
        (530, "ETH", 1993, DropReason.COUNTED_ELSEWHERE),
        (678, "YAR", 1990, DropReason.COUNTED_ELSEWHERE),
        (260, "GFR", 1970, "DEU"),
        (260, "GFR", 1990, DropReason.COUNTED_ELSEWHERE),
        (769, "PKS", 1960, "PAK"),
        (817, "RVN", 1960, "VDR"),
        (245, "BAV", 1850, DropReason.NO_STATE_THEN),
        (305, "AUS", 1900, DropReason.NO_STATE_THEN),
        (347, "KOS", 2010, None),
        (999, "QQQ", 2000, None),
    ],
)
def test_politys_numbers_are_not_those_of_correlates_of_war(
    number: int, letters: str, year: int, whose: str | DropReason | None
) -> None:
    assert country(number, letters, year) == whose


@pytest.mark.parametrize("path", [CSV, XLS])
def test_every_score_is_kept_dropped_or_rejected(path: Path) -> None:
    if path is XLS:
        pytest.importorskip("python_calamine")
    parsed = read(path)
    kept = parsed.tables["state_facts"].num_rows
    assert parsed.records == kept + Counter(parsed.dropped).total() + len(parsed.rejects)
    assert [(reject.line, reject.reason) for reject in parsed.rejects] == [
        (12, "no country has the ccode 999 and the scode 'QQQ'"),
        (13, "a second line of NOR for 2018"),
        (14, "democ 11; 0 to 10 expected"),
        (15, "'later' is no number"),
    ]


def test_excel_and_csv_give_the_same() -> None:
    pytest.importorskip("python_calamine")
    assert read(XLS).tables["state_facts"].equals(read(CSV).tables["state_facts"])


def test_without_the_reader_of_excel_the_next_step_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(Unavailable, match="python-calamine") as caught:
        read(XLS)
    assert "comity[spreadsheets]" in caught.value.next_step


def test_a_damaged_workbook_is_said_to_be_one(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")
    path = tmp_path / "p5v2018.xls"
    path.write_bytes(XLS.read_bytes()[:700])
    with pytest.raises(BadInput, match="no readable Excel file"):
        read(path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [(b"polity2", b"polity3", "header"), (b"NOR", b"\xff", "line 2: not UTF-8")],
)
def test_a_file_of_another_form_stops(tmp_path: Path, old: bytes, new: bytes, said: str) -> None:
    path = tmp_path / "p.csv"
    path.write_bytes(CSV.read_bytes().replace(old, new, 1))
    with pytest.raises(BadInput, match=said):
        read(path)
