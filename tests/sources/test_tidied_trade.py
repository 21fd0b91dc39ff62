"""Trade of a mirror's tidied files: the right direction, the right unit, no double counting."""

from __future__ import annotations

import datetime as dt
from importlib import resources
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from comity.errors import BadInput
from comity.sources.agtpa import SOURCE as AGTPA
from comity.sources.agtpa.parquet import parse_parquet as parse_agtpa
from comity.sources.contract import Parsed, SourceFile
from comity.sources.tables import PARSED
from comity.sources.tradhist import SOURCE as TRADHIST
from comity.sources.tradhist.parquet import parse_parquet as parse_tradhist
from comity.vocabulary.actor import DropReason


def balance(parsed: Parsed) -> int:
    kept: int = parsed.tables["dyad_facts"].num_rows
    return kept + parsed.summed + parsed.dropped.total() + len(parsed.rejects)


def tradhist(folder: Path, **columns: list[object]) -> Parsed:
    path = folder / "trade.parquet"
    pq.write_table(pa.table(columns), path)
    (parsed,) = parse_tradhist(path, path.name)
    return parsed


def test_a_row_of_two_figures_is_two_flows_in_pounds(tmp_path: Path) -> None:
    parsed = tradhist(
        tmp_path,
        origin_country_code=["FRA", "GBR", "FRA"],
        destination_country_code=["GBR", "FRA", "HKG"],
        year=[1960, 1960, 1960],
        imports=[10.0, 20.0, None],
        exports=[20.0, 10.0, 5.0],
    )
    flows = {
        (r["source"], r["target"]): r["value"] for r in parsed.tables["dyad_facts"].to_pylist()
    }
    assert flows == {("FRA", "GBR"): 20.0, ("GBR", "FRA"): 10.0}
    assert parsed.tables["facts"]["unit"].to_pylist() == ["current pounds sterling"]
    assert (parsed.summed, balance(parsed)) == (2, 6)
    assert parsed.dropped == {DropReason.TERRITORY: 1, DropReason.NO_VALUE: 1}


def test_two_figures_for_one_flow_are_a_reject(tmp_path: Path) -> None:
    parsed = tradhist(
        tmp_path,
        origin_country_code=["FRA", "GBR"],
        destination_country_code=["GBR", "FRA"],
        year=[1960, 1960],
        imports=[10.0, 21.0],
        exports=[20.0, 10.0],
    )
    assert [one.reason for one in parsed.rejects] == ["21.0; an earlier row says 20.0"]
    assert balance(parsed) == parsed.records == 4


def test_german_exports_to_china_in_2005_are_those_of_the_record(mirror: Path) -> None:
    path = mirror / "structure" / "fouquin_hugot_trade_subset.parquet"
    (parsed,) = parse_tradhist(path, path.name)
    assert balance(parsed) == parsed.records == 2 * 69_893
    (value,) = [
        row["value"]
        for row in parsed.tables["dyad_facts"].to_pylist()
        if (row["source"], row["target"], row["day"].year) == ("DEU", "CHN", 2005)
    ]
    assert value == 16_867_447_808


def test_the_guides_millions_are_dollars_and_home_sales_are_no_trade(mirror: Path) -> None:
    path = mirror / "structure" / "agtpa_trade_1986_2006.parquet"
    (parsed,) = parse_agtpa(path, path.name)
    assert balance(parsed) == parsed.records == 99_981
    assert parsed.dropped[DropReason.WITHIN_ONE_STATE] == 67 * 21
    assert parsed.tables["dyad_facts"].schema == PARSED["dyad_facts"]
    (value,) = [
        row["value"]
        for row in parsed.tables["dyad_facts"].to_pylist()
        if (row["source"], row["target"], row["day"].year) == ("USA", "CAN", 1986)
    ]
    assert value == pytest.approx(42_348_986_769.78)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.parquet"
    pq.write_table(pa.table({"a": [1]}), path)
    with pytest.raises(BadInput, match="no tidied file"):
        list(parse_agtpa(path, path.name))
    path.write_bytes(b"PAR1")
    with pytest.raises(BadInput, match="no tidied file"):
        list(parse_tradhist(path, path.name))


TRADE = Path(str(resources.files("comity.data"))) / "trade"
AT_HAND = {
    "agtpa": (AGTPA, TRADE / "agtpa_flows.parquet", "agtpa_trade_1986_2006", parse_agtpa),
    "tradhist": (
        TRADHIST,
        TRADE / "tradhist_flows.parquet",
        "fouquin_hugot_trade_subset",
        parse_tradhist,
    ),
}


def embedded(name: str) -> Parsed:
    source, path, *_ = AT_HAND[name]
    file = SourceFile(path, path.name, "", path.stat().st_size)
    (parsed,) = source.parse(file, options={})
    return parsed


@pytest.mark.parametrize(
    ("name", "years", "scope", "states"),
    [("agtpa", (1992, 2006), "both", 67), ("tradhist", (1992, 2014), "either", 4)],
)
def test_the_package_has_the_flows_since_1992_and_says_whose(
    name: str, years: tuple[int, int], scope: str, states: int
) -> None:
    parsed = embedded(name)
    (span,) = parsed.coverage
    assert (span.first_day.year, span.last_day.year) == years
    assert (span.scope, len(span.actors)) == (scope, states)
    assert parsed.records == parsed.tables["dyad_facts"].num_rows == balance(parsed)


@pytest.mark.parametrize("name", ["agtpa", "tradhist"])
def test_the_embedded_flows_are_those_of_the_mirror(name: str, mirror: Path) -> None:
    *_, stem, parse = AT_HAND[name]
    path = mirror / "structure" / f"{stem}.parquet"
    (whole,) = parse(path, path.name)
    theirs = whole.tables["dyad_facts"]
    theirs = theirs.filter(pc.greater_equal(theirs["day"], dt.date(1992, 1, 1)))
    order = [(column, "ascending") for column in ("source", "target", "day")]
    ours = embedded(name).tables["dyad_facts"]
    assert ours.sort_by(order).combine_chunks() == theirs.sort_by(order).combine_chunks()
    assert embedded(name).tables["facts"] == whole.tables["facts"]


def test_an_extract_with_an_empty_cell_or_other_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "agtpa_flows.parquet"
    file = SourceFile(path, path.name, "", 1)
    row = {"source": ["USA"], "target": ["CAN"], "year": [2000]}
    pq.write_table(pa.table({**row, "value": pa.array([None], pa.float64())}), path)
    with pytest.raises(BadInput, match="has an empty cell"):
        list(AGTPA.parse(file, options={}))
    pq.write_table(pa.table(row), path)
    with pytest.raises(BadInput, match="not the extract that comes with comity"):
        list(AGTPA.parse(file, options={}))
