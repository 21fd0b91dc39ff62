"""Votes, roll calls and published positions of a mirror, and how near estimates come to them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from comity.workbench.vote_files import roll_calls_of, votes_of

VOTES, ROLL_CALLS = "structure/un_votes.parquet", "structure/un_rollcalls.parquet"
PUBLISHED = "structure/ref_un_idealpoints_apr2020_all_to_s66.parquet"
# States count for the movement over time from this many sessions on.
LEAST_SESSIONS = 10

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Nearness:
    """Correlations with the published positions, and the median width of 90% intervals."""

    matched: int
    published: int
    overall: float
    within_session: float
    within_state: float
    session_means: float
    width: float | None
    published_width: float

    @property
    def share(self) -> float:
        return self.matched / self.published


def tables(mirror: Path) -> tuple[pa.Table, pa.Table]:
    """Votes and roll calls as `comity ideal-points --votes --rollcalls` reads them."""
    votes = votes_of((mirror / VOTES).read_bytes(), "un_votes.parquet")
    return votes, roll_calls_of((mirror / ROLL_CALLS).read_bytes(), "un_rollcalls.parquet")


def nearness(estimated: pa.Table, mirror: Path) -> Nearness:
    """`estimated` has state, period and ideal_point, and perhaps lower and upper."""
    reference = pq.read_table(mirror / PUBLISHED).to_pylist()
    interval = "lower" in estimated.column_names
    found = {(row["state"], row["period"]): row for row in estimated.to_pylist()}
    pairs = [
        (found[key], row) for row in reference if (key := (row["iso3c"], row["session"])) in found
    ]
    ours = np.array([mine["ideal_point"] for mine, _ in pairs])
    theirs = np.array([row["IdealPoint"] for _, row in pairs])
    state = np.array([row["iso3c"] for _, row in pairs])
    session = np.array([row["session"] for _, row in pairs])
    often = [one for one in np.unique(state) if (state == one).sum() >= LEAST_SESSIONS]
    sessions = np.unique(session)
    means = [[values[session == one].mean() for one in sessions] for values in (ours, theirs)]
    width = [mine["upper"] - mine["lower"] for mine, _ in pairs] if interval else None
    return Nearness(
        matched=len(pairs),
        published=len(reference),
        overall=_alike(ours, theirs),
        within_session=_median(ours, theirs, [session == one for one in sessions]),
        within_state=_median(ours, theirs, [state == one for one in often]),
        session_means=_alike(*map(np.array, means)),
        width=None if width is None else float(np.median(width)),
        published_width=float(np.median([row["q95"] - row["q5"] for _, row in pairs])),
    )


def _alike(a: Floats, b: Floats) -> float:
    return float(np.corrcoef(a, b)[0, 1])


def _median(a: Floats, b: Floats, groups: list[NDArray[np.bool_]]) -> float:
    return float(np.median([_alike(a[group], b[group]) for group in groups]))
