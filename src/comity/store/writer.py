"""One writer at a time: the lock, the repair of what a killed writer left, and the commit.

Nothing becomes visible before the manifest's row, which is written last. Table versions that no
manifest row names are rolled back when the next writer starts.
"""

from __future__ import annotations

import datetime as dt
import errno
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from deltalake import DeltaTable, WriterProperties, write_deltalake
from deltalake.exceptions import DeltaError
from filelock import FileLock, Timeout

from comity.errors import LakeError, Unavailable
from comity.store.lake import (
    Lake,
    LakeVersion,
    Within,
    append_version,
    connected,
    create_table,
    files_of,
)
from comity.store.schema import PARTITION, TABLES, lake_schema

log = logging.getLogger(__name__)

Clock = Callable[[], dt.datetime]

# Row groups are small, so that a dyad's rows, which lie together, are read without the others.
PARQUET = WriterProperties(compression="ZSTD", compression_level=1, max_row_group_size=1 << 16)
# Files under so many bytes are merged where a partition has more than so many of them.
TIERS = ((1 << 20, 16), (1 << 25, 16))


@dataclass(slots=True)
class Transaction:
    """Changes to some tables of the lake; `commit` makes them one lake version."""

    lake: Lake
    base: LakeVersion
    clock: Clock
    changed: dict[str, int] = field(default_factory=dict)
    _opened: dict[str, DeltaTable] = field(default_factory=dict)

    @property
    def now(self) -> LakeVersion:
        """The tables as they stand inside this transaction."""
        return LakeVersion(self.base.number, self.base.committed_at, "", self._tables())

    def connect(self, tables: tuple[str, ...] = TABLES) -> duckdb.DuckDBPyConnection:
        """DuckDB views of the tables as they stand inside this transaction."""
        return connected({name: self.files(name) for name in tables})

    def files(
        self,
        name: str,
        within: Within | None = None,
        among: Mapping[str, Iterable[Any]] | None = None,
    ) -> list[str]:
        """The files of a table as it stands inside this transaction; see `Lake.files`."""
        if not self._tables().get(name):
            return []
        return files_of(self._table(name), name, within, among)

    def append(self, name: str, rows: pa.Table | pa.RecordBatchReader) -> None:
        """New rows, in the columns of the table (in any order where `rows` is a table)."""
        schema = lake_schema(name)
        if isinstance(rows, pa.Table):
            if rows.num_rows == 0:
                return
            rows = rows.select(schema.names).cast(schema)
        parts = PARTITION.get(name)
        with self._writing_to(name) as table:
            write_deltalake(
                table,
                rows,
                mode="append",
                partition_by=list(parts) if parts else None,
                writer_properties=PARQUET,
            )

    def delete(self, name: str, predicate: str) -> int:
        """Rows that match a predicate (SQL over the table's columns) go; how many."""
        if not self._tables().get(name):
            return 0
        with self._writing_to(name) as table:
            result = table.delete(predicate)
        return int(result.get("num_deleted_rows") or 0)

    def delete_rows(self, name: str, rows: pa.Table, key: Sequence[str]) -> None:
        """These rows of the lake go; only the partitions that hold them are touched."""
        if rows.num_rows == 0:
            return
        parts = [part for part in PARTITION.get(name, ()) if part in rows.column_names]
        columns = [*key, *(part for part in parts if part not in key)]
        same = [f"(lake.{column} IS NOT DISTINCT FROM gone.{column})" for column in columns]
        for part in parts:
            found = set(rows[part].to_pylist())
            if None not in found:
                listed = ", ".join(f"'{value}'" for value in sorted(found))
                same.insert(0, f"(lake.{part} IN ({listed}))")
        with self._writing_to(name) as table:
            merge = table.merge(
                rows.select(columns), " AND ".join(same), source_alias="gone", target_alias="lake"
            )
            merge.when_matched_delete().execute()

    def commit(self, message: str) -> LakeVersion:
        """The changes so far become the next lake version; without changes the base stays."""
        if not self.changed:
            return self.base
        for name in tuple(self.changed):
            self._keep_files_few(name)
        version = LakeVersion(self.base.number + 1, self.clock(), message, self._tables())
        try:
            append_version(self.lake, version)
        except (DeltaError, OSError) as error:
            raise not_writable(self.lake.home, error) from error
        self.base = version
        self.changed = {}
        return version

    def _keep_files_few(self, name: str) -> None:
        """Merge small files once a partition has many, the smallest first: each row is rewritten
        a few times at most, however many files come in. Older lake versions keep their own files.
        """
        with self._writing_to(name) as table:
            for size, many in TIERS:
                crowded = _crowded(table, size, many)
                for partition in crowded:
                    table.optimize.compact(
                        partition_filters=[(key, "=", value) for key, value in partition] or None,
                        target_size=size,
                        writer_properties=PARQUET,
                    )

    @contextmanager
    def _writing_to(self, name: str) -> Iterator[DeltaTable]:
        """The table as it stands in this transaction, and its new version noted afterwards."""
        try:
            table = self._table(name)
            yield table
        except (DeltaError, OSError) as error:
            raise not_writable(self.lake.home, error) from error
        self.changed[name] = table.version()

    def _table(self, name: str) -> DeltaTable:
        """A table as it stands in this transaction; each is opened once."""
        if name not in self._opened:
            self._opened[name] = DeltaTable(str(self.lake.table_path(name)))
        return self._opened[name]

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
    full = "No space left" in str(error) or getattr(error, "errno", None) == errno.ENOSPC
    return LakeError(
        f"The lake in {home} can't be written: {reason}.",
        hint="Nothing was stored; the lake is as it was." if full else "",
        next_step="Free some space on its disk and run the command again."
        if full
        else "Name a folder that you may write to in COMITY_HOME.",
    )


