"""Direct contiguity: both ways, by the month or the year."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from comity.errors import BadInput
from comity.sources.contract import Parsed, SourceFile
from comity.sources.cow_contiguity import SOURCE
from comity.vocabulary.actor import DropReason

FIXTURES = Path(__file__).parent / "fixtures"


def at_hand(path: Path) -> SourceFile:
    data = path.read_bytes()
    return SourceFile(path, path.name, hashlib.sha256(data).hexdigest(), len(data))


def parse(path: Path) -> Parsed:
    (parsed,) = SOURCE.parse(at_hand(path), options={})
    return parsed


def test_a_border_stands_both_ways() -> None:
    parsed = parse(FIXTURES / "cow_contdir_synthetic.csv")
    rows = parsed.tables["dyad_facts"].to_pylist()
    north = [r for r in rows if {r["source"], r["target"]} == {"USA", "CAN"}]
    assert [(r["source"], r["value"], r["text"]) for r in north] == [
        ("USA", 1.0, "by land or river"),
        ("CAN", 1.0, "by land or river"),
    ]
    assert {(r["day"], r["end_day"]) for r in north} == {(dt.date(1920, 1, 1), dt.date(2017, 1, 1))}


def test_russias_border_with_china_was_the_soviet_unions() -> None:
    parsed = parse(FIXTURES / "cow_contdir_synthetic.csv")
    rows = parsed.tables["dyad_facts"].to_pylist()
    spells = [(r["source"], r["day"], r["end_day"]) for r in rows if r["target"] == "CHN"]
    assert spells == [
        ("SUN", dt.date(1949, 10, 1), dt.date(1991, 12, 26)),
        ("RUS", dt.date(1991, 12, 26), dt.date(2017, 1, 1)),
    ]


def test_every_direction_is_accounted_for() -> None:
    parsed = parse(FIXTURES / "cow_contdir_synthetic.csv")
    assert parsed.dropped == {DropReason.NO_STATE_THEN: 2}
    assert [(r.line, r.reason) for r in parsed.rejects] == [(5, "begin and end must be YYYYMM")]
    assert parsed.records == parsed.tables["dyad_facts"].num_rows + 2 + 1


def test_years_that_follow_each_other_are_one_spell() -> None:
    parsed = parse(FIXTURES / "cow_contdird_synthetic.csv")
    rows = parsed.tables["dyad_facts"].to_pylist()
    assert [(r["source"], r["day"].year, r["end_day"].year) for r in rows] == [
        ("CAN", 2000, 2002),
        ("USA", 2000, 2002),
    ]
    assert parsed.records == 5
    assert parsed.summed == 2
    assert [r.reason for r in parsed.rejects] == ["conttype '9'; 0 to 5 expected"]


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "contdir.csv"
    path.write_text("dyad,state1no,state2no\n2020,2,20\n", "utf-8")
    with pytest.raises(BadInput, match="header is not that of direct contiguity"):
        parse(path)


def test_a_spell_known_by_the_month_does_not_begin_with_a_few_days_of_another_state(
    tmp_path: Path,
) -> None:
    head = (FIXTURES / "cow_contdir_synthetic.csv").read_text("utf-8").splitlines()[0]
    path = tmp_path / "contdir.csv"
    path.write_text(f"{head}\n365705,365,RUS,705,KZK,1,199112,201612,,3.2\n", "utf-8")
    rows = parse(path).tables["dyad_facts"].to_pylist()
    assert [(r["source"], r["target"], r["day"]) for r in rows] == [
        ("RUS", "KAZ", dt.date(1991, 12, 26)),
        ("KAZ", "RUS", dt.date(1991, 12, 26)),
    ]
