"""One writer at a time: the lock, the repair of what a killed writer left, and the commit.

Nothing becomes visible before the manifest's row, which is written last. Table versions that no
manifest row names are rolled back when the next writer starts.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import DeltaError
from filelock import FileLock, Timeout

from comity.errors import LakeError, Unavailable
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
        with self._writing_to(name) as table:
            write_deltalake(
                table,
                rows.select(schema.names).cast(schema),
                mode="append",
                partition_by=[partition] if partition else None,
            )

    def delete(self, name: str, predicate: str) -> int:
        """Rows that match a predicate (SQL over the table's columns) go; how many."""
        with self._writing_to(name) as table:
            result = table.delete(predicate)
        return int(result.get("num_deleted_rows") or 0)

    def delete_rows(self, name: str, rows: pa.Table, key: Sequence[str]) -> None:
        """These rows of the lake go; only the partitions that hold them are touched."""
        if rows.num_rows == 0:
            return
        partition = PARTITION.get(name)
        columns = [*key, *([partition] if partition and partition not in key else [])]
        same = [f"(lake.{column} IS NOT DISTINCT FROM gone.{column})" for column in columns]
        if partition:
            listed = ", ".join(f"'{month}'" for month in sorted(set(rows[partition].to_pylist())))
            same.insert(0, f"(lake.{partition} IN ({listed}))")
        with self._writing_to(name) as table:
            merge = table.merge(
                rows.select(columns), " AND ".join(same), source_alias="gone", target_alias="lake"
            )
            merge.when_matched_delete().execute()

    def commit(self, message: str) -> LakeVersion:
        """The changes so far become the next lake version; without changes the base stays."""
        if not self.changed:
            return self.base
        version = LakeVersion(self.base.number + 1, self.clock(), message, self._tables())
        append_version(self.lake.home, version)
        self.base = version
        self.changed = {}
        return version

    @contextmanager
    def _writing_to(self, name: str) -> Iterator[DeltaTable]:
        """The table as it stands in this transaction, and its new version noted afterwards."""
        try:
            table = DeltaTable(str(self.lake.table_path(name)))
            yield table
        except (DeltaError, OSError) as error:
            raise not_writable(self.lake.home, error) from error
        self.changed[name] = table.version()

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
    lock = FileLock(str(lake.lock_file))
    try:
        lake.home.mkdir(parents=True, exist_ok=True)
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
    except OSError as error:
        raise not_writable(lake.home, error) from error
    try:
        yield Transaction(lake, _repaired(lake, clock), clock)
    finally:
        lock.release()


def not_writable(home: Path, error: Exception) -> LakeError:
    """The error for a folder in which no lake can be written."""
    reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
    return LakeError(
        f"The lake in {home} can't be written: {reason}.",
        next_step="Name a folder that you may write to in COMITY_HOME.",
    )


def _repaired(lake: Lake, clock: Clock) -> LakeVersion:
    """The newest lake version, after rolling back what no manifest row names."""
    versions = lake.versions()
    empty = LakeVersion(0, clock(), "empty", dict.fromkeys(TABLES, 0))
    newest = versions[-1] if versions else empty
    try:
        for name in TABLES:
            create_table(lake.table_path(name), lake_schema(name), PARTITION.get(name))
            _roll_back(lake, name, newest.tables.get(name, 0))
    except (DeltaError, OSError) as error:
        raise not_writable(lake.home, error) from error
    return newest


def _roll_back(lake: Lake, name: str, wanted: int) -> None:
    table = DeltaTable(str(lake.table_path(name)))
    if table.version() == wanted:
        return
    before = sorted(DeltaTable(table.table_uri, version=wanted).file_uris())
    if sorted(table.file_uris()) == before:
        return
    log.info("Rolling the table %s back to version %d.", name, wanted)
    table.restore(wanted)
