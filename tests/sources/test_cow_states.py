"""State system membership and major powers: spells of numbers become spells of states."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from comity.errors import BadInput
from comity.sources.contract import Parsed, SourceFile
from comity.sources.cow_states import SOURCE
from comity.vocabulary.actor import DropReason

FIXTURES = Path(__file__).parent / "fixtures"


def at_hand(path: Path) -> SourceFile:
    data = path.read_bytes()
    return SourceFile(path, path.name, hashlib.sha256(data).hexdigest(), len(data))


def parse(path: Path) -> Parsed:
    (parsed,) = SOURCE.parse(at_hand(path), options={})
    return parsed


def test_a_number_that_means_several_states_in_turn_gives_a_spell_of_each() -> None:
    parsed = parse(FIXTURES / "cow_states2016_synthetic.csv")
    rows = parsed.tables["state_facts"].to_pylist()
    russia = [(r["state"], r["day"], r["end_day"]) for r in rows if "Russia" in r["text"]]
    assert russia == [
        ("RUS", dt.date(1816, 1, 1), dt.date(1922, 12, 30)),
        ("SUN", dt.date(1922, 12, 30), dt.date(1991, 12, 26)),
        ("RUS", dt.date(1991, 12, 26), None),
    ]
    yugoslavia = [r["state"] for r in rows if "Yugoslavia" in r["text"]]
    assert yugoslavia == ["YUG", "SCG", "SRB"]


def test_the_end_of_the_data_is_not_the_end_of_a_state() -> None:
    parsed = parse(FIXTURES / "cow_states2016_synthetic.csv")
    by_state = {r["state"]: r["end_day"] for r in parsed.tables["state_facts"].to_pylist()}
    assert by_state["USA"] is None
    assert by_state["KAZ"] is None
    assert by_state["YUG"] == dt.date(1992, 4, 27)
    assert parsed.coverage[0].last_day == dt.date(2016, 12, 31)


def test_a_state_without_a_code_is_dropped_and_an_impossible_day_rejected() -> None:
    parsed = parse(FIXTURES / "cow_states2016_synthetic.csv")
    assert parsed.dropped == {DropReason.NO_STATE_THEN: 1}
    assert [(reject.line, reject.reason) for reject in parsed.rejects] == [
        (7, "month must be in 1..12")
    ]
    assert parsed.records == parsed.tables["state_facts"].num_rows + 2


def test_major_powers_are_a_fact_of_their_own() -> None:
    parsed = parse(FIXTURES / "cow_majors2016_synthetic.csv")
    rows = parsed.tables["state_facts"].to_pylist()
    assert [(r["fact"], r["state"], r["end_day"]) for r in rows] == [
        ("major_power", "GBR", None),
        ("major_power", "JPN", dt.date(1945, 8, 15)),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"stateabb,ccode\nUSA,2\n", "header is not that of states"),
        (b"\xff\xfes\x00t\x00", "header is not that of states"),
        (b"", "is empty"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "states2016.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=said):
        parse(path)
