"""The ledger on disk: Delta tables, and a manifest that says which of their versions go together.

A *lake version* is one row of the manifest, written last: `{table: Delta version}`. Every read goes
through such a row, so a file's acts, rejects and ingest record appear together or not at all.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
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
FORMAT = 2

# The log is kept whole, so that every lake version stays open to `--as-of`.
CONFIGURATION = {"delta.enableExpiredLogCleanup": "false", "delta.checkpointInterval": "50"}
RESTORE = "Restore the folder from a copy, or start a new lake (COMITY_HOME)."


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

    def table_path(self, name: str) -> Path:
        return self.home / "tables" / name

    def exists(self) -> bool:
        """Whether at least one lake version has been committed."""
        return bool(self.versions())

    def versions(self) -> list[LakeVersion]:
        """All lake versions, oldest first; empty where nothing has been committed yet.

        Raises LakeDamaged where the manifest can't be read.
        """
        path = self.home / "manifest"
        try:
            if not path.is_dir() or not DeltaTable.is_deltatable(str(path)):
                return []
            rows = DeltaTable(str(path)).to_pyarrow_table().sort_by("lake_version").to_pylist()
        except (DeltaError, OSError) as error:
            raise LakeDamaged(
                f"The list of versions of the lake in {self.home} can't be read.",
                hint=str(error).splitlines()[0],
                next_step=RESTORE,
            ) from error
        self._check_format({row.get("format") for row in rows})
        return [
            LakeVersion(
                row["lake_version"], row["committed_at"], row["message"], json.loads(row["tables"])
            )
            for row in rows
        ]

    def _check_format(self, formats: set[int | None]) -> None:
        if formats - {FORMAT}:
            raise LakeError(
                f"The lake in {self.home} was made by another version of comity.",
                hint=f"Its format is {max(f or 0 for f in formats)}; this version reads {FORMAT}.",
                next_step="Name a new folder with COMITY_HOME and ingest the files again.",
            )

    def version(self, number: int | None = None) -> LakeVersion:
        """The newest lake version, or the one asked for.

        Raises LakeError where the lake is empty, LakeVersionDropped where the version is not kept.
        """
        versions = self.versions()
        if not versions:
            raise LakeError(
                f"There is no lake in {self.home}.",
                next_step="Load the embedded default with `comity ingest default`.",
            )
        if number is None:
            return versions[-1]
        for version in versions:
            if version.number == number:
                return version
        raise LakeVersionDropped(
            f"Lake version {number} is not kept.",
            hint=f"Versions {versions[0].number} to {versions[-1].number} are.",
            next_step="`comity data --versions` lists them with their dates.",
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

    def files(self, name: str, version: LakeVersion) -> list[str]:
        """The Parquet files of a table in a lake version."""
        if name not in version.tables:
            return []
        uris = self.open_table(name, version.tables[name]).file_uris()
        files = [uri.removeprefix("file://") for uri in uris]
        missing = [file for file in files if not Path(file).exists()]
        if missing:
            raise LakeDamaged(
                f"{len(missing)} of {len(files)} files of the table {name} are missing.",
                hint=f"The first is {missing[0]}.",
                next_step=RESTORE,
            )
        return files

    def connect(self, version: LakeVersion) -> duckdb.DuckDBPyConnection:
        """An in-memory DuckDB with one view for each table of the lake version."""
        connection = duckdb.connect(":memory:")
        for name in TABLES:
            attach(connection, name, name, self.files(name, version))
        return connection


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
    listed = ", ".join("'" + file.replace("'", "''") + "'" for file in sorted(files))
    hive = PARTITION.get(table)
    options = (
        f", hive_partitioning = true, hive_types = {{'{hive}': VARCHAR}}"
        if hive
        else ", hive_partitioning = false"
    )
    try:
        connection.execute(
            f'CREATE VIEW "{view}" AS SELECT {columns} FROM read_parquet([{listed}]{options})'
        )
    except duckdb.Error as error:
        raise LakeDamaged(
            f"Files of the table {table} can't be read.",
            hint=str(error).splitlines()[0],
            next_step=RESTORE,
        ) from error


def create_table(path: Path, schema: pa.Schema, partition: str | None) -> None:
    """An empty Delta table, unless it is already there."""
    DeltaTable.create(
        str(path),
        schema=schema,
        mode="ignore",
        partition_by=[partition] if partition else None,
        configuration=CONFIGURATION,
    )


def append_version(home: Path, version: LakeVersion) -> None:
    """The manifest's new row: from here on the lake version exists."""
    row = {
        "lake_version": [version.number],
        "committed_at": [version.committed_at],
        "message": [version.message],
        "tables": [json.dumps(dict(version.tables), sort_keys=True)],
        "format": [FORMAT],
    }
    write_deltalake(
        str(home / "manifest"),
        pa.table(row, schema=MANIFEST),
        mode="append",
        configuration=CONFIGURATION,
    )
