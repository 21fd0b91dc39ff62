"""The lake's tables: those that parsers fill (`sources/tables.py`), and the store's own.

To a parsed table the store adds `dataset` and `ingest_id`, the key to file, checksum, parser
version and time in `ingests`.
"""

from __future__ import annotations

import pyarrow as pa

from comity.sources.tables import PARSED

S, D, I32, I64 = pa.string(), pa.date32(), pa.int32(), pa.int64()

PROVENANCE = [pa.field("dataset", S), pa.field("ingest_id", S)]

INGESTS = pa.schema(
    [
        ("ingest_id", S),
        ("source", S),
        ("datasets", S),
        ("file_name", S),
        ("sha256", S),
        ("bytes", I64),
        ("parser_version", S),
        ("options", S),
        ("ingested_at", pa.timestamp("us", tz="UTC")),
        ("records", I64),
        ("events", I64),
        ("repeats", I64),
        ("superseded", I64),
        ("withdrawn", I64),
        ("summed", I64),
        ("dropped", I64),
        ("dropped_by_reason", S),
        ("rejected", I64),
    ]
)

REJECTS = pa.schema([("ingest_id", S), ("dataset", S), ("line", I32), ("reason", S), ("text", S)])

SOURCES = pa.schema(
    [
        ("dataset", S),
        ("source", S),
        ("title", S),
        ("publisher", S),
        ("licence", S),
        ("citation", S),
        ("url", S),
        ("kind", S),
        ("notes", S),
    ]
)

COVERAGE = pa.schema(
    [
        ("dataset", S),
        ("table", S),
        ("part", S),
        ("first_day", D),
        ("last_day", D),
        ("scope", S),
        ("actors", S),
        ("ingest_id", S),
    ]
)


# The tables of acts. `reports` holds the repeats: records of an act that `events` has already, in
# full, so that an act keeps the list of its records, and one of them can take its place.
OF_ACTS = ("events", "reports")
TABLES = (*PARSED, "reports", "ingests", "rejects", "sources", "coverage")

# `reported_month` never changes for a record. `told` keeps the records that were told long after
# the act apart: of any day there are few files then that can hold its acts.
SOON, LATE = "soon", "late"
SOON_DAYS = 62
_MONTH = ("reported_month",)
PARTITION: dict[str, tuple[str, ...]] = {
    "events": (*_MONTH, "told"),
    "reports": (*_MONTH, "told"),
    "counts": _MONTH,
    "mentions": _MONTH,
}


def lake_schema(table: str) -> pa.Schema:
    """The full schema of a lake table."""
    own = {"ingests": INGESTS, "rejects": REJECTS, "sources": SOURCES, "coverage": COVERAGE}
    if table in own:
        return own[table]
    if table in OF_ACTS:
        return pa.schema([*PARSED["events"], *PROVENANCE, ("told", S)])
    return pa.schema([*PARSED[table], *PROVENANCE])
