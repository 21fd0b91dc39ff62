"""The lake's tables: what each column is, and which of them a parser gives.

A parsed table has the columns of `PARSED[name]`; the store adds `dataset`, `ingest_id` (the key to
file, checksum, parser version and time in `ingests`) and, where the table has one, the partition.
Strings may come dictionary-encoded. Days are DATE. Goldstein scores are integer tenths.
"""

from __future__ import annotations

import pyarrow as pa

S, D, I16, I32, I64 = pa.string(), pa.date32(), pa.int16(), pa.int32(), pa.int64()

# One row: one act as one record tells it. `line` is the line (or row) of the file, from 1.
# `act_key`: hex digest of what makes two records the same act (day, source and target as written
# by the source, code): the one-a-day rule. `reported_month` "YYYY-MM": the partition, for ever.
EVENTS = pa.schema(
    [
        ("part", S),
        ("reported_month", S),
        ("record_id", S),
        ("day", D),
        ("source", S),
        ("source_organ", S),
        ("target", S),
        ("target_organ", S),
        ("scheme", S),
        ("code", S),
        ("goldstein_tenths", I16),
        ("act_key", S),
        ("line", I32),
    ]
)

# Counts without records ("counts only"): n acts of one code and pair of organs on one day.
COUNTS = pa.schema(
    [
        ("part", S),
        ("reported_month", S),
        ("day", D),
        ("source", S),
        ("source_organ", S),
        ("target", S),
        ("target_organ", S),
        ("scheme", S),
        ("code", S),
        ("goldstein_tenths", I16),
        ("n", I32),
        ("source_file", S),
    ]
)

# vote: 1 yes, 2 abstain, 3 no; absent states have no row (8 in the release).
VOTES = pa.schema([("rcid", I32), ("state", S), ("vote", pa.int8())])

ROLL_CALLS = pa.schema(
    [
        ("rcid", I32),
        ("day", D),
        ("session", I16),
        ("resolution", S),
        ("important", pa.bool_()),
        ("me", pa.bool_()),
        ("nu", pa.bool_()),
        ("di", pa.bool_()),
        ("hr", pa.bool_()),
        ("co", pa.bool_()),
        ("ec", pa.bool_()),
    ]
)

# Half-open: in force from first_day, no longer on end_day; null end_day: still in force.
MEMBERSHIPS = pa.schema(
    [
        ("organisation", S),
        ("state", S),
        ("status", S),
        ("first_day", D),
        ("end_day", D),
        ("evidence", S),
    ]
)

# One row a party. `kind`: alliance, trade, border, peace, union, friendship, other.
AGREEMENTS = pa.schema(
    [
        ("agreement", S),
        ("title", S),
        ("kind", S),
        ("party", S),
        ("signed", D),
        ("ratified", D),
        ("in_force", D),
        ("ended", D),
        ("evidence", S),
    ]
)

# A directed fact between two states on a day (visa rules: `fact` "visa", source = destination that
# admits, target = state whose citizens are admitted; `text` the rule, `value` days, may be null).
DYAD_FACTS = pa.schema(
    [("fact", S), ("source", S), ("target", S), ("day", D), ("value", pa.float64()), ("text", S)]
)

PARSED: dict[str, pa.Schema] = {
    "events": EVENTS,
    "counts": COUNTS,
    "votes": VOTES,
    "roll_calls": ROLL_CALLS,
    "memberships": MEMBERSHIPS,
    "agreements": AGREEMENTS,
    "dyad_facts": DYAD_FACTS,
}

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
PARTITION = {"events": "reported_month", "counts": "reported_month"}
