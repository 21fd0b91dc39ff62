"""Votes: how alike two states vote in the UN General Assembly in a year."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from comity.measures.similarity.matrix import vote_matrix_similarity
from comity.measures.ties.coverage import covered_in
from comity.measures.ties.layer import Layer
from comity.store.query import Reading

PREFERENCE = ("un_votes",)
UNIT = "Scott's pi of their votes, absolute distance"

VOTES_OF_YEAR = """
SELECT CAST(votes.rcid AS INTEGER) AS rcid, votes.state, CAST(votes.vote AS INTEGER) AS vote
FROM votes JOIN roll_calls ON roll_calls.rcid = votes.rcid AND roll_calls.dataset = votes.dataset
WHERE votes.dataset = $dataset AND year(roll_calls.day) = $year
ORDER BY ALL
"""


def vote_layer(reading: Reading, year: int) -> Layer | None:
    """Agreement beyond chance in a year's roll calls (Scott 1955; Häge 2011).

    1: always the same vote; 0: no more alike than two states with their joint habits would be by
    chance; below 0: less. NaN where the two shared fewer than five roll calls, or cast one and
    the same choice in all of them, so that chance alone explains it.
    """
    covered = covered_in(reading, "votes", year, preference=PREFERENCE)
    if covered is None:
        return None
    rows = reading.query(VOTES_OF_YEAR, {"dataset": covered.dataset, "year": year})
    if not rows.num_rows:
        return None
    states, cast = vote_matrix(rows)
    weights = np.array(vote_matrix_similarity(cast, measure="pi", distance="absolute").value)
    np.fill_diagonal(weights, 0.0)
    return Layer("votes", year, covered.dataset, states, weights, False, UNIT)


def vote_matrix(rows: pa.Table) -> tuple[tuple[str, ...], NDArray[np.int8]]:
    """(state, roll call): 1 yes, 2 abstain, 3 no, 0 absent."""
    states, state = np.unique(rows["state"].to_pylist(), return_inverse=True)
    calls, call = np.unique(rows["rcid"].to_numpy(), return_inverse=True)
    cast = np.zeros((len(states), len(calls)), dtype=np.int8)
    cast[state, call] = rows["vote"].to_numpy()
    return tuple(str(code) for code in states), cast
