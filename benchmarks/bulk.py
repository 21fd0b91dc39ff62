"""Twenty million rows in GDELT's published format into the lake, against DuckDB copying the text.

The plain copy checks nothing: DuckDB reads 58 columns of text and writes them to Parquet (two
threads, zstd). Both read the same SYNTHETIC files, one a month, in this run.
"""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import duckdb

from benchmarks.child import measure
from benchmarks.synthetic_gdelt import FIRST_ID, write_synthetic
from comity.sources.catalogue import find_source
from comity.store.ingest import ingest_file, source_file
from comity.store.lake import Lake

COLUMNS = 58
FIRST_YEAR = 2014


def month(number: int) -> dt.date:
    return dt.date(FIRST_YEAR + number // 12, 1 + number % 12, 1)


def write_month(path: str, rows: int, number: int, between_states: bool) -> None:
    """A month's file of that number, from 0; the same numbers give the same bytes."""
    first, after = month(number), month(number + 1)
    write_synthetic(
        Path(path),
        rows,
        number,
        first_day=first,
        days=(after - first).days,
        between_states=between_states,
        first_id=FIRST_ID + number * rows,
    )


def write_months(folder: Path, rows: int, files: int, *, between_states: bool) -> list[str]:
    """The files, each a month; two are written at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [str(folder / f"{month(number):%Y%m}.csv") for number in range(files)]
    with ProcessPoolExecutor(2) as pool:
        jobs = [
            pool.submit(write_month, path, rows // files, number, between_states)
            for number, path in enumerate(paths)
        ]
        for job in jobs:
            job.result()
    return paths


def write_small(folder: Path, rows: int = 1_500) -> str:
    """A small file, for a lake of nothing else."""
    path = folder / "files" / "one-small.csv"
    write_synthetic(path, rows, 999, first_day=month(0), days=1)
    return str(path)


def into_lake(paths: list[str], home: str) -> dict[str, int]:
    """`comity ingest gdelt` of the files, one after the other."""
    lake, source = Lake(Path(home)), find_source("gdelt")
    reports = [ingest_file(lake, source, source_file(Path(path))) for path in paths]
    return {
        "records": sum(report.records for report in reports),
        "events": sum(report.events for report in reports),
        "repeats": sum(report.repeats for report in reports),
        "dropped": sum(sum(report.dropped.values()) for report in reports),
        "rejected": sum(report.rejected for report in reports),
    }


def as_text(paths: list[str], folder: str) -> dict[str, int]:
    """Each file as it is, in Parquet: every column as text."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    columns = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(COLUMNS))
    with duckdb.connect(":memory:", config={"threads": 2}) as connection:
        for path in paths:
            target = Path(folder) / f"{Path(path).stem}.parquet"
            connection.execute(
                f"COPY (SELECT * FROM read_csv('{path}', delim = '\t', header = false, "
                f"quote = '', escape = '', auto_detect = false, columns = {{{columns}}})) "
                f"TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
            )
        (rows,) = connection.execute(
            f"SELECT count(*) FROM read_parquet('{folder}/*.parquet')"
        ).fetchall()[0]
    return {"records": int(rows)}


def compare(paths: list[str], folder: Path, home: Path) -> list[dict[str, object]]:
    """The plain copy and the ingest, each in a process of its own, as rows of results."""
    bytes_read = sum(Path(path).stat().st_size for path in paths)
    plain = measure("benchmarks.bulk:as_text", paths=paths, folder=str(folder / "text"))
    ours = measure("benchmarks.bulk:into_lake", paths=paths, home=str(home))
    if ours.result["records"] != plain.result["records"]:
        raise SystemExit(f"the two do not agree: {ours.result} and {plain.result}")
    of = ours.result
    held = sum(file.stat().st_size for file in home.rglob("*.parquet"))
    parts = (
        f"{of['events']:,} events, {of['repeats']:,} repeats, {of['dropped']:,} dropped; "
        f"lake {held / 1e6:,.0f} MB"
    )
    return [
        {
            "what": f"ingest of {of['records']:,} rows ({bytes_read / 1e9:.1f} GB)",
            "who": "comity",
            "seconds": ours.seconds,
            "peak_mb": ours.peak_mb,
            "ratio": ours.seconds / plain.seconds,
            "note": f"{of['records'] / ours.seconds:,.0f} rows/s; {parts}",
        },
        {
            "what": "the same files",
            "who": "DuckDB, text to Parquet",
            "seconds": plain.seconds,
            "peak_mb": plain.peak_mb,
            "ratio": 1.0,
            "note": f"{of['records'] / plain.seconds:,.0f} rows/s",
        },
    ]
