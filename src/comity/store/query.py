"""Reading the lake: one door for all queries, each with its text when it fails."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from comity.errors import LakeError
from comity.store.lake import Lake, LakeVersion, attach
from comity.store.schema import TABLES

VIEWS = ("acts", "dated_state_facts", "dated_dyad_facts")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Reading:
    """A lake at one version, open for queries. Two readings of one version say the same."""

    lake: Lake
    version: LakeVersion
    _attached: set[str] = field(default_factory=set, repr=False, compare=False)

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """DuckDB with a view for each table of this lake version that a query has named."""
        return duckdb.connect(":memory:")

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """The rows of a query; `$name` in the text takes its value from `parameters`.

        Raises LakeError with the text of a query that failed.
        """
        self._attach(sql)
        try:
            cursor = self.connection.cursor()
            return cursor.sql(sql, params=dict(parameters or {})).to_arrow_table()
        except duckdb.Error as error:
            raise LakeError(
                f"A query of the lake failed: {str(error).splitlines()[0]}", hint=sql.strip()
            ) from error

    def run(self, name: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """The rows of the named statement in `store/sql/`."""
        return self.query(statement(name), parameters)

    def _attach(self, sql: str) -> None:
        """Opens the tables and views that a text may name: opening all takes longer than most
        queries.
        """
        named = ({*_WORD.findall(sql)} & {*TABLES, *VIEWS}) - self._attached
        self._attached.update(named)
        for name in sorted(named, key=VIEWS.__contains__):
            if name in VIEWS:
                text = statement(name)
                self._attach(text)
                self.connection.execute(f'CREATE VIEW "{name}" AS {text}')
            else:
                attach(self.connection, name, name, self.lake.files(name, self.version))


def statement(name: str) -> str:
    """The text of `store/sql/<name>.sql`."""
    return resources.files("comity.store").joinpath(f"sql/{name}.sql").read_text(encoding="utf-8")


def reading(home: Path, as_of: int | None = None) -> Reading:
    """The lake in a folder at its newest version, or at `as_of`."""
    lake = Lake(home)
    return Reading(lake, lake.version(as_of))
