"""The result: where each state stood in each period, how surely, and joint draws of it all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

By = Literal["session", "year"]

TABLE = pa.schema(
    [
        ("state", pa.string()),
        ("period", pa.int32()),
        ("ideal_point", pa.float64()),
        ("lower", pa.float64()),
        ("upper", pa.float64()),
        ("votes", pa.int32()),
    ]
)


@dataclass(frozen=True)
class IdealPoints:
    """Positions of states on one dimension, mean 0 and variance 1 over all state-periods.

    `position`, `lower`, `upper` and `votes` are (state, period), NaN (votes: 0) where a state has
    no estimate. `draws` is (draw, state, period): joint draws of the posterior, in which the
    uncertainty of the vote parameters is included. `notes` say what was left out, and why.
    `scale_reduction` is the potential scale reduction of the chains (Gelman and Rubin 1992) that
    95 of 100 positions stay under.
    """

    by: By
    issue: str | None
    level: float
    states: tuple[str, ...]
    periods: tuple[int, ...]
    position: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    votes: NDArray[np.int32]
    draws: NDArray[np.float32]
    dataset: str | None
    roll_calls: int
    resolutions: int
    scale_reduction: float
    notes: tuple[str, ...] = ()

    @cached_property
    def table(self) -> pa.Table:
        """One row a state and period with an estimate, by state, oldest first."""
        rows, columns = np.nonzero(~np.isnan(self.position))
        at = (rows, columns)
        periods = np.array(self.periods, np.int32)[columns]
        values = (self.position[at], self.lower[at], self.upper[at], self.votes[at])
        return pa.table([np.array(self.states)[rows], periods, *values], schema=TABLE)

    @property
    def text(self) -> str:
        """How much was estimated from what, in a sentence or two."""
        first, last = self.periods[0], self.periods[-1]
        span = f"{self.by}s {first} to {last}" if first != last else f"{self.by} {first}"
        subject = f" on the issue {self.issue}" if self.issue else ""
        return (
            f"Positions of {len(self.states)} states in {span}, from {int(self.votes.sum()):,} "
            f"votes on {self.roll_calls:,} roll calls{subject} ({self.resolutions:,} resolutions "
            f"once those voted again count as one); {self.level:.0%} intervals. Higher is nearer "
            "to the United States."
        )

    def of(self, state: str) -> NDArray[np.float64]:
        """The positions of one state by period; all NaN for a state without an estimate."""
        if state not in self.states:
            return np.full(len(self.periods), np.nan)
        row: NDArray[np.float64] = self.position[self.states.index(state)]
        return row
