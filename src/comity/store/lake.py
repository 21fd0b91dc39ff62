"""The ledger on disk: Delta tables, and a manifest that says which of their versions go together.

A *lake version* is one row of the manifest, written last: `{table: Delta version}`. Every read goes
through such a row, so a file's acts, rejects and ingest record appear together or not at all.
"""

from __future__ import annotations

import datetime as dt
import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import DeltaError, TableNotFoundError

from comity.errors import LakeDamaged, LakeError, LakeVersionDropped
from comity.store.schema import PARTITION, TABLES, lake_schema

MANIFEST = pa.schema(
    [
        ("lake_version", pa.int64()),
        ("committed_at", pa.timestamp("us", tz="UTC")),
        ("message", pa.string()),
        ("tables", pa.string()),
        ("format", pa.int32()),
    ]
)

# Raised when a table's columns change: a lake of another format is told so, not misread.
FORMAT = 3

# The log is kept whole, so that every lake version stays open to `--as-of`.
CONFIGURATION = {"delta.enableExpiredLogCleanup": "false", "delta.checkpointInterval": "50"}
RESTORE = "Restore the folder from a copy, or start a new lake (COMITY_HOME)."
MANIFEST_FILES = 32

# Column -> lowest and highest value of interest, both inclusive.
Within = Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class LakeVersion:
    """One row of the manifest: the Delta version of each table in this lake version."""

    number: int
    committed_at: dt.datetime
    message: str
    tables: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Lake:
    """A lake in a folder. Reading needs no lock: a version in the manifest never changes."""

    home: Path

    @property
    def lock_file(self) -> Path:
        return self.home / "write.lock"

    @property
    def manifest(self) -> Path:
        return self.home / "manifest"

    @property
    def scratch(self) -> Path:
        """Where a write in progress keeps what it can't hold in memory; emptied when it ends."""
        return self.home / "scratch"

    def table_path(self, name: str) -> Path:
        return self.home / "tables" / name

    def exists(self) -> bool:
        """Whether at least one lake version has been committed."""
        return self.newest() is not None

    def versions(self) -> list[LakeVersion]:
        """All lake versions, oldest first; empty where nothing has been committed yet.

        Raises LakeDamaged where the manifest can't be read.
        """
        return self._manifest_rows(newest_only=False)

    def newest(self) -> LakeVersion | None:
        """The newest lake version, without reading the older ones; None where there is none."""
        rows = self._manifest_rows(newest_only=True)
        return rows[-1] if rows else None

    def version(self, number: int | None = None) -> LakeVersion:
        """The newest lake version, or the one asked for.

        Raises LakeError where the lake is empty, LakeVersionDropped where the version is not kept.
        """
        if number is None:
            newest = self.newest()
            if newest is None:
                raise self._no_lake()
            return newest
        versions = self._some_versions()
        for version in versions:
            if version.number == number:
                return version
        raise _dropped(f"Lake version {number} is not kept.", versions)

    def version_at(self, moment: dt.datetime) -> LakeVersion:
        """The newest lake version committed at or before `moment` (with a time zone).

        Raises LakeError where the lake is empty, LakeVersionDropped where none is as old.
        """
        versions = self._some_versions()
        before = [version for version in versions if version.committed_at <= moment]
        if before:
            return before[-1]
        raise _dropped(
            f"No lake version is kept from {_told(moment)} or before.",
            versions,
            f" The oldest is of {_told(versions[0].committed_at)}.",
        )

    def _some_versions(self) -> list[LakeVersion]:
        versions = self.versions()
        if not versions:
            raise self._no_lake()
        return versions

    def _no_lake(self) -> LakeError:
        return LakeError(
            f"There is no lake in {self.home}.",
            next_step="Load the embedded default with `comity ingest default`.",
        )

    def _manifest_rows(self, *, newest_only: bool) -> list[LakeVersion]:
        path = self.manifest
        try:
            if not path.is_dir() or not DeltaTable.is_deltatable(str(path)):
                return []
            table = DeltaTable(str(path))
            uris = table.file_uris()
            if newest_only and len(uris) > 1:
                uris = _files_within(table, {"lake_version": (_highest(table), None)}, {})
            rows = _read_parquet(uris, MANIFEST).sort_by("lake_version")
        except (DeltaError, OSError, pa.ArrowException) as error:
            raise LakeDamaged(
                f"The list of versions of the lake in {self.home} can't be read.",
                hint=str(error).splitlines()[0],
                next_step=RESTORE,
            ) from error
        read = rows.slice(rows.num_rows - 1).to_pylist() if newest_only else rows.to_pylist()
        self._check_format({row.get("format") for row in read})
        return [
            LakeVersion(
                row["lake_version"], row["committed_at"], row["message"], json.loads(row["tables"])
            )
            for row in read
        ]

    def _check_format(self, formats: set[int | None]) -> None:
        if formats - {FORMAT}:
            raise LakeError(
                f"The lake in {self.home} was made by another version of comity.",
                hint=f"Its format is {max(f or 0 for f in formats)}; this version reads {FORMAT}.",
                next_step="Name a new folder with COMITY_HOME and ingest the files again.",
            )

    def open_table(self, name: str, version: int) -> DeltaTable:
        """A table at one Delta version. Raises LakeDamaged where its files are gone."""
        try:
            return DeltaTable(str(self.table_path(name)), version=version)
        except (DeltaError, TableNotFoundError, OSError) as error:
            raise LakeDamaged(
                f"The table {name} of the lake in {self.home} can't be read at version {version}.",
                hint=str(error).splitlines()[0],
                next_step=RESTORE,
            ) from error

    def files(
        self,
        name: str,
        version: LakeVersion,
        within: Within | None = None,
        among: Mapping[str, Iterable[Any]] | None = None,
    ) -> list[str]:
        """The Parquet files of a table in a lake version.

        `within` leaves out files that can't hold a row with all these columns in these bounds,
        `among` those that can't hold one with any of these values.
        """
        if not version.tables.get(name):
            return []
        return files_of(self.open_table(name, version.tables[name]), name, within, among)

    def connect(
        self, version: LakeVersion, tables: Iterable[str] = TABLES
    ) -> duckdb.DuckDBPyConnection:
        """An in-memory DuckDB with one view for each of the tables of the lake version."""
        return connected({name: self.files(name, version) for name in tables})


