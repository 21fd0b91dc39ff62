"""Both engines take the same tables and give the same answers."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path
from typing import Any

import narwhals as nw
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from comity.errors import BadValue, LakeError
from comity.store.engines import Scan, open_engine

DAYS = [dt.date(2021, 1, 30), dt.date(2021, 2, 1), None]


def engines() -> list[Any]:
    java = shutil.which("java") is not None or bool(os.environ.get("JAVA_HOME"))
    missing = pytest.mark.skipif(not java, reason="needs Java 17 for Spark")
    return ["duckdb", pytest.param("spark", marks=missing)]


@pytest.fixture
def table() -> pa.Table:
    return pa.table(
        {
            "day": pa.array(DAYS, pa.date32()),
            "code": pa.array(["042", "190", "042"]).dictionary_encode(),
            "n": pa.array([1, 2, None], pa.int16()),
        }
    )


@pytest.fixture
def partitions(tmp_path: Path, table: pa.Table) -> tuple[str, ...]:
    """The table in two months of a lake."""
    for month in ("2021-01", "2021-02"):
        folder = tmp_path / "lake here" / f"reported_month={month}"
        folder.mkdir(parents=True)
        pq.write_table(table, folder / "part-0.parquet")
    return tuple(str(file) for file in sorted(tmp_path.glob("lake here/*/*.parquet")))


@pytest.mark.parametrize("name", engines())
def test_an_engine_adds_up(name: str, tmp_path: Path, table: pa.Table) -> None:
    with open_engine(name, folder=tmp_path) as engine, engine.step():
        frame = engine.settled(engine.frames({"acts": table})["acts"])
        sums = frame.group_by("code").agg(n=nw.col("n").sum().cast(nw.Int64)).sort("code")
        found = engine.collect(sums)
    assert found.to_pylist() == [{"code": "042", "n": 1}, {"code": "190", "n": 2}]
    assert found.schema == pa.schema([("code", pa.string()), ("n", pa.int64())])


@pytest.mark.parametrize("name", engines())
def test_a_scan_reads_the_month_from_the_path_as_text(
    name: str, tmp_path: Path, partitions: tuple[str, ...]
) -> None:
    scan = Scan(partitions, ("reported_month", "day", "n"), "day >= DATE '2021-02-01'")
    with open_engine(name, folder=tmp_path) as engine:
        rows = engine.collect(engine.frames({"acts": scan})["acts"].sort("reported_month"))
    assert rows.to_pylist() == [
        {"reported_month": month, "day": dt.date(2021, 2, 1), "n": 2}
        for month in ("2021-01", "2021-02")
    ]
    assert rows.schema.field("n").type == pa.int16()


@pytest.mark.parametrize("name", engines())
def test_what_is_written_twice_lies_side_by_side(
    name: str, tmp_path: Path, table: pa.Table
) -> None:
    with open_engine(name, folder=tmp_path) as engine:
        frame = engine.frames({"acts": table})["acts"]
        files = [f for _ in range(2) for f in engine.write(frame, tmp_path / "out")]
    assert len(set(files)) == len(files)
    assert sum(pq.read_metadata(file).num_rows for file in files) == 6


def test_an_unknown_engine_is_told_the_valid_ones(tmp_path: Path) -> None:
    with pytest.raises(BadValue, match="duckdb, spark"), open_engine("dukdb", folder=tmp_path):
        pass


def test_no_file_is_no_scan() -> None:
    with pytest.raises(LakeError):
        Scan((), ("day",))
