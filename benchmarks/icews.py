"""Ingest against a plain load of the same file, a small one.

One SYNTHETIC file in the published ICEWS format; each way reads it once in this run. The plain
loads check nothing, resolve no party, find no repeat and can't be interrupted: the ratio is the
price of what comity does to a file.
"""

from __future__ import annotations

import csv
import datetime as dt
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from comity.sources.catalogue import find_source
from comity.sources.icews.parser import HEADER
from comity.store.ingest import ingest_file, source_file
from comity.store.lake import Lake

STATES = ("Kazakhstan", "Uzbekistan", "Russia", "China", "Turkey", "Armenia", "Georgia", "Ukraine")
CODES = (("042", "1.9"), ("070", "7.0"), ("112", "-2.0"), ("036", "4.0"))


def write_synthetic(path: Path, rows: int) -> None:
    """Distinct acts, 224 a day, from 1996 on."""
    pairs = [(a, b) for a in STATES for b in STATES if a != b]
    with path.open("w", encoding="utf-8") as stream:
        stream.write("\t".join(HEADER) + "\n")
        for n in range(rows):
            source, target = pairs[n % len(pairs)]
            code, intensity = CODES[n // len(pairs) % len(CODES)]
            day = dt.date(1996, 1, 1) + dt.timedelta(n // (len(pairs) * len(CODES)))
            stream.write(
                f"{900_000_000 + n}\t{day}\t{source}\t\t{source}\tSYNTHETIC\t{code}\t{intensity}"
                f"\t{target}\t\t{target}\t{n}\t1\tSYNTHETIC\tNA\tNA\tNA\t{target}\t0\t0\n"
            )


def into_sqlite(path: Path, folder: Path) -> int:
    """Python's csv module into one SQLite table, in one transaction."""
    database = sqlite3.connect(folder / "plain.sqlite")
    with database, path.open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        columns = ", ".join(f'"{name}"' for name in next(rows))
        marks = ", ".join("?" for _ in HEADER)
        database.execute(f"CREATE TABLE events ({columns})")
        database.executemany(f"INSERT INTO events VALUES ({marks})", rows)
    return int(database.execute("SELECT count(*) FROM events").fetchone()[0])


def into_duckdb(path: Path, folder: Path) -> int:
    """DuckDB's CSV reader into one DuckDB table."""
    database = duckdb.connect(str(folder / "plain.duckdb"))
    database.execute(
        f"CREATE TABLE events AS SELECT * FROM read_csv('{path}', delim='\t', quote='')"
    )
    return int(database.execute("SELECT count(*) FROM events").fetchall()[0][0])


def into_comity(path: Path, folder: Path) -> int:
    """`comity ingest icews` into a lake that is new at the first call."""
    report = ingest_file(Lake(folder / "lake"), find_source("icews"), source_file(path))
    return report.events


def timed(load: Callable[[Path, Path], int], path: Path, folder: Path, rows: int) -> float:
    began = time.perf_counter()
    found = load(path, folder)
    seconds = time.perf_counter() - began
    if found != rows:
        raise SystemExit(f"{load.__name__} gave {found} of {rows} rows")
    return seconds


def compare(folder: Path, rows: int = 200_000) -> list[dict[str, object]]:
    """Each way of loading, as rows of results."""
    path = folder / "synthetic.tab"
    write_synthetic(path, rows)
    loads = {
        "Python csv + sqlite3": into_sqlite,
        "DuckDB read_csv": into_duckdb,
        "comity": into_comity,
        "comity, same file again": into_comity,
    }
    seconds = {label: timed(load, path, folder, rows) for label, load in loads.items()}
    return [
        {
            "what": f"{rows:,} rows in the ICEWS format",
            "who": label,
            "seconds": took,
            "peak_mb": None,
            "ratio": took / seconds["Python csv + sqlite3"],
            "note": f"{rows / took:,.0f} rows/s",
        }
        for label, took in seconds.items()
    ]
