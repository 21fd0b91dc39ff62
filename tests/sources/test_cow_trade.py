"""Bilateral trade: imports turned into directed exports."""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.errors import BadInput
from comity.sources.contract import Parsed, SourceFile
from comity.sources.cow_trade import SOURCE
from comity.vocabulary.actor import DropReason

FIXTURES = Path(__file__).parent / "fixtures"


def at_hand(path: Path) -> SourceFile:
    data = path.read_bytes()
    return SourceFile(path, path.name, hashlib.sha256(data).hexdigest(), len(data))


def parse(path: Path) -> Parsed:
    (parsed,) = SOURCE.parse(at_hand(path), options={})
    return parsed


def test_what_state_1_imports_from_state_2_are_exports_of_state_2() -> None:
    parsed = parse(FIXTURES / "cow_dyadic_trade_synthetic.csv")
    rows = [r for r in parsed.tables["dyad_facts"].to_pylist() if r["day"].year == 1999]
    year = {"day": dt.date(1999, 1, 1), "end_day": dt.date(2000, 1, 1)}
    told = {"fact": "exports_usd", "text": "importer's report"}
    assert rows == [
        {**told, **year, "source": "CAN", "target": "USA", "value": 10_500_000.0},
        {**told, **year, "source": "USA", "target": "CAN", "value": 20_000_000.0},
    ]


def test_a_flow_of_zero_is_kept_and_may_be_a_small_one_but_a_missing_one_is_none() -> None:
    parsed = parse(FIXTURES / "cow_dyadic_trade_synthetic.csv")
    (soviet,) = [r for r in parsed.tables["dyad_facts"].to_pylist() if r["source"] == "SUN"]
    assert soviet["value"] == 0
    assert "too small" in soviet["text"]
    assert parsed.dropped[DropReason.NO_VALUE] == 1


def test_every_flow_is_accounted_for() -> None:
    parsed = parse(FIXTURES / "cow_dyadic_trade_synthetic.csv")
    assert parsed.records == 2 * 4 + 1
    assert parsed.tables["dyad_facts"].num_rows == 5
    assert parsed.dropped == {DropReason.NO_VALUE: 1, DropReason.NO_STATE_THEN: 2}
    assert [(r.line, r.reason) for r in parsed.rejects] == [(6, "flow1 'a lot' is no number")]


HEAD = (FIXTURES / "cow_dyadic_trade_synthetic.csv").read_bytes().split(b"\n")[0] + b"\n"
LINE = b"2,20,1999,a,b,1,2,1,2,3,0,0,0,0,0,0,-9,-9,-9,-9,1,1,4\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (HEAD, "no well-formed line"),
        (HEAD + LINE + LINE[:20], "line 3: cut off"),
        (HEAD + LINE + LINE[:-2], "line 3: cut off"),
        (HEAD + LINE + b'2,20,2000,"a', "cut off or broken"),
        (HEAD + LINE[:9] + b"\0" + LINE[9:], "line 2: holds NUL"),
        (HEAD.replace(b",", b";"), "header"),
        (HEAD.replace(b"flow1", b"flow_1", 1) + LINE, "missing: flow1; not expected: flow_1"),
    ],
)
def test_a_file_that_is_cut_off_or_of_another_kind_is_refused(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "Dyadic_COW_4.0.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=said):
        parse(path)


def test_line_ends_and_a_byte_order_mark_make_no_difference(tmp_path: Path) -> None:
    path = tmp_path / "Dyadic_COW_4.0.csv"
    path.write_bytes(b"\xef\xbb\xbf" + (HEAD + LINE + LINE).replace(b"\n", b"\r\n").rstrip())
    assert parse(path).tables["dyad_facts"].num_rows == 4


@settings(deadline=None, max_examples=25)
@given(st.lists(st.sampled_from(["2", "20", "365", "300", "x", "", "-9", "4242", "1e3"])))
def test_no_line_is_ever_lost(cells: list[str]) -> None:
    """Every line is two flows or one reject, whatever its cells hold."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Dyadic_COW_4.0.csv"
        lines = [f"2,{cell},1990,a,b,{cell},5{',' * 16}" for cell in cells]
        path.write_bytes(HEAD + LINE + "".join(f"{line}\n" for line in lines).encode())
        parsed = parse(path)
    rows = parsed.tables["dyad_facts"].num_rows
    assert parsed.records == rows + parsed.dropped.total() + len(parsed.rejects)
    assert parsed.records == 2 * (len(cells) + 1 - len(parsed.rejects)) + len(parsed.rejects)


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=60), st.integers(0, 400))
def test_a_damaged_file_is_refused_or_accounted_for(noise: bytes, at: int) -> None:
    whole = HEAD + 3 * LINE
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Dyadic_COW_4.0.csv"
        path.write_bytes(whole[:at] + noise + whole[at:])
        try:
            parsed = parse(path)
        except BadInput:
            return
    rows = parsed.tables["dyad_facts"].num_rows
    assert parsed.records == rows + parsed.dropped.total() + len(parsed.rejects)
