"""The tidied mirror files: `un_votes` (roll call, ISO code, vote) and `un_rollcalls`."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from comity.errors import BadInput
from comity.sources.contract import Coverage, Parsed, Reject
from comity.sources.parquet_file import read_tidied
from comity.sources.un_votes.rows import (
    DATASET,
    DID_NOT_VOTE,
    ROLL_CALL_COLUMNS,
    TOPICS,
    VOTED,
    VoteColumns,
    coverage,
)
from comity.sources.un_votes.same_text import RollCallText, kind_of, part_of, same_as
from comity.sources.un_votes.seats import state_of_code
from comity.vocabulary.actor import DropReason

ROLL_CALLS_FILE = "un_rollcalls.parquet"
WANTED = (
    *("rcid", "date", "session", "unres", "importantvote", *TOPICS),
    *("para", "amend", "short", "descr"),
)


def parse_roll_calls(path: Path, name: str) -> Iterator[Parsed]:
    """One row a roll call, as the mirror keeps them; `line` of a reject is the row from 1."""
    table = roll_calls_of(path, name)
    spans = [_span(table, "roll_calls")] if table.num_rows else []
    yield Parsed(DATASET, table.num_rows, {"roll_calls": table}, coverage=spans)


def roll_calls_of(path: Path, name: str) -> pa.Table:
    """The roll calls of a mirror file in the lake's columns. Raises BadInput for another file."""
    table = read_tidied(path, name, WANTED)
    important = pc.cast(table["importantvote"], pa.int8())
    columns = {
        "rcid": table["rcid"],
        "day": table["date"],
        "session": table["session"],
        "resolution": table["unres"],
        "important": pc.equal(important, 1),
        **{topic: table[topic] for topic in TOPICS},
        **_of_texts(table),
    }
    cast = [columns[field.name].cast(field.type) for field in ROLL_CALL_COLUMNS]
    return pa.table(cast, schema=ROLL_CALL_COLUMNS).sort_by("rcid")


def _of_texts(table: pa.Table) -> dict[str, pa.Array]:
    """What the texts and marks tell: votes on parts, and resolutions voted again."""
    names = ("rcid", "session", "para", "amend", "short", "descr")
    parts, texts = [], []
    columns = (table[column].to_pylist() for column in names)
    for rcid, session, para, amend, short, descr in zip(*columns, strict=True):
        paragraph, amendment = _mark(para), _mark(amend)
        parts.append(part_of(paragraph, amendment))
        kind = kind_of(paragraph, amendment)
        texts.append(RollCallText(rcid, session, kind, short or "", descr or ""))
    before = same_as(texts)
    same = pa.array([before.get(text.rcid) for text in texts], pa.int32())
    return {"part": pa.array(parts, pa.bool_()), "same_as": same}


def _mark(text: str | None) -> bool | None:
    return {"1": True, "1.0": True, "0": False, "0.0": False}.get(text or "")


def parse_votes(path: Path, name: str) -> Iterator[Parsed]:
    """The votes of a mirror file; the days come from `un_rollcalls` beside it.

    Absent states (8) are dropped and counted; another code is a reject. Raises BadInput where
    the roll calls are missing or know nothing of a vote's roll call.
    """
    beside = path.with_name(ROLL_CALLS_FILE)
    if not beside.is_file():
        raise BadInput(
            f"{name} needs {ROLL_CALLS_FILE} in the same folder: it gives the days.",
            next_step=f"Put {ROLL_CALLS_FILE} beside it.",
        )
    roll_calls = roll_calls_of(beside, ROLL_CALLS_FILE)
    days: dict[int, dt.date] = dict(
        zip(roll_calls["rcid"].to_pylist(), roll_calls["day"].to_pylist(), strict=True)
    )
    table = read_tidied(path, name, ("rcid", "iso3", "vote"))
    votes, dropped, rejects = VoteColumns(), Counter[DropReason](), list[Reject]()
    rows = zip(*(table[column].to_pylist() for column in ("rcid", "iso3", "vote")), strict=True)
    for line, (rcid, code, vote) in enumerate(rows, 1):
        reason = _reason(rcid, vote, days)
        state = None if reason or vote in DID_NOT_VOTE else state_of_code(code, days[rcid])
        if reason is None and vote in DID_NOT_VOTE:
            dropped[DropReason.NO_ACT] += 1
        elif reason is None and state is not None:
            votes.add(rcid, state, vote)
        else:
            rejects.append(
                Reject(
                    line,
                    reason or f"no state has the code {str(code)[:40]}",
                    f"{rcid},{code},{vote}"[:200],
                )
            )
    kept = votes.table()
    spans = [_span(roll_calls, "votes")] if kept.num_rows else []
    yield Parsed(DATASET, table.num_rows, {"votes": kept}, dropped, rejects, spans)


def _reason(rcid: int, vote: int, days: dict[int, dt.date]) -> str | None:
    if rcid not in days:
        return f"roll call {rcid} is not in {ROLL_CALLS_FILE}"
    if vote not in VOTED and vote not in DID_NOT_VOTE:
        return f"vote {vote}; 1, 2, 3, 8 or 9 expected"
    return None


def _span(roll_calls: pa.Table, table: str) -> Coverage:
    ends = pc.min_max(roll_calls["day"]).as_py()
    return coverage(ends["min"], ends["max"], table)
