"""Estimates from the lake's own votes that several verbs rest on, kept beside the lake."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pyarrow as pa

from comity.errors import OutsideCoverage
from comity.measures.ideal_points import METHOD, By, IdealPoints, ideal_points
from comity.measures.ideal_points.ballots import LEAST_VOTES
from comity.measures.ideal_points.estimate import LEVEL
from comity.measures.ideal_points.tables import from_tables, to_tables
from comity.store.kept import kept
from comity.store.query import Reading

DATASET = "un_votes"

Progress = Callable[[str, int], None]


def lake_ideal_points(
    reading: Reading,
    *,
    by: By = "session",
    issue: str | None = None,
    level: float = LEVEL,
    least_votes: int = LEAST_VOTES,
    seed: int = 1,
    progress: Progress | None = None,
) -> IdealPoints:
    """Ideal points from the votes in the UN General Assembly that the lake holds.

    Takes about half a minute the first time, after that no time. Raises OutsideCoverage for a lake
    without votes, and what `ideal_points` raises.
    """

    def compute() -> Mapping[str, pa.Table]:
        votes, roll_calls = _record(reading)
        found = ideal_points(
            votes,
            roll_calls,
            by=by,
            issue=issue,
            level=level,
            least_votes=least_votes,
            seed=seed,
            dataset=DATASET,
            progress=progress,
        )
        return to_tables(found)

    return from_tables(
        kept(
            reading,
            "ideal_points",
            made_by=METHOD,
            tables=("votes", "roll_calls"),
            asked={
                "by": by,
                "issue": issue,
                "level": level,
                "least_votes": least_votes,
                "seed": seed,
            },
            compute=compute,
        )
    )


def _record(reading: Reading) -> tuple[pa.Table, pa.Table]:
    """All votes and roll calls of the lake."""
    roll_calls = reading.query(
        "SELECT * FROM roll_calls WHERE dataset = $dataset ORDER BY rcid", {"dataset": DATASET}
    )
    if not roll_calls.num_rows:
        raise OutsideCoverage(
            "The lake holds no votes of the UN General Assembly.",
            next_step="`comity ingest default`, or `comity fetch un_votes` for the newest.",
        )
    votes = reading.query(
        "SELECT rcid, state, vote FROM votes WHERE dataset = $dataset ORDER BY rcid, state",
        {"dataset": DATASET},
    )
    return votes, roll_calls
