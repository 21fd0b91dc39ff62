"""The lake's tables: those that parsers fill (`sources/tables.py`), and the store's own.

To a parsed table the store adds `dataset` and `ingest_id`, the key to file, checksum, parser
version and time in `ingests`.
"""

from __future__ import annotations

import pyarrow as pa

from comity.sources.tables import PARSED

S, D, I32, I64 = pa.string(), pa.date32(), pa.int32(), pa.int64()

PROVENANCE = [("dataset", S), ("ingest_id", S)]

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


def lake_schema(table: str) -> pa.Schema:
    """The full schema of a lake table."""
    own = {"ingests": INGESTS, "rejects": REJECTS, "sources": SOURCES, "coverage": COVERAGE}
    if table in own:
        return own[table]
    return pa.schema([*PARSED[table], *(pa.field(n, t) for n, t in PROVENANCE)])


TABLES = (*PARSED, "ingests", "rejects", "sources", "coverage")
PARTITION = {name: "reported_month" for name in ("events", "counts", "mentions")}
