"""`data`: what is in the lake."""

from __future__ import annotations

import pyarrow as pa
from pydantic import Field

from comity.briefs.words import counted
from comity.workbench.bench import Workbench
from comity.workbench.result import Request, Result


class DataRequest(Request):
    """What to list: the datasets, or with `versions` the lake versions."""

    versions: bool = Field(False, description="list the lake versions instead")


class DataResult(Result):
    """`.table`: dataset, table, rows, coverage, terms and last ingest; or the lake versions."""

    home: str


def data(bench: Workbench, request: DataRequest) -> DataResult:
    """The datasets of the lake with source, licence, coverage, rows and last ingest."""
    reading = bench.reading()
    table = _versions(bench) if request.versions else reading.run("data")
    one, many = (
        ("lake version", None) if request.versions else ("table of a dataset", "tables of datasets")
    )
    return DataResult(
        table=table,
        text=f"{counted(table.num_rows, one, many)} in {bench.home}, "
        f"lake version {reading.version.number}.",
        lake_version=reading.version.number,
        home=str(bench.home),
    )


def _versions(bench: Workbench) -> pa.Table:
    versions = bench.lake.versions()
    return pa.table(
        {
            "lake_version": [v.number for v in versions],
            "committed_at": pa.array(
                [v.committed_at for v in versions], pa.timestamp("us", tz="UTC")
            ),
            "message": [v.message for v in versions],
        }
    )
