"""From records to acts: whose act is it? One expression for every engine.

A record's actors are texts; `parties` says what each means in each role, day by day. An act is a
record whose two sides are parties, and not the same one; every other record is dropped for one
reason, that of its source first.
"""

from __future__ import annotations

import narwhals as nw
from narwhals.typing import LazyFrameT

from comity.sources.tables import EVENTS
from comity.vocabulary.actor import DropReason

REASON = "dropped"
# A text that no row of `parties` explains on its day.
_UNREAD = {"source": DropReason.UNKNOWN_SOURCE, "target": DropReason.UNKNOWN_TARGET}


def normalise(records: LazyFrameT, parties: LazyFrameT) -> LazyFrameT:
    """Each record with its parties, and `dropped`: why it is no act, null where it is one.

    Columns of `records` and `parties` as in `sources/tables.py`; the result has the columns of
    EVENTS (null party and organ where a side is none) and `dropped`, and as many rows as `records`.
    The spans of a text in a role must hold each day exactly once.
    """
    read = records
    for role in _UNREAD:
        read = _with_party(read, parties, role)
    same = nw.col("source_party") == nw.col("target_party")
    within = nw.when(same).then(nw.lit(DropReason.WITHIN_ONE_STATE.value))
    return read.with_columns(
        source=nw.col("source_party"),
        target=nw.col("target_party"),
        dropped=nw.coalesce(nw.col("source_dropped"), nw.col("target_dropped"), within),
    ).select(*EVENTS.names, REASON)


def _with_party(records: LazyFrameT, parties: LazyFrameT, role: str) -> LazyFrameT:
    """Adds the columns ROLE_party, ROLE_organ and ROLE_dropped."""
    meanings = parties.filter(nw.col("role") == role).select(
        nw.col("written").alias(role),
        nw.col("first_day").alias("from_day"),
        nw.col("end_day").alias("to_day"),
        nw.col("party").alias("found_party"),
        nw.col("organ").alias("found_organ"),
        nw.col("dropped").alias("found_dropped"),
    )
    # Spans are few and texts rarely have more than one, so each span is one join row, kept only
    # on its days; a record that no span holds is told apart by the count of spans of its text.
    dated = records.join(meanings, on=role, how="left")
    begun = nw.col("from_day").is_null() | (nw.col("from_day") <= nw.col("day"))
    not_over = nw.col("to_day").is_null() | (nw.col("day") < nw.col("to_day"))
    known = ~(nw.col("found_party").is_null() & nw.col("found_dropped").is_null())
    return (
        dated.filter(begun & not_over)
        .with_columns(
            nw.col("found_party").alias(f"{role}_party"),
            nw.col("found_organ").alias(f"{role}_organ"),
            nw.when(known)
            .then(nw.col("found_dropped"))
            .otherwise(nw.lit(_UNREAD[role].value))
            .alias(f"{role}_dropped"),
        )
        .drop("from_day", "to_day", "found_party", "found_organ", "found_dropped")
    )
