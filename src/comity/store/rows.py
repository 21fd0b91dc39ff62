"""Which parsed rows are new, which repeat what the lake holds, and which correct it.

Every table has a key. The same key with the same content is a *repeat*; with other content it is a
correction, which supersedes the row in the lake. Acts have rules of their own (`repeats.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pyarrow as pa

from comity.sources.tables import PARSED

KEYS: dict[str, tuple[str, ...]] = {
    "counts": (
        "dataset",
        "part",
        "day",
        "source",
        "source_organ",
        "target",
        "target_organ",
        "code",
    ),
    "votes": ("dataset", "rcid", "state"),
    "roll_calls": ("dataset", "rcid"),
    "memberships": ("dataset", "organisation", "state", "status", "first_day"),
    "agreements": ("dataset", "agreement", "party"),
    "dyad_facts": ("dataset", "fact", "source", "target", "day"),
    "state_facts": ("dataset", "fact", "state", "day"),
    "facts": ("dataset", "fact"),
    "mentions": ("dataset", "record_id", "outlet"),
}

# What says where a row stands in its file, not what it tells.
POSITION = ("line", "reported_month")


@dataclass(frozen=True, slots=True)
class Sorted:
    """Parsed rows of one table, sorted: `new` to append, `superseded` ones to delete first."""

    new: pa.Table
    superseded: pa.Table
    repeats: int


def sort_rows(
    connection: duckdb.DuckDBPyConnection, name: str, parsed: pa.Table, *, corrects: bool = True
) -> Sorted:
    """Compare parsed rows (with `dataset`) to the lake's view `name` in `connection`.

    `superseded` holds the rows of the lake to delete.
    Without `corrects` a row whose key the lake has is a repeat, whatever it says.
    Within one file the last row of a key counts, as the later correction; the others are repeats.
    """
    connection.register("parsed", parsed)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE staged AS SELECT row_number() OVER () AS place, * FROM parsed"
    )
    connection.unregister("parsed")
    _keep_last(connection, ", ".join(KEYS[name]))
    _match_lake(connection, name, corrects)
    columns = ", ".join(["dataset", *PARSED[name].names])
    new = connection.sql(f"SELECT {columns} FROM staged ORDER BY place").to_arrow_table()
    superseded = connection.sql("SELECT * FROM superseded").to_arrow_table()
    return Sorted(new, superseded, parsed.num_rows - new.num_rows)


def _keep_last(connection: duckdb.DuckDBPyConnection, key: str) -> None:
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE staged AS SELECT * FROM staged "
        f"QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY place DESC) = 1"
    )


def _match_lake(connection: duckdb.DuckDBPyConnection, name: str, corrects: bool) -> None:
    """Drop repeats from `staged`; note in `superseded` the lake's rows that `staged` corrects."""
    key = KEYS[name]
    same_key = " AND ".join(f"lake.{c} IS NOT DISTINCT FROM staged.{c}" for c in key)
    content = [c for c in PARSED[name].names if c not in key and c not in POSITION]
    same = " AND ".join(f"lake.{c} IS NOT DISTINCT FROM staged.{c}" for c in content) or "true"
    same = same if corrects else "true"
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE matched AS "
        f'SELECT staged.place, ({same}) AS same, lake.* FROM staged JOIN "{name}" AS lake '
        f"ON {same_key}"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE superseded AS SELECT * EXCLUDE (place, same) "
        "FROM matched WHERE NOT same"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE staged AS SELECT * FROM staged "
        "WHERE place NOT IN (SELECT place FROM matched WHERE same)"
    )
