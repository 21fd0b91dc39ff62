"""The published table of memberships, read from a file."""

from __future__ import annotations

import datetime as dt
import hashlib
from importlib import resources
from pathlib import Path

import pytest

from comity.errors import BadInput, BadValue
from comity.registry.organisations import memberships
from comity.sources.contract import Parsed, SourceFile
from comity.sources.memberships import SOURCE
from comity.sources.memberships.parser import HEADER

GOOD = "NATO,SWE,member,2024-03-07,,day,North Atlantic Treaty art. 10,,2025-12-31,,not covered"


def at(path: Path) -> SourceFile:
    data = path.read_bytes()
    return SourceFile(path, path.name, hashlib.sha256(data).hexdigest(), len(data))


def parsed(folder: Path, *lines: str, end: str = "\n") -> Parsed:
    path = folder / "memberships.csv"
    path.write_bytes(("\n".join((HEADER, *lines)) + end).encode())
    (chunk,) = SOURCE.parse(at(path), options={})
    return chunk


def test_a_row_becomes_a_dated_membership(tmp_path: Path) -> None:
    (row,) = parsed(tmp_path, GOOD).tables["memberships"].to_pylist()
    assert row == {
        "organisation": "NATO",
        "state": "SWE",
        "status": "member",
        "first_day": dt.date(2024, 3, 7),
        "end_day": None,
        "evidence": "North Atlantic Treaty art. 10",
    }


def test_the_table_answers_for_the_days_that_all_its_rows_know(tmp_path: Path) -> None:
    older = GOOD.replace("SWE", "FIN").replace("2025-12-31", "2025-06-30")
    (span,) = parsed(tmp_path, GOOD, older).coverage
    assert (span.table, span.last_day) == ("memberships", dt.date(2025, 6, 30))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (GOOD.replace("NATO", "NATU"), "did you mean NATO?"),
        (GOOD.replace("SWE", "SWD"), "state 'SWD' is not known"),
        (GOOD.replace("member", "membre"), "did you mean member?"),
        (GOOD.replace("2024-03-07,,", "7 March 2024,,"), "YYYY-MM-DD"),
        (GOOD.replace("2024-03-07,,", "2024-03-07,2024-03-07,"), "not after its first day"),
        (GOOD.replace("2025-12-31", "2023-12-31"), "knows only the days up to 2023-12-31"),
        (GOOD.replace("North Atlantic Treaty art. 10", ""), "no evidence"),
        (GOOD + ",more", "12 fields; 11 expected"),
        (GOOD.replace("member,", "observer,"), "overlaps member from 2024-03-07"),
    ],
)
def test_a_row_that_is_not_sure_is_rejected_with_its_line(
    tmp_path: Path, line: str, reason: str
) -> None:
    chunk = parsed(tmp_path, GOOD, line)
    (reject,) = chunk.rejects
    assert reject.line == 3
    assert reason in reject.reason
    assert chunk.records == chunk.tables["memberships"].num_rows + len(chunk.rejects)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty"),
        (HEADER.encode() + b"\n", "no well-formed row of memberships"),
        (b"organisation,state\nNATO,SWE\n", "line 1: the header"),
        (f"{HEADER}\n{GOOD}\nNATO,FI".encode(), "line 3: cut off"),
        (f'{HEADER}\n{GOOD}\nNATO,FIN,member,2023-04-04,,day,"Protocol'.encode(), "cut off"),
        (f"{HEADER}\n{GOOD}\n".encode() + b"NATO,\xe9", "line 3: not UTF-8"),
    ],
)
def test_a_file_that_is_none_says_which_line_and_why(
    tmp_path: Path, content: bytes, what: str
) -> None:
    path = tmp_path / "memberships.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput) as caught:
        list(SOURCE.parse(at(path), options={}))
    assert what in caught.value.what


def test_options_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "memberships.csv"
    path.write_text(f"{HEADER}\n{GOOD}\n")
    with pytest.raises(BadValue):
        list(SOURCE.parse(at(path), options={"day": "2024-01-01"}))


def test_the_embedded_table_is_read_whole_and_without_rejects() -> None:
    path = Path(str(resources.files("comity.data"))) / "memberships" / "memberships.csv"
    file = at(path)
    assert SOURCE.recognises(file.name, path.read_bytes()[:1000])
    (chunk,) = SOURCE.parse(file, options={})
    assert not chunk.rejects
    assert chunk.records == len(memberships())
    assert chunk.tables["memberships"].num_rows == len(memberships())
