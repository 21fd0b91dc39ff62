"""Where the chains start: positions by likeness to the United States, parameters to match."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from comity.errors import OutsideCoverage
from comity.measures.ideal_points.ballots import Ballots
from comity.measures.ideal_points.prior import Prior

POSITIVE = "USA"
ROUNDS = 15

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Start:
    """Positions by cell; slope and cutpoints by resolution."""

    position: Floats
    slope: Floats
    low: Floats
    high: Floats


def start(ballots: Ballots, prior: Prior) -> Start:
    """A first guess, on the scale of the result, with the United States on the positive side.

    Positions are the leading dimension of the votes (by power iteration from the votes of the
    United States, each state's periods drawn a little together), moved up by what the prior says
    of the first periods. Raises OutsideCoverage where the United States cast no vote.
    """
    position = _leading(ballots)
    carried = prior.carry ** np.arange(len(ballots.periods))
    position = position + prior.entry_mean.max() * carried[ballots.period_of]
    position = (position - position.mean()) / position.std()
    return Start(position, *_parameters(ballots, position))


def _leading(ballots: Ballots) -> Floats:
    if POSITIVE not in ballots.states:
        raise OutsideCoverage(
            "The United States cast no vote in these roll calls, so the scale has no direction.",
            hint="Positive is, by convention, the side of the United States.",
            next_step="Choose roll calls in which the United States voted.",
        )
    item, cell, state = ballots.item_of, ballots.cell_of, ballots.state_of
    count = np.bincount(item)
    says = 2.0 - ballots.vote
    says = says - (np.bincount(item, says) / count)[item]
    ours = (state == ballots.states.index(POSITIVE)).astype(float)
    at = ours.copy()
    votes = np.bincount(cell)
    for _ in range(ROUNDS):
        weight = np.bincount(item, says * at[cell]) / count
        at = _one_way(ballots, np.bincount(cell, says * weight[item]) / votes)
        together = np.bincount(state, at) / np.bincount(state)
        at = 0.7 * at + 0.3 * together[state]
        at = (at - at.mean()) / at.std()
    signed: Floats = at * np.sign(at @ ours)
    return signed


def _one_way(ballots: Ballots, at: Floats) -> Floats:
    """Positions with each period turned the way of those before, by where its states last stood.

    Where the United States stood in the middle their votes don't tell which side is which.
    """
    matrix = np.full((len(ballots.states), len(ballots.periods)), np.nan)
    matrix[ballots.state_of, ballots.period_of] = at
    matrix -= np.nanmean(matrix, axis=0)
    sign = np.ones(len(ballots.periods))
    last = np.full(len(ballots.states), np.nan)
    for period in range(len(sign)):
        if np.nansum(matrix[:, period] * last) < 0:
            sign[period] = -1.0
        last = np.where(np.isnan(matrix[:, period]), last, sign[period] * matrix[:, period])
    return at * sign[ballots.period_of]


def _parameters(ballots: Ballots, position: Floats) -> tuple[Floats, Floats, Floats]:
    """The slope from the correlation of votes and positions, cutpoints from the shares of votes."""
    item, x = ballots.item_of, position[ballots.cell_of]
    count = np.bincount(item)

    def mean(values: Floats) -> Floats:
        return np.bincount(item, values) / count

    y = ballots.vote.astype(float)
    mean_x, mean_y = mean(x), mean(y)
    spread = np.sqrt(np.maximum(mean(x * x) - mean_x**2, 1e-6))
    spread_y = np.sqrt(np.maximum(mean(y * y) - mean_y**2, 1e-6))
    r = np.clip((mean(x * y) - mean_x * mean_y) / (spread * spread_y), -0.85, 0.85)
    slope = r / np.sqrt(1 - r * r) / spread
    slope = np.clip(slope, -2.5, 2.5)
    width = np.sqrt(1 + (slope * spread) ** 2)
    yes, no = mean((y == 1).astype(float)), mean((y == 3).astype(float))
    half = 0.5 / count
    low = slope * mean_x + width * ndtri(np.clip(yes, half, 1 - half))
    high = slope * mean_x + width * ndtri(np.clip(1 - no, half, 1 - half))
    low = np.clip(low, -6.8, 6.5)
    return slope, low, np.clip(np.maximum(high, low + 0.05), -6.7, 6.9)
