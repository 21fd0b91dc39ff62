"""One writer at a time: the lock, the repair of what a killed writer left, and the commit.

Nothing becomes visible before the manifest's row, which is written last. Table versions that no
manifest row names are rolled back when the next writer starts.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa
from deltalake import DeltaTable, write_deltalake
from filelock import FileLock, Timeout

from comity.errors import Unavailable
from comity.store.lake import Lake, LakeVersion, append_version, attach, create_table
from comity.store.schema import PARTITION, TABLES, lake_schema

log = logging.getLogger(__name__)

Clock = Callable[[], dt.datetime]


@dataclass(slots=True)
class Transaction:
    """Changes to some tables of the lake; `commit` makes them one lake version."""

    lake: Lake
    base: LakeVersion
    clock: Clock
    changed: dict[str, int] = field(default_factory=dict)

    def connect(self, tables: tuple[str, ...] = TABLES) -> duckdb.DuckDBPyConnection:
        """DuckDB views of the tables as they stand inside this transaction."""
        connection = duckdb.connect(":memory:")
        now = LakeVersion(self.base.number, self.base.committed_at, "", self._tables())
        for name in tables:
            attach(connection, name, name, self.lake.files(name, now))
        return connection

    def append(self, name: str, rows: pa.Table) -> None:
        """New rows, partition by partition where the table has one."""
        if rows.num_rows == 0:
            return
        partition, schema = PARTITION.get(name), lake_schema(name)
        table = DeltaTable(str(self.lake.table_path(name)))
        write_deltalake(
            table,
            rows.select(schema.names).cast(schema),
            mode="append",
            partition_by=[partition] if partition else None,
        )
        self.changed[name] = table.version()

    def delete(self, name: str, predicate: str) -> int:
        """Rows that match a predicate (SQL over the table's columns) go; how many."""
        table = DeltaTable(str(self.lake.table_path(name)))
        result = table.delete(predicate)
        self.changed[name] = table.version()
        return int(result.get("num_deleted_rows") or 0)

    def commit(self, message: str) -> LakeVersion:
        """The changes so far become the next lake version; without changes the base stays."""
        if not self.changed:
            return self.base
        version = LakeVersion(self.base.number + 1, self.clock(), message, self._tables())
        append_version(self.lake.home, version)
        self.base = version
        self.changed = {}
        return version

    def _tables(self) -> dict[str, int]:
        return {**self.base.tables, **self.changed}


def utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@contextmanager
def writing(
    lake: Lake,
    *,
    clock: Clock = utc_now,
    on_wait: Callable[[str], None] = log.warning,
    patience_seconds: float = 3600.0,
) -> Iterator[Transaction]:
    """A transaction under the lake's lock; other writers wait, and are told so.

    Leaving without `commit` leaves no trace that a reader could see.
    """
    lake.home.mkdir(parents=True, exist_ok=True)
    lock = FileLock(str(lake.lock_file))
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            on_wait(f"Another writer holds the lake in {lake.home}; waiting for it to finish.")
            lock.acquire(timeout=patience_seconds)
    except Timeout as error:
        raise Unavailable(
            f"Another writer has held the lake in {lake.home} for {patience_seconds:.0f} seconds.",
            next_step="Wait for it to finish, or find and stop it, then try again.",
        ) from error
    try:
        yield Transaction(lake, _repaired(lake, clock), clock)
    finally:
        lock.release()


def _repaired(lake: Lake, clock: Clock) -> LakeVersion:
    """The newest lake version, after rolling back what no manifest row names."""
    versions = lake.versions()
    for name in TABLES:
        create_table(lake.table_path(name), lake_schema(name), PARTITION.get(name))
    if not versions:
        for name in TABLES:
            _roll_back(lake, name, 0)
        return LakeVersion(0, clock(), "empty", dict.fromkeys(TABLES, 0))
    newest = versions[-1]
    for name in TABLES:
        _roll_back(lake, name, newest.tables.get(name, 0))
    return newest


def _roll_back(lake: Lake, name: str, wanted: int) -> None:
    table = DeltaTable(str(lake.table_path(name)))
    if table.version() == wanted:
        return
    before = {tuple(sorted(DeltaTable(table.table_uri, version=wanted).file_uris()))}
    if {tuple(sorted(table.file_uris()))} == before:
        return
    log.info("Rolling the table %s back to version %d.", name, wanted)
    table.restore(wanted)