def _repaired(lake: Lake, clock: Clock) -> LakeVersion:
    """The newest lake version, after rolling back what no manifest row names."""
    empty = LakeVersion(0, clock(), "empty", dict.fromkeys(TABLES, 0))
    newest = lake.newest() or empty
    try:
        for name in TABLES:
            if not _commit(lake, name, 0).exists():
                create_table(lake.table_path(name), name)
            _roll_back(lake, name, newest.tables.get(name, 0))
    except (DeltaError, OSError) as error:
        raise not_writable(lake.home, error) from error
    return newest


def _crowded(table: DeltaTable, size: int, many: int) -> list[tuple[tuple[str, str], ...]]:
    """The partitions with more than `many` files under `size` bytes, as (column, value) pairs."""
    files = table.file_uris()
    if len(files) <= many:
        return []
    actions = pa.table(table.get_add_actions(flatten=True))
    parts = [name for name in actions.column_names if name.startswith("partition.")]
    small = actions.filter(pc.less(actions["size_bytes"], size))
    counts = Counter(
        tuple((part.removeprefix("partition."), row[part]) for part in parts)
        for row in small.select([*parts, "size_bytes"]).to_pylist()
    )
    return sorted(partition for partition, count in counts.items() if count > many)


def _commit(lake: Lake, name: str, version: int) -> Path:
    """The file in which Delta's log keeps a version of a table."""
    return lake.table_path(name) / "_delta_log" / f"{version:020d}.json"


def _roll_back(lake: Lake, name: str, wanted: int) -> None:
    if _commit(lake, name, wanted).exists() and not _commit(lake, name, wanted + 1).exists():
        return
    table = DeltaTable(str(lake.table_path(name)))
    if table.version() == wanted:
        return
    before = sorted(DeltaTable(table.table_uri, version=wanted).file_uris())
    if sorted(table.file_uris()) == before:
        return
    log.info("Rolling the table %s back to version %d.", name, wanted)
    table.restore(wanted)
