"""Positions from all votes against those of Bailey, Strezhnev and Voeten (2017)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from comity.measures.ideal_points import ideal_points
from comity.workbench.vote_files import roll_calls_of, votes_of

PUBLISHED = "structure/ref_un_idealpoints_apr2020_all_to_s66.parquet"


@pytest.mark.nightly
def test_positions_are_those_published_by_bailey_strezhnev_and_voeten(mirror: Path) -> None:
    votes = votes_of((mirror / "structure/un_votes.parquet").read_bytes(), "votes")
    roll_calls = roll_calls_of((mirror / "structure/un_rollcalls.parquet").read_bytes(), "calls")
    roll_calls = roll_calls.filter(pc.less_equal(roll_calls["session"], 66))
    found = ideal_points(votes, roll_calls)
    ours = {(row["state"], row["period"]): row["ideal_point"] for row in found.table.to_pylist()}
    rows = [
        (row["iso3c"], row["session"], ours[row["iso3c"], row["session"]], row["IdealPoint"])
        for row in pq.read_table(mirror / PUBLISHED).to_pylist()
        if (row["iso3c"], row["session"]) in ours
    ]
    assert len(rows) > 8_600
    state, session = (np.array([row[at] for row in rows]) for at in (0, 1))
    pair = np.array([row[2:] for row in rows])

    def alike(kept: np.ndarray) -> float:
        return float(np.corrcoef(pair[kept].T)[0, 1])

    sessions = [session == one for one in np.unique(session)]
    often = [state == one for one in np.unique(state) if (state == one).sum() >= 10]
    means = np.array([pair[kept].mean(axis=0) for kept in sessions])
    assert alike(np.ones(len(rows), bool)) >= 0.990
    assert np.median([alike(kept) for kept in sessions]) >= 0.997
    assert np.median([alike(kept) for kept in often]) >= 0.970
    assert np.corrcoef(means.T)[0, 1] >= 0.95
