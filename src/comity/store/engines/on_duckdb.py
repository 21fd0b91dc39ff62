"""The engine DuckDB: in memory, on all cores, spilling to a folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import pyarrow as pa

from comity.errors import LakeError
from comity.store.engines.engine import Scan


@contextmanager
def open_duckdb(folder: Path, memory_mb: int | None) -> Iterator[DuckDBEngine]:
    """A DuckDB of its own, gone when the block ends."""
    settings: dict[str, str | bool] = {
        "temp_directory": str(folder),
        "preserve_insertion_order": False,
    }
    if memory_mb is not None:
        settings["memory_limit"] = f"{memory_mb}MB"
    with duckdb.connect(":memory:", config=settings) as connection:
        yield DuckDBEngine(connection)


class DuckDBEngine:
    """Frames are relations of one connection."""

    name = "duckdb"
    # Groups of so many rows stay near the processor, and within half a gigabyte.
    rows_at_once: int | None = 2_000_000

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._numbers = count()
        self._settled: list[str] = []

    def frames(self, tables: Mapping[str, pa.Table | Scan]) -> dict[str, nw.LazyFrame[Any]]:
        """Arrow tables are copied in: long plans over Arrow in place now and then end in an
        internal error of DuckDB 2.0's dictionary cache ("changed identity").
        """
        return {
            name: self._scanned(table) if isinstance(table, Scan) else self._copied(table)
            for name, table in tables.items()
        }

    def settled(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        name = self._new_name()
        with _failures_told():
            frame.to_native().create(name)
        self._settled.append(name)
        return self._named(name)

    @contextmanager
    def step(self) -> Iterator[None]:
        before = len(self._settled)
        try:
            yield
        finally:
            for name in self._settled[before:]:
                self._connection.execute(f'DROP TABLE "{name}"')
            del self._settled[before:]

    def collect(self, frame: nw.LazyFrame[Any]) -> pa.Table:
        with _failures_told():
            return frame.to_native().to_arrow_table()

    def write(self, frame: nw.LazyFrame[Any], folder: Path) -> list[Path]:
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"part-{sum(1 for _ in folder.glob('*.parquet')):05d}.parquet"
        with _failures_told():
            frame.to_native().write_parquet(str(file), compression="zstd")
        return [file]

    def _copied(self, table: pa.Table) -> nw.LazyFrame[Any]:
        name = self._new_name()
        self._connection.register("arrow", table)
        self._connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM arrow')
        self._connection.unregister("arrow")
        return self._named(name)

    def _scanned(self, scan: Scan) -> nw.LazyFrame[Any]:
        name = self._new_name()
        with _failures_told():
            self._connection.execute(f'CREATE VIEW "{name}" AS {scan_statement(scan)}')
        return self._named(name)

    def _named(self, name: str) -> nw.LazyFrame[Any]:
        frame: nw.LazyFrame[Any] = nw.from_native(self._connection.table(name))
        return frame

    def _new_name(self) -> str:
        return f"frame_{next(self._numbers)}"


def scan_statement(scan: Scan) -> str:
    """A scan in DuckDB's SQL."""
    files = ", ".join("'" + file.replace("'", "''") + "'" for file in scan.files)
    columns = ", ".join(f'"{column}"' for column in scan.columns)
    types = ", ".join(f"'{name}': VARCHAR" for name in scan.partitions)
    hive = f", hive_types = {{{types}}}" if types else ""
    where = f" WHERE {scan.where}" if scan.where else ""
    options = f"hive_partitioning = {bool(types)}{hive}"
    return f"SELECT {columns} FROM read_parquet([{files}], {options}){where}"


@contextmanager
def _failures_told() -> Iterator[None]:
    """What DuckDB refuses, as an error of the lake."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise LakeError(
            "The work does not fit in memory and on the disk given to it.",
            hint=str(error).splitlines()[0],
            next_step="Free some space, or narrow the span with --from and --to.",
        ) from error
    except duckdb.Error as error:
        raise LakeError(f"DuckDB failed: {str(error).splitlines()[0]}") from error
