"""The votes of one year in the UN General Assembly, and how alike two states voted."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.measures.similarity.pair import similarity
from comity.store.query import Reading

# In the order in which they are read, then the first by name.
PREFERRED = ("un_votes",)
# A year with fewer roll calls, or a pair with fewer votes in common, says too little.
LEAST = 10


@dataclass(frozen=True, slots=True)
class Ballots:
    """Votes of a calendar year: state -> a vote for each roll call (1, 2, 3; 0: none cast)."""

    dataset: str
    year: int
    votes: Mapping[str, npt.NDArray[np.int8]]

    def agreement(self, one: str, other: str) -> float | None:
        """Scott's pi of two states' votes, 1 alike, 0 as alike as chance (Scott 1955; Häge 2011).

        A vote apart from abstaining counts half of one apart from its opposite. None where the two
        cast fewer than ten votes in common, or where both always voted the same one way.
        """
        if one not in self.votes or other not in self.votes:
            return None
        a, b = self.votes[one], self.votes[other]
        both = (a > 0) & (b > 0)
        if int(both.sum()) < LEAST:
            return None
        found = similarity(a[both], b[both], measure="pi", distance="absolute")
        return None if math.isnan(found) else found


def ballots(reading: Reading, oldest: int, year: int) -> Ballots | None:
    """The votes of the newest year with ten roll calls or more; None where there is none."""
    years = reading.query(
        "SELECT dataset, year(day) AS year FROM roll_calls "
        "WHERE year(day) BETWEEN $oldest AND $year "
        "GROUP BY ALL HAVING count(*) >= $least",
        {"oldest": oldest, "year": year, "least": LEAST},
    ).to_pylist()
    if not years:
        return None
    chosen = min(years, key=lambda row: (-row["year"], row["dataset"] not in PREFERRED, str(row)))
    return _of_year(reading, chosen["dataset"], chosen["year"])


def _of_year(reading: Reading, dataset: str, year: int) -> Ballots:
    rows = reading.query(
        "SELECT votes.state, votes.vote, roll_calls.rcid FROM votes JOIN roll_calls "
        "ON votes.dataset = roll_calls.dataset AND votes.rcid = roll_calls.rcid "
        "WHERE votes.dataset = $dataset AND year(roll_calls.day) = $year "
        "AND votes.vote IN (1, 2, 3)",
        {"dataset": dataset, "year": year},
    )
    numbers, place = np.unique(rows["rcid"].to_numpy(), return_inverse=True)
    states = rows["state"].to_pylist()
    votes = {state: np.zeros(len(numbers), np.int8) for state in sorted(set(states))}
    for state, where, vote in zip(states, place, rows["vote"].to_numpy(), strict=True):
        votes[state][where] = vote
    return Ballots(dataset, year, votes)
