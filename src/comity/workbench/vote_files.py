"""Votes and roll calls from a user's own files, as the estimation takes them."""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from comity.errors import BadInput
from comity.sources.un_votes.same_text import RollCallText, kind_of, part_of, same_as
from comity.vocabulary.vote import ISSUES

STATE_COLUMNS = ("iso3", "state")
TRUE = frozenset({"1", "1.0", "true", "t", "yes"})
FALSE = frozenset({"0", "0.0", "false", "f", "no"})


def votes_of(content: bytes, name: str) -> pa.Table:
    """rcid, state and vote of a CSV or Parquet file with the columns rcid, iso3 and vote.

    Raises BadInput for content that is neither, and for columns that are missing or no numbers.
    """
    table = _read(content, name)
    state = next((column for column in STATE_COLUMNS if column in table.column_names), None)
    _demand(table, name, ("rcid", state or "iso3", "vote"))
    return pa.table(
        {
            "rcid": _numbers(table, "rcid", name),
            "state": table[state or "iso3"].cast(pa.string()),
            "vote": _numbers(table, "vote", name),
        }
    )


def roll_calls_of(content: bytes, name: str) -> pa.Table:
    """The roll calls of a CSV or Parquet file with the columns rcid, date and session.

    Used where given: the topic flags (me nu di hr co ec), `para` and `amend` (1: a vote on a
    paragraph, on an amendment), `short` and `descr` (heading and text, from which resolutions
    that are voted again are known). Raises BadInput as `votes_of` does, and for a roll call that
    is listed twice.
    """
    table = _read(content, name)
    _demand(table, name, ("rcid", "date", "session"))
    rcid = _numbers(table, "rcid", name)
    if len(pc.unique(rcid)) < len(rcid):
        twice = pc.value_counts(rcid).to_pylist()
        first = next(row["values"] for row in twice if row["counts"] > 1)
        raise BadInput(
            f"{name} lists roll call {first} twice.", next_step="Keep one row a roll call."
        )
    session = _numbers(table, "session", name)
    flags = {code: _flags(table, code) for code in ISSUES if code in table.column_names}
    return pa.table(
        {
            "rcid": rcid,
            "day": _days(table, name),
            "session": session,
            **flags,
            **_of_texts(table, rcid.to_pylist(), session.to_pylist()),
        }
    )


def _read(content: bytes, name: str) -> pa.Table:
    try:
        if content.startswith(b"PAR1"):
            return pq.read_table(io.BytesIO(content))
        return pyarrow.csv.read_csv(io.BytesIO(content))
    except (pa.ArrowInvalid, OSError) as error:
        raise BadInput(
            f"{name} is neither CSV nor Parquet that can be read.",
            hint=str(error).splitlines()[0],
            next_step="Check the file, or write it again.",
        ) from error


def _demand(table: pa.Table, name: str, columns: tuple[str, ...]) -> None:
    missing = [column for column in columns if column not in table.column_names]
    if missing:
        raise BadInput(
            f"{name} has no column {', '.join(missing)}.",
            hint=f"Its columns: {', '.join(table.column_names)}.",
            next_step=f"Name the columns {', '.join(columns)}.",
        )


def _numbers(table: pa.Table, column: str, name: str) -> pa.ChunkedArray:
    try:
        return table[column].cast(pa.int64())
    except pa.ArrowInvalid as error:
        raise BadInput(
            f"{name}: the column {column} holds what is no whole number.",
            hint=str(error).splitlines()[0],
            next_step="Mend the column.",
        ) from error


def _days(table: pa.Table, name: str) -> pa.ChunkedArray:
    column = table["date"]
    try:
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            column = pc.utf8_slice_codeunits(column, 0, 10)
        return column.cast(pa.date32())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise BadInput(
            f"{name}: the column date holds what is no day.",
            hint=str(error).splitlines()[0],
            next_step="Write days as YYYY-MM-DD.",
        ) from error


def _flags(table: pa.Table, column: str) -> pa.Array:
    return pa.array([_flag(value) for value in table[column].to_pylist()], pa.bool_())


def _flag(value: object) -> bool | None:
    text = str(value).strip().casefold()
    return True if text in TRUE else False if text in FALSE else None


def _of_texts(table: pa.Table, rcids: list[int], sessions: list[int | None]) -> dict[str, pa.Array]:
    """Votes on parts, and the roll call of the session before on the same resolution."""
    empty: list[object] = [None] * len(rcids)

    def given(column: str) -> list[object]:
        return table[column].to_pylist() if column in table.column_names else empty

    marks = [
        (_flag(para), _flag(amend))
        for para, amend in zip(given("para"), given("amend"), strict=True)
    ]
    texts = [
        RollCallText(rcid, session, kind_of(*mark), str(short or ""), str(descr or ""))
        for rcid, session, mark, short, descr in zip(
            rcids, sessions, marks, given("short"), given("descr"), strict=True
        )
        if session is not None
    ]
    before = same_as(texts)
    return {
        "part": pa.array([part_of(*mark) for mark in marks], pa.bool_()),
        "same_as": pa.array([before.get(rcid) for rcid in rcids], pa.int64()),
    }