def connected(files: Mapping[str, list[str]]) -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB with a view of each lake table over its files."""
    connection = duckdb.connect(":memory:")
    for name, listed in files.items():
        attach(connection, name, name, listed)
    return connection


def files_of(
    table: DeltaTable,
    name: str,
    within: Within | None = None,
    among: Mapping[str, Iterable[Any]] | None = None,
) -> list[str]:
    """The files of an open table; see `Lake.files`. Raises LakeDamaged where one is missing."""
    some = within or among
    uris = _files_within(table, within or {}, among or {}) if some else table.file_uris()
    files = [uri.removeprefix("file://") for uri in uris]
    missing = [file for file in files if not Path(file).exists()]
    if missing:
        raise LakeDamaged(
            f"{len(missing)} of {len(files)} files of the table {name} are missing.",
            hint=f"The first is {missing[0]}.",
            next_step=RESTORE,
        )
    return sorted(files)


def _told(moment: dt.datetime) -> str:
    """A moment to the second, in UTC; the last of a day as the day, which is what was asked for."""
    there = moment.astimezone(dt.UTC)
    return f"{there:%Y-%m-%d}" if there.time() == dt.time.max else f"{there:%Y-%m-%d %H:%M:%S} UTC"


def _dropped(what: str, versions: Sequence[LakeVersion], more: str = "") -> LakeVersionDropped:
    first, last = versions[0].number, versions[-1].number
    kept = f"Only version {first} is." if first == last else f"Versions {first} to {last} are."
    return LakeVersionDropped(
        what,
        hint=f"{kept}{more}",
        next_step="`comity data --versions` lists them with their dates.",
    )


def _highest(table: DeltaTable) -> int:
    """The highest lake version, by what the log says of each file."""
    actions = pa.table(table.get_add_actions(flatten=True))
    return int(pc.max(actions["max.lake_version"]).as_py())


def _files_within(
    table: DeltaTable, within: Within, among: Mapping[str, Iterable[Any]]
) -> list[str]:
    """Files whose partition or statistics do not rule out a row in these bounds (None: open)."""
    actions = pa.table(table.get_add_actions(flatten=True))
    keep = pa.array([True] * actions.num_rows, pa.bool_())
    for column, (low, high) in within.items():
        partition = f"partition.{column}"
        least = _column(actions, partition, f"min.{column}")
        most = _column(actions, partition, f"max.{column}")
        for bound, values, test in ((low, most, pc.greater_equal), (high, least, pc.less_equal)):
            if bound is None or values is None:
                continue
            fits = test(values, pa.scalar(bound, values.type))
            keep = pc.and_(keep, pc.fill_null(fits, True))
    for column, values in among.items():
        least, most = (_column(actions, f"{end}.{column}") for end in ("min", "max"))
        if least is not None and most is not None:
            ends = zip(least.to_pylist(), most.to_pylist(), strict=True)
            ordered = sorted(values)
            keep = pc.and_(
                keep, pa.array([_holds_any(ordered, *pair) for pair in ends], pa.bool_())
            )
    root = table.table_uri.rstrip("/")
    return [f"{root}/{path}" for path in actions["path"].filter(keep).to_pylist()]


def _holds_any(ordered: Sequence[Any], least: Any, most: Any) -> bool:
    if least is None or most is None:
        return True
    first = bisect_left(ordered, least)
    return first < len(ordered) and ordered[first] <= most


def _column(actions: pa.Table, *names: str) -> pa.ChunkedArray | None:
    return next((actions[name] for name in names if name in actions.column_names), None)


def _read_parquet(uris: Sequence[str], schema: pa.Schema) -> pa.Table:
    tables = [pq.ParquetFile(uri.removeprefix("file://")).read() for uri in uris]
    return pa.concat_tables([table.cast(schema) for table in tables] or [schema.empty_table()])


def attach(connection: duckdb.DuckDBPyConnection, view: str, table: str, files: list[str]) -> None:
    """A view over a lake table's Parquet files; an empty one where there is no file.

    Raises LakeDamaged where the files are no Parquet, or not of this version's columns.
    """
    schema = lake_schema(table)
    if not files:
        connection.register("empty", schema.empty_table())
        connection.execute(f'CREATE TABLE "{view}" AS SELECT * FROM empty')
        connection.unregister("empty")
        return
    columns = ", ".join(f'"{name}"' for name in schema.names)
    try:
        connection.execute(
            f'CREATE VIEW "{view}" AS SELECT {columns} FROM {scan_text(table, files)}'
        )
    except duckdb.Error as error:
        raise LakeDamaged(
            f"Files of the table {table} can't be read.",
            hint=str(error).splitlines()[0],
            next_step=RESTORE,
        ) from error


def scan_text(table: str, files: Sequence[str]) -> str:
    """DuckDB's words for reading these Parquet files of a lake table."""
    listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
    parts = PARTITION.get(table, ())
    kinds = ", ".join(f"'{part}': VARCHAR" for part in parts)
    hive = f"true, hive_types = {{{kinds}}}" if parts else "false"
    return f"read_parquet([{listed}], hive_partitioning = {hive})"


def create_table(path: Path, name: str) -> None:
    """An empty Delta table, unless it is already there."""
    DeltaTable.create(
        str(path),
        schema=lake_schema(name),
        mode="ignore",
        partition_by=list(PARTITION.get(name, ())) or None,
        configuration=CONFIGURATION,
    )


def append_version(lake: Lake, version: LakeVersion) -> None:
    """The manifest's new row: from here on the lake version exists."""
    row = {
        "lake_version": [version.number],
        "committed_at": [version.committed_at],
        "message": [version.message],
        "tables": [json.dumps(dict(version.tables), sort_keys=True)],
        "format": [FORMAT],
    }
    write_deltalake(
        str(lake.manifest),
        pa.table(row, schema=MANIFEST),
        mode="append",
        configuration=CONFIGURATION,
    )
    manifest = DeltaTable(str(lake.manifest))
    if len(manifest.file_uris()) > MANIFEST_FILES:
        manifest.optimize.compact()
        # Old files of the manifest say nothing that the newest does not say; a reader that has
        # just opened them may finish.
        manifest.vacuum(retention_hours=1, dry_run=False, enforce_retention_duration=False)
