"""Columns of votes and roll calls in the making."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pyarrow as pa

from comity.sources.contract import Coverage

DATASET = "un_votes"
TOPICS = ("me", "nu", "di", "hr", "co", "ec")
VOTED = frozenset({1, 2, 3})
DID_NOT_VOTE = frozenset({8, 9})

VOTE_COLUMNS = pa.schema([("rcid", pa.int32()), ("state", pa.string()), ("vote", pa.int8())])
ROLL_CALL_COLUMNS = pa.schema(
    [
        ("rcid", pa.int32()),
        ("day", pa.date32()),
        ("session", pa.int16()),
        ("resolution", pa.string()),
        ("important", pa.bool_()),
        *((topic, pa.bool_()) for topic in TOPICS),
        ("part", pa.bool_()),
        ("same_as", pa.int32()),
    ]
)


@dataclass(slots=True)
class VoteColumns:
    """Votes, column by column."""

    rcid: list[int] = field(default_factory=list)
    state: list[str] = field(default_factory=list)
    vote: list[int] = field(default_factory=list)

    def add(self, rcid: int, state: str, vote: int) -> None:
        self.rcid.append(rcid)
        self.state.append(state)
        self.vote.append(vote)

    def table(self) -> pa.Table:
        return pa.table([self.rcid, self.state, self.vote], schema=VOTE_COLUMNS)


def coverage(first_day: dt.date, last_day: dt.date, table: str) -> Coverage:
    """All roll calls between two days, both included."""
    return Coverage(DATASET, "release", first_day, last_day, table=table)
