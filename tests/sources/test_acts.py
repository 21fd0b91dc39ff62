"""The embedded acts: what travels inside the package, and that it is what the mirror says."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from comity.errors import BadInput
from comity.registry.actors import actors
from comity.registry.regions import regions
from comity.sources.acts import SOURCE
from comity.sources.contract import Parsed, SourceFile
from comity.sources.icews_tkg.raw import parse_raw
from comity.sources.tables import PARSED
from comity.vocabulary.actor import Organ

FOLDER = Path(str(resources.files("comity.data") / "acts"))
RECORDS = FOLDER / "icews_records_2018_2019.parquet"
COUNTS = FOLDER / "icews_counts_2021_2022.parquet"
VOLUMES = FOLDER / "icews_volumes.parquet"


def file_of(path: Path) -> SourceFile:
    return SourceFile(path, path.name, "", path.stat().st_size)


def parse(path: Path) -> Parsed:
    (parsed,) = SOURCE.parse(file_of(path), options={})
    return parsed


@pytest.mark.parametrize(("path", "table"), [(RECORDS, "events"), (COUNTS, "counts")])
def test_an_extract_holds_rows_of_one_lake_table(path: Path, table: str) -> None:
    parsed = parse(path)
    assert parsed.dataset == "icews"
    assert list(parsed.tables) == [table]
    assert parsed.tables[table].schema.equals(PARSED[table])
    assert parsed.records == parsed.tables[table].num_rows > 10_000


@pytest.mark.parametrize(("path", "table"), [(RECORDS, "events"), (COUNTS, "counts")])
def test_both_sides_of_an_embedded_act_are_covered_actors(path: Path, table: str) -> None:
    parsed = parse(path)
    covered = set(parsed.coverage[0].actors)
    for one in regions():
        assert covered.issuperset((*one.states, *one.poles))
    for side in ("source", "target"):
        codes = set(pc.unique(parsed.tables[table][side]).to_pylist())
        organs = set(pc.unique(parsed.tables[table][f"{side}_organ"]).to_pylist())
        assert codes <= covered
        assert all(actors().get(code) for code in codes)
        assert organs <= set(Organ)
    assert {span.scope for span in parsed.coverage} == {"both"}
    assert {span.table for span in parsed.coverage} == {table}


@pytest.mark.parametrize(("path", "table"), [(RECORDS, "events"), (COUNTS, "counts")])
def test_every_embedded_act_lies_in_the_coverage(path: Path, table: str) -> None:
    parsed = parse(path)
    days = pc.unique(parsed.tables[table]["day"]).to_pylist()
    outside = [
        day
        for day in days
        if not any(span.first_day <= day <= span.last_day for span in parsed.coverage)
    ]
    # Stragglers are kept: an act is an act, but a day that holds a few is not a covered day.
    rows = parsed.tables[table]
    stray = rows.filter(pc.is_in(rows["day"], value_set=pa.array(outside, pa.date32())))
    assert stray.num_rows < 0.02 * rows.num_rows


def test_an_act_is_embedded_once() -> None:
    table = parse(RECORDS).tables["events"]
    assert pc.count_distinct(table["act_key"]).as_py() == table.num_rows
    assert pc.count_distinct(table["record_id"]).as_py() == table.num_rows


def test_the_volume_of_news_is_embedded_for_every_covered_day() -> None:
    parsed = parse(VOLUMES)
    table = parsed.tables["volumes"]
    assert table.schema.equals(PARSED["volumes"])
    assert parsed.records == 0
    days = {row["day"]: row["records"] for row in table.to_pylist()}
    assert len(days) == table.num_rows
    for path in (RECORDS, COUNTS):
        for span in parse(path).coverage:
            covered = (span.last_day - span.first_day).days + 1
            within = [n for day, n in days.items() if span.first_day <= day <= span.last_day]
            assert len(within) == covered
            assert min(within) > 0
    assert {one.table for one in parsed.coverage} == {"volumes"}
    assert {row["part"] for row in table.to_pylist()} == {"files", "2021", "2022"}


def test_the_embedded_volume_is_the_number_of_records_of_the_mirror(mirror: Path) -> None:
    events = mirror / "events"
    base = duckdb.connect()
    counted = base.execute(
        f"""
        SELECT date, count(*) FROM '{events}/icews_raw_events_2018-10_2019-03.parquet' GROUP BY 1
        UNION ALL
        SELECT date, count(*) FROM '{events}/icews_tkg_events_2021_2022-08.parquet' GROUP BY 1
        """
    ).fetchall()
    rows = parse(VOLUMES).tables["volumes"].to_pylist()
    assert {row["day"]: row["records"] for row in rows} == dict(counted)
    assert sum(row["records"] for row in rows) == 325_691 + 547_107


def test_the_extracts_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.glob("*.parquet")) < 3_000_000


def test_embedded_records_are_the_rows_that_the_mirror_gives(mirror: Path) -> None:
    raw = mirror / "events" / "icews_raw_events_2018-10_2019-03.parquet"
    parsed = list(parse_raw(file_of(raw)))
    every = pa.concat_tables(chunk.tables["events"] for chunk in parsed if "events" in chunk.tables)
    embedded = parse(RECORDS).tables["events"].sort_by("line")
    same = every.filter(pc.is_in(every["line"], value_set=embedded["line"].combine_chunks()))
    assert same.sort_by("line").equals(embedded)


def test_a_parquet_file_that_does_not_say_what_it_holds_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "icews_records_x.parquet"
    path.write_bytes(b"PAR1 cut off")
    with pytest.raises(BadInput, match="no readable Parquet"):
        list(SOURCE.parse(file_of(path), options={}))
