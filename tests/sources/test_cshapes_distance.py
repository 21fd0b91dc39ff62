"""The least distance between two states: spells of years, both ways, whole kilometres and less."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from comity.errors import BadInput
from comity.sources.contract import Parsed
from comity.sources.cshapes_distance.parquet import parse_parquet
from comity.vocabulary.actor import DropReason


def parse(folder: Path, *rows: tuple[int, int, int, float]) -> Parsed:
    path = folder / "cow_mindist_dy.parquet"
    one, other, year, km = (list(column) for column in zip(*rows, strict=True))
    pq.write_table(pa.table({"ccode1": one, "ccode2": other, "year": year, "mindist": km}), path)
    (parsed,) = parse_parquet(path, path.name)
    return parsed


def test_years_of_one_distance_are_one_spell_both_ways(tmp_path: Path) -> None:
    parsed = parse(tmp_path, *((640, 705, year, 662.812) for year in (1992, 1993, 1994)))
    rows = parsed.tables["dyad_facts"].to_pylist()
    assert [(row["source"], row["target"]) for row in rows] == [("KAZ", "TUR"), ("TUR", "KAZ")]
    for row in rows:
        assert (row["value"], row["text"]) == (662.81, None)
        assert (row["day"], row["end_day"]) == (dt.date(1992, 1, 1), dt.date(1995, 1, 1))
    assert (parsed.records, parsed.summed) == (6, 4)


def test_a_border_that_moves_begins_a_new_spell(tmp_path: Path) -> None:
    parsed = parse(tmp_path, (640, 705, 1992, 600.0), (640, 705, 1993, 500.0))
    assert [row["value"] for row in parsed.tables["dyad_facts"].to_pylist()] == [600, 500] * 2


def test_a_number_that_meant_no_state_that_year_is_dropped(tmp_path: Path) -> None:
    parsed = parse(tmp_path, (640, 705, 1980, 600.0), (2, 20, 1980, 0.0))
    assert parsed.dropped == {DropReason.NO_STATE_THEN: 2}
    assert parsed.records == parsed.tables["dyad_facts"].num_rows + 2


def test_a_distance_that_no_two_places_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="mindist is -1"):
        parse(tmp_path, (640, 705, 1992, -1.0))


def test_the_united_states_and_russia_are_eighty_kilometres_apart(mirror: Path) -> None:
    path = mirror / "structure" / "cow_mindist_dy.parquet"
    (parsed,) = parse_parquet(path, path.name)
    (value,) = {
        row["value"]
        for row in parsed.tables["dyad_facts"].to_pylist()
        if (row["source"], row["target"]) == ("USA", "RUS") and row["day"].year >= 1992
    }
    assert value == 79.98
    assert parsed.records == parsed.summed + parsed.dropped.total() + 51_614
