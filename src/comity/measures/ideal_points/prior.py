"""What is taken of states' paths before the votes are seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.measures.ideal_points.ballots import Ballots

# The variance of a step from one period to the next, as in the published estimation.
STEP = 0.25
# The share of a position that carries over: the mean of the whole house, which votes on new
# resolutions can't tell, falls back to 0 by it.
CARRY = 0.9
# Positions at a state's first vote: those of the first two sessions, when the United States led the
# majority, and those of all later members.
FOUNDING_MEAN, FOUNDING_VARIANCE = 1.0, 0.5
ENTRY_MEAN, ENTRY_VARIANCE = 0.0, 1.0
FOUNDED = {"session": 2, "year": 1947}

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Prior:
    """By cell: the precision of the step from the state's cell before (0 at its first). By state:
    the precision and mean of its entry. `carry` is the share of a position that carries over.
    """

    first: NDArray[np.int64]
    link: Floats
    carries: Floats
    entry_precision: Floats
    entry_mean: Floats
    carry: float


def prior_of(ballots: Ballots) -> Prior:
    """The prior: a random walk that reverts slowly to 0.

    A gap counts as one step, as in the published estimation: a state that comes back is taken to
    stand near where it stood.
    """
    state = ballots.state_of
    begins = np.append(True, state[1:] != state[:-1])
    first = np.append(np.flatnonzero(begins), len(state))
    entered = np.array(ballots.periods)[ballots.period_of[first[:-1]]]
    founding = entered <= FOUNDED[ballots.by]
    return Prior(
        first=first,
        link=np.where(begins, 0.0, 1.0 / STEP),
        carries=np.where(begins, 0.0, CARRY),
        entry_precision=1.0 / np.where(founding, FOUNDING_VARIANCE, ENTRY_VARIANCE),
        entry_mean=np.where(founding, FOUNDING_MEAN, ENTRY_MEAN),
        carry=CARRY,
    )
