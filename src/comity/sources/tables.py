"""The parsed tables: what each column is. A parser gives exactly these columns, in this order.

The store adds the dataset, the ingest and the partition. Strings may come dictionary-encoded. Days
are DATE. Goldstein scores are integer tenths.
"""

from __future__ import annotations

import pyarrow as pa

S, D, I16, I32, I64 = pa.string(), pa.date32(), pa.int16(), pa.int32(), pa.int64()

# One row: one act as one record tells it. `line` is the line (or row) of the file, from 1.
# `act_key`: what makes two records the same act (`act_keys.py`): the one-a-day rule.
# `reported_month` "YYYY-MM": the partition, for ever. `outlets`: how many outlets the record itself
# says it rests on. `story`: the source's own number of the news story. Both null where not given.
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
        ("act_key", I64),
        ("outlets", I32),
        ("story", S),
        ("line", I32),
    ]
)

# Well-formed records whose sides are not read yet: `source` and `target` are the actors' texts,
# as `PARTIES` explains them. `normalise` makes EVENTS of them.
RECORDS = pa.schema([field for field in EVENTS if not field.name.endswith("_organ")])

# What an actor's text means in a role ("source" or "target") on days from first_day until end_day
# (half-open; null: without end on that side). Either party and organ, or the reason to drop it.
PARTIES = pa.schema(
    [
        ("role", S),
        ("written", S),
        ("first_day", D),
        ("end_day", D),
        ("party", S),
        ("organ", S),
        ("dropped", S),
    ]
)

# How many well-formed records a file holds of a day, whoever acts: the volume of news. `slot` is
# when they were reported, so that two files that hold the same stretch are not added up.
VOLUMES = pa.schema([("part", S), ("day", D), ("slot", S), ("records", I64)])

# One row: one outlet that told of a record. The outlet is a number only: how many, never who.
MENTIONS = pa.schema([("reported_month", S), ("record_id", S), ("outlet", I64), ("day", D)])

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

# `part`: a vote on a paragraph or an amendment, not on the whole; null where not given. `same_as`:
# the roll call of the session before that is on the same resolution, by its text; null for none.
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
        ("part", pa.bool_()),
        ("same_as", I32),
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

# A directed fact between two states: from `day` until `end_day` (half-open; a year is 1 January to
# 1 January). A null `end_day` is read by the coverage that the day lies in: on a single covered day
# it is a snapshot of that day; inside a covered stretch it still held when the stretch ended. A
# fact that is the same both ways has two rows. `value` in the unit that FACTS names; null where
# only the text says it.
# Visa rules: `fact` "visa", source = destination that admits, target = state whose citizens are
# admitted; `text` the rule, `value` days, may be null.
DYAD_FACTS = pa.schema(
    [
        ("fact", S),
        ("source", S),
        ("target", S),
        ("day", D),
        ("end_day", D),
        ("value", pa.float64()),
        ("text", S),
    ]
)

# The same of one state: a year's figure, a membership of the state system, a leader's term.
STATE_FACTS = pa.schema(
    [("fact", S), ("state", S), ("day", D), ("end_day", D), ("value", pa.float64()), ("text", S)]
)

# What a fact is called and measured in ("current US dollars", "persons", "index 0 to 1").
FACTS = pa.schema([("fact", S), ("title", S), ("unit", S)])

PARSED: dict[str, pa.Schema] = {
    "events": EVENTS,
    "counts": COUNTS,
    "votes": VOTES,
    "roll_calls": ROLL_CALLS,
    "memberships": MEMBERSHIPS,
    "agreements": AGREEMENTS,
    "dyad_facts": DYAD_FACTS,
    "state_facts": STATE_FACTS,
    "facts": FACTS,
    "volumes": VOLUMES,
    "mentions": MENTIONS,
}

# What a parser may give beside them; the store makes events of it and keeps neither.
UNREAD: dict[str, pa.Schema] = {"records": RECORDS, "parties": PARTIES}
