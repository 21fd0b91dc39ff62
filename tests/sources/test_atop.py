"""Alliance obligations: who owes what to whom."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from comity.errors import BadInput
from comity.sources.atop import SOURCE
from comity.sources.contract import Parsed, SourceFile
from comity.vocabulary.actor import DropReason

FIXTURES = Path(__file__).parent / "fixtures"


def at_hand(path: Path) -> SourceFile:
    data = path.read_bytes()
    return SourceFile(path, path.name, hashlib.sha256(data).hexdigest(), len(data))


def parse(path: Path) -> Parsed:
    (parsed,) = SOURCE.parse(at_hand(path), options={})
    return parsed


def test_an_obligation_lasts_from_its_first_year_to_its_last() -> None:
    parsed = parse(FIXTURES / "atop_ddyr_synthetic.csv")
    rows = parsed.tables["dyad_facts"].to_pylist()
    assert [(r["fact"], r["source"], r["target"], r["day"], r["end_day"]) for r in rows] == [
        ("alliance_consultation", "USA", "CAN", dt.date(2000, 1, 1), dt.date(2002, 1, 1)),
        ("alliance_defence", "USA", "CAN", dt.date(2000, 1, 1), dt.date(2002, 1, 1)),
        ("alliance_defence", "USA", "CAN", dt.date(2003, 1, 1), dt.date(2004, 1, 1)),
    ]


def test_every_obligation_of_a_year_is_accounted_for() -> None:
    parsed = parse(FIXTURES / "atop_ddyr_synthetic.csv")
    assert parsed.dropped == {DropReason.NO_STATE_THEN: 1}
    assert [(r.line, r.reason) for r in parsed.rejects] == [(6, "defense '2'; 0 to 1 expected")]
    assert parsed.records == 5 + 1 + 1
    assert parsed.summed == 2


def test_the_columns_may_stand_in_any_order_but_none_may_be_strange(tmp_path: Path) -> None:
    path = tmp_path / "atop5_1ddyr.csv"
    head = "stateA,stateB,year,ddyad,atopally,defense,offense,neutral,nonagg,consul,version"
    path.write_text(f"{head}\n2,20,2000,2020,1,0,0,0,1,0,5.1\n", "utf-8")
    assert SOURCE.recognises(path.name, path.read_bytes())
    assert parse(path).tables["dyad_facts"]["fact"].to_pylist() == ["alliance_nonaggression"]
    path.write_text(f"{head},colour\n2,20,2000,2020,1,0,0,0,1,0,5.1,red\n", "utf-8")
    with pytest.raises(BadInput, match="not expected: colour"):
        parse(path)


def test_the_undirected_file_does_not_say_who_owes(tmp_path: Path) -> None:
    path = tmp_path / "atop5_1dy.csv"
    head = "dyad,year,mem1,mem2,atopally,defense,offense,neutral,nonagg,consul,version"
    path.write_text(f"{head}\n2020,2000,2,20,1,0,0,0,1,0,5.1\n", "utf-8")
    with pytest.raises(BadInput) as caught:
        parse(path)
    assert "take atop5_1ddyr.csv" in caught.value.next_step
