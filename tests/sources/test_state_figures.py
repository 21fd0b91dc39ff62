"""The embedded figures of states: those of the mirror's file, and no others."""

from __future__ import annotations

import datetime as dt
from importlib import resources
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from comity.errors import BadInput
from comity.sources.contract import Parsed, SourceFile
from comity.sources.gapminder import SOURCE
from comity.sources.gapminder.extract import to_matrix
from comity.sources.gapminder.parquet import parse_parquet
from comity.sources.tables import PARSED

EMBEDDED = Path(str(resources.files("comity.data"))) / "state_figures" / "gapminder_figures.parquet"
GDP = "total_gdp_us_inflation_adjusted"


def parse(path: Path) -> Parsed:
    (parsed,) = SOURCE.parse(SourceFile(path, path.name, "", path.stat().st_size), options={})
    return parsed


@pytest.fixture(scope="module")
def embedded() -> Parsed:
    return parse(EMBEDDED)


def figure(parsed: Parsed, fact: str, state: str, year: int) -> float | None:
    rows = parsed.tables["state_facts"]
    for name, wanted in (("fact", fact), ("state", state), ("day", dt.date(year, 1, 1))):
        rows = rows.filter(pc.equal(rows[name], wanted))
    found = rows["value"].to_pylist()
    assert len(found) <= 1
    return found[0] if found else None


def write(folder: Path, table: pa.Table) -> Path:
    path = folder / EMBEDDED.name
    pq.write_table(table, path)
    return path


def test_the_figures_of_kazakhstan_are_those_of_the_collection(embedded: Parsed) -> None:
    # Read by hand from the publisher's rows.
    assert figure(embedded, GDP, "KAZ", 2020) == 205_829_267_103.1996
    assert figure(embedded, "hdi_human_development_index", "KAZ", 2021) == 0.816
    assert figure(embedded, GDP, "KAZ", 1991) == 84_840_573_793.24881
    assert figure(embedded, GDP, "SSD", 2005) is None


def test_the_figures_fit_the_lake_and_each_says_what_it_is_called(embedded: Parsed) -> None:
    rows, facts = embedded.tables["state_facts"], embedded.tables["facts"]
    assert rows.schema == PARSED["state_facts"]
    assert embedded.records == rows.num_rows == 128_471
    assert set(facts["fact"].to_pylist()) == set(pc.unique(rows["fact"]).to_pylist())
    assert all(facts["unit"].to_pylist())


def test_an_indicator_is_covered_as_far_as_it_goes(embedded: Parsed) -> None:
    spans = {span.part: (span.first_day.year, span.last_day.year) for span in embedded.coverage}
    assert spans[GDP] == (1990, 2024)
    assert spans["energy_production_total"] == (1990, 2010)
    assert spans["armed_forces_personnel_total"] == (1990, 2020)


def test_what_a_matrix_was_made_of_comes_back(tmp_path: Path) -> None:
    names = ("fact", "state", "day", "value")
    given = [(GDP, "KAZ", dt.date(2001, 1, 1), 2.5), (GDP, "ARM", dt.date(2000, 1, 1), 1.5)]
    facts = pa.table([list(column) for column in zip(*given, strict=True)], names=names)
    back = parse(write(tmp_path, to_matrix(facts, [GDP], 2000))).tables["state_facts"]
    assert back.select(names).to_pylist() == [
        dict(zip(names, row, strict=True)) for row in reversed(given)
    ]


def test_an_unknown_indicator_or_a_year_told_twice_is_refused(tmp_path: Path) -> None:
    two = {"state": ["KAZ", "KAZ"], "year": pa.array([2000, 2000], pa.int16())}
    with pytest.raises(BadInput, match="not the extract of indicators: happiness"):
        parse(write(tmp_path, pa.table({**two, "happiness": [1.0, 2.0]})))
    with pytest.raises(BadInput, match="two figures of KAZ for 2000"):
        parse(write(tmp_path, pa.table({**two, GDP: [1.0, 2.0]})))
    with pytest.raises(BadInput, match="tells of 'KAX', which is no state"):
        parse(write(tmp_path, pa.table({**two, "state": ["KAZ", "KAX"], GDP: [1.0, 2.0]})))
    with pytest.raises(BadInput, match="Its columns should begin with state, year"):
        parse(write(tmp_path, pa.table({"value": [1.0]})))


def test_the_extract_is_the_mirror_file_since_1990(mirror: Path, embedded: Parsed) -> None:
    path = mirror / "structure" / "gapminder_wdi_indicators.parquet"
    (whole,) = parse_parquet(path, path.name)
    theirs, ours = whole.tables["state_facts"], embedded.tables["state_facts"]
    chosen = pc.unique(ours["fact"].combine_chunks())
    theirs = theirs.filter(pc.is_in(theirs["fact"], value_set=chosen))
    theirs = theirs.filter(pc.greater_equal(theirs["day"], dt.date(1990, 1, 1)))
    order = [(name, "ascending") for name in ("fact", "state", "day")]
    assert ours.sort_by(order).combine_chunks() == theirs.sort_by(order).combine_chunks()
