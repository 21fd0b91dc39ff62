"""National material capabilities: seven figures a line, in the publisher's units."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from comity.errors import BadInput
from comity.sources.contract import Parsed, SourceFile
from comity.sources.cow_nmc import SOURCE
from comity.vocabulary.actor import DropReason

FIXTURES = Path(__file__).parent / "fixtures"


def at_hand(path: Path) -> SourceFile:
    data = path.read_bytes()
    return SourceFile(path, path.name, hashlib.sha256(data).hexdigest(), len(data))


def parse(path: Path) -> Parsed:
    (parsed,) = SOURCE.parse(at_hand(path), options={})
    return parsed


def test_each_figure_is_a_fact_of_the_year_in_the_publishers_unit() -> None:
    parsed = parse(FIXTURES / "cow_nmc_abridged_synthetic.csv")
    usa = {r["fact"]: r for r in parsed.tables["state_facts"].to_pylist() if r["state"] == "USA"}
    assert usa["cow_cinc"]["value"] == 0.25
    assert usa["cow_tpop"]["value"] == 139_928
    assert usa["cow_milper"]["day"] == dt.date(1945, 1, 1)
    assert usa["cow_milper"]["end_day"] == dt.date(1946, 1, 1)
    units = {r["fact"]: r["unit"] for r in parsed.tables["facts"].to_pylist()}
    assert units["cow_tpop"] == "thousand persons"
    assert set(units) == set(usa)


def test_two_numbers_of_germany_share_1990() -> None:
    parsed = parse(FIXTURES / "cow_nmc_abridged_synthetic.csv")
    rows = parsed.tables["state_facts"].to_pylist()
    german = [r for r in rows if r["state"] == "DEU" and r["fact"] == "cow_cinc"]
    assert [(r["day"], r["end_day"], r["value"]) for r in german] == [
        (dt.date(1990, 1, 1), dt.date(1990, 10, 3), 0.03),
        (dt.date(1990, 10, 3), dt.date(1991, 1, 1), 0.04),
    ]


def test_every_figure_is_accounted_for() -> None:
    parsed = parse(FIXTURES / "cow_nmc_abridged_synthetic.csv")
    assert parsed.records == 7 * 4 + 1
    assert parsed.dropped == {DropReason.NO_VALUE: 1, DropReason.NO_STATE_THEN: 6}
    assert [(r.line, r.reason) for r in parsed.rejects] == [(6, "cinc '1.25'; 0 to 1 expected")]


def test_the_file_with_sources_says_the_same(tmp_path: Path) -> None:
    header = (
        "statenme,stateabb,ccode,year,milex,milexsource,milexnote,milper,milpersource,milpernote,"
        "irst,irstsource,irstnote,irstqualitycode,irstanomalycode,pec,pecsource,pecnote,"
        "pecqualitycode,pecanomalycode,tpop,tpopsource,tpopnote,tpopqualitycode,tpopanomalycode,"
        "upop,upopsource,upopnote,upopqualitycode,upopanomalycode,upopgrowth,upopgrowthsource,"
        "cinc,version"
    )
    line = 'A,USA,2,1945,1,"a,\nb",,2,,,3,,,,,4,,,,,5,,,,,6,,,,,,,.5,6'
    path = tmp_path / "NMC-60-wsupplementary.csv"
    path.write_bytes(f"{header}\n{line}\n".encode("latin-1"))
    assert SOURCE.recognises(path.name, path.read_bytes())
    assert parse(path).tables["state_facts"].num_rows == 7


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "NMC-60-abridged.csv"
    path.write_text("country,year,cinc\nUSA,1945,.4\n", "utf-8")
    with pytest.raises(BadInput, match="header is not that of national material"):
        parse(path)
