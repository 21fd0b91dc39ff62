"""Phoenix: the published sample and its tidied copy."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pytest

from comity.errors import BadInput
from comity.sources.contract import Parsed, SourceFile
from comity.sources.phoenix import SOURCE
from comity.sources.phoenix.parquet import parse_parquet
from comity.sources.phoenix.rows import full_code
from comity.vocabulary.actor import DropReason

FIXTURE = Path(__file__).parent / "fixtures" / "phoenix.csv"


def parse(path: Path) -> list[Parsed]:
    file = SourceFile(path, path.name, "", path.stat().st_size)
    return list(SOURCE.parse(file, options={}))


def acts(chunks: list[Parsed]) -> list[dict[str, object]]:
    tables = [chunk.tables["events"] for chunk in chunks if "events" in chunk.tables]
    found: list[dict[str, object]] = pa.concat_tables(tables).to_pylist()
    return found


@pytest.mark.parametrize(
    ("cameo", "root", "code"),
    [("10", "1", "010"), ("311", "3", "0311"), ("190", "19", "190"), ("1056", "10", "1056")],
)
def test_the_lost_zero_of_a_code_comes_back_from_its_root(cameo: str, root: str, code: str) -> None:
    assert full_code(cameo, root) == code


def test_the_invented_file_gives_the_acts_worked_out_by_hand() -> None:
    chunks = parse(FIXTURE)
    found = [(a["source"], a["source_organ"], a["target"], a["code"]) for a in acts(chunks)]
    assert found == [("USA", "state", "SAU", "0311"), ("UKR", "government", "RUS", "190")]
    assert chunks[0].dropped == {DropReason.PRIVATE_SOURCE: 2}
    (reject,) = chunks[0].rejects
    assert (reject.line, reject.reason) == (6, "CAMEO '999' is not in the code-book cameo")
    assert chunks[0].records == 5


def test_a_thinned_sample_covers_no_day() -> None:
    assert not any(chunk.coverage for chunk in parse(FIXTURE))


def test_another_header_is_not_this_source(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")
    assert not SOURCE.recognises("x", path.read_bytes())
    assert SOURCE.recognises("x", FIXTURE.read_bytes())
    with pytest.raises(BadInput, match="line 1: the header is not the published one"):
        parse(path)


def test_a_file_cut_in_a_line_says_so(tmp_path: Path) -> None:
    path = tmp_path / "cut.csv"
    path.write_bytes(FIXTURE.read_bytes()[:-20])
    with pytest.raises(BadInput, match="line 6: cut off"):
        parse(path)


def test_the_raw_sample_and_its_tidied_copy_give_the_same_acts(mirror: Path) -> None:
    raw = parse(mirror / "events" / "raw" / "phoenix_sample_5000.csv")
    tidied = list(parse_parquet(mirror / "events" / "phoenix_sample.parquet", "phoenix_sample"))
    for chunks in (raw, tidied):
        records = sum(chunk.records for chunk in chunks)
        dropped = sum(chunk.dropped.total() for chunk in chunks)
        rejects = sum(len(chunk.rejects) for chunk in chunks)
        assert records == 5_000 == len(acts(chunks)) + dropped + rejects
    keys = [(a["record_id"], a["act_key"], a["goldstein_tenths"]) for a in acts(raw)]
    assert [(a["record_id"], a["act_key"], a["goldstein_tenths"]) for a in acts(tidied)] == keys


def test_the_volume_of_a_day_holds_the_dropped_records_too() -> None:
    (table,) = (c.tables["volumes"] for c in parse(FIXTURE) if "volumes" in c.tables)
    assert table.to_pylist() == [
        {"part": "sample", "day": dt.date(2015, 7, 30), "slot": "2015-07-30", "records": 4}
    ]
