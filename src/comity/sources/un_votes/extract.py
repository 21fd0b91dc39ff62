"""The project's own extract: one row a roll call, one column a state, no texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from comity.errors import BadInput
from comity.sources.contract import Parsed, SourceFile
from comity.sources.un_votes.rows import DATASET, ROLL_CALL_COLUMNS, VOTE_COLUMNS, coverage

ABOUT = tuple(ROLL_CALL_COLUMNS.names)
MAGIC = b"PAR1"
NAME = "roll_calls.parquet"


def is_extract(file: SourceFile) -> bool:
    """Whether the file is Parquet; the published release is text."""
    with file.path.open("rb") as stream:
        return stream.read(len(MAGIC)) == MAGIC


def parse_extract(file: SourceFile) -> Iterator[Parsed]:
    """The votes of every state, then the roll calls; an empty cell is a state that did not vote.

    `records` counts the votes. Raises BadInput where the columns are not those of the extract.
    """
    matrix = pq.ParquetFile(file.path).read()
    if tuple(matrix.column_names[: len(ABOUT)]) != ABOUT:
        raise BadInput(
            f"{file.name} is not the extract of roll calls.",
            hint=f"Its columns should begin with {', '.join(ABOUT)}.",
            next_step="A tidied mirror file is read by: comity ingest mirror un_votes",
        )
    votes, roll_calls = from_matrix(matrix)
    ends: dict[str, dt.date] = pc.min_max(roll_calls["day"]).as_py()
    spans = [coverage(ends["min"], ends["max"], name) for name in ("votes", "roll_calls")]
    yield Parsed(DATASET, votes.num_rows, {"votes": votes}, coverage=spans[:1])
    yield Parsed(DATASET, 0, {"roll_calls": roll_calls}, coverage=spans[1:])


def from_matrix(matrix: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Votes (roll call, state, vote) and roll calls of a matrix."""
    parts = []
    for state in matrix.column_names[len(ABOUT) :]:
        cast = pa.table([matrix["rcid"], matrix[state]], names=["rcid", "vote"])
        cast = cast.filter(pc.is_valid(cast["vote"]))
        states = pa.repeat(pa.scalar(state), cast.num_rows)
        parts.append(pa.table([cast["rcid"], states, cast["vote"]], schema=VOTE_COLUMNS))
    return pa.concat_tables(parts), matrix.select(list(ABOUT)).cast(ROLL_CALL_COLUMNS)


def to_matrix(votes: pa.Table, roll_calls: pa.Table) -> pa.Table:
    """The matrix of votes and roll calls, oldest roll call first, states by code."""
    ordered = roll_calls.sort_by([("day", "ascending"), ("rcid", "ascending")])
    numbers = ordered["rcid"].to_pylist()
    cast: dict[str, dict[int, int]] = {}
    columns = (votes[name].to_pylist() for name in ("state", "rcid", "vote"))
    for state, rcid, vote in zip(*columns, strict=True):
        cast.setdefault(state, {})[rcid] = vote
    matrix = ordered.select(list(ABOUT))
    for state in sorted(cast):
        column = pa.array([cast[state].get(rcid) for rcid in numbers], pa.int8())
        matrix = matrix.append_column(state, column)
    return matrix
