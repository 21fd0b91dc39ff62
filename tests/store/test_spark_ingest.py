"""The heavy steps on Spark give the very rows that they give on DuckDB."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from comity.sources.catalogue import find_source
from comity.store.ingest import ingest_file, source_file
from comity.store.lake import Lake

FIXTURES = Path(__file__).parents[1] / "sources" / "fixtures"
TABLES = ("events", "reports", "volumes", "ingests")
OF_THE_RUN = "EXCLUDE (ingested_at)"


def held(home: Path, engine: str, files: list[Path]) -> dict[str, list[Any]]:
    """All rows of a lake that these files were read into, one after the other."""
    lake = Lake(home)
    for file in files:
        ingest_file(lake, find_source("gdelt"), source_file(file), engine=engine)
    connection = lake.connect(lake.version())
    return {
        name: connection.execute(
            f"SELECT * {OF_THE_RUN if name == 'ingests' else ''} FROM {name} ORDER BY ALL"
        ).fetchall()
        for name in TABLES
    }


def test_a_file_read_on_spark_gives_the_rows_that_duckdb_gives(tmp_path: Path) -> None:
    pytest.importorskip("pyspark.sql", reason="needs pyspark (comity[spark])")
    fixture = FIXTURES / "gdelt1_synthetic.tsv"
    # Some of the records again, one of them corrected: what the lake holds is compared, too.
    lines = fixture.read_bytes().splitlines(keepends=True)
    again = tmp_path / "again.tsv"
    again.write_bytes(b"".join([*lines[:5], lines[0].replace(b"\t0\t", b"\t1\t", 1)]))

    files = [fixture, again]
    assert held(tmp_path / "spark", "spark", files) == held(tmp_path / "duckdb", "duckdb", files)


@pytest.mark.nightly
def test_real_exports_give_the_same_rows_on_both_engines(mirror: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyspark.sql", reason="needs pyspark (comity[spark])")
    raw = mirror / "events" / "raw"
    files = [raw / "gdelt2_20191024143000.export.CSV", raw / "gdelt1_58col_sample.tsv"]

    assert held(tmp_path / "spark", "spark", files) == held(tmp_path / "duckdb", "duckdb", files)
