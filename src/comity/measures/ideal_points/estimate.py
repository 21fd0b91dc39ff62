"""Dynamic ideal points: several chains, checked against each other, and their summary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.special import ndtri

from comity.errors import BadValue, NotConverged
from comity.measures.ideal_points.ballots import LEAST_VOTES, Ballots, ballots
from comity.measures.ideal_points.chain import chain
from comity.measures.ideal_points.prior import prior_of
from comity.measures.ideal_points.result import By, IdealPoints
from comity.measures.ideal_points.start import Start, start

# To be raised with each change that changes the numbers.
METHOD = "2"

CHAINS, SWEEPS, BURN_IN = 2, 220, 80
# All chains but the first begin so far from the start (standard deviation of a position).
APART = 0.3
LEVEL = 0.90
# The scale reduction that 95 of 100 positions must stay under.
CONVERGED = 1.5

Progress = Callable[[str, int], None]


def ideal_points(
    votes: pa.Table,
    roll_calls: pa.Table,
    *,
    by: By = "session",
    issue: str | None = None,
    level: float = LEVEL,
    least_votes: int = LEAST_VOTES,
    seed: int = 1,
    dataset: str | None = None,
    progress: Progress | None = None,
) -> IdealPoints:
    """Dynamic ideal points from roll calls (Bailey, Strezhnev and Voeten 2017).

    One dimension, mean 0 and variance 1 over all state-periods; the United States is positive. An
    ordinal item response model: yes, abstain, no; an absence says nothing. A resolution that is
    voted again keeps its parameters (`same_as` of `roll_calls`), and each state's position is a
    random walk, which is what makes periods comparable. `ballots` says what the tables hold and
    what is left out. Intervals at `level` are of the posterior, vote parameters included.

    Raises BadValue for `by`, `issue` or `level`, OutsideCoverage where nothing can be estimated,
    NotConverged, with the figure, where the chains disagree.
    """
    if not 0.5 <= level < 1:
        raise BadValue(f"The level of intervals is a share from 0.5 to 1, not {level}.")
    data = ballots(votes, roll_calls, by=by, issue=issue, least_votes=least_votes)
    draws = _draws(data, seed, progress)
    reduction = scale_reduction(draws)
    if reduction > CONVERGED:
        raise NotConverged(
            f"The {CHAINS} chains disagree: a scale reduction of {reduction:.2f} where at most "
            f"{CONVERGED} is allowed.",
            hint=f"{data.roll_calls} roll calls and {data.cells} positions.",
            next_step="Take more roll calls or longer periods, or another --seed.",
        )
    return _result(data, widened(draws), level, issue, dataset, reduction)


def scale_reduction(draws: NDArray[np.float32]) -> float:
    """The potential scale reduction that 95 of 100 positions stay under (Gelman and Rubin 1992).

    `draws` is (chain, draw, position). 1 where the chains agree.
    """
    within = draws.var(axis=1, ddof=1).mean(axis=0)
    between = draws.mean(axis=1).var(axis=0, ddof=1)
    length = draws.shape[1]
    ratio = np.sqrt((length - 1) / length + between / within)
    return float(np.quantile(ratio, 0.95))


def _draws(data: Ballots, seed: int, progress: Progress | None) -> NDArray[np.float32]:
    """The draws of all chains, (chain, draw, cell)."""
    prior = prior_of(data)
    begin = start(data, prior)

    def told(number: int) -> Callable[[int], None] | None:
        if progress is None:
            return None
        step = f"positions, round {number + 1} of {CHAINS}"
        return lambda sweep: progress(f"{step}: {sweep + 1} of {SWEEPS} sweeps", 0)

    made = [
        chain(
            data,
            prior,
            _apart(begin, number, seed),
            sweeps=SWEEPS,
            burn_in=BURN_IN,
            seed=seed * 1_000_003 + number,
            progress=told(number),
        ).position
        for number in range(CHAINS)
    ]
    return np.stack(made)


def _apart(begin: Start, number: int, seed: int) -> Start:
    """Where a chain begins: the first at the start, the others away from it."""
    if number == 0:
        return begin
    noise = np.random.default_rng([seed, number]).normal(0.0, APART, begin.position.size)
    return replace(begin, position=begin.position + noise)


def widened(draws: NDArray[np.float32]) -> NDArray[np.float32]:
    """The draws of all chains as one, (draw, position), spread so as to cover their own error.

    Draws of one chain resemble each other, so that few of them vary too little, and their mean is
    itself uncertain. Both follow from how far the chains' means lie apart, taken over all
    positions: a few chains say little of a single one.
    """
    chains = len(draws)
    centre = draws.mean(axis=(0, 1), dtype=np.float64)
    between = draws.mean(axis=1, dtype=np.float64).var(axis=0, ddof=1).mean()
    within = draws.var(axis=1, ddof=1, dtype=np.float64).mean()
    pooled = within + between * (chains - 1) / chains
    factor = np.sqrt((within + between * (chains + 1) / chains) / pooled)
    wide: NDArray[np.float32] = (centre + factor * (draws - centre)).astype(np.float32)
    return wide.reshape(-1, draws.shape[2])


def _result(
    data: Ballots,
    draws: NDArray[np.float32],
    level: float,
    issue: str | None,
    dataset: str | None,
    reduction: float,
) -> IdealPoints:
    shape = (len(data.states), len(data.periods))
    at = (data.state_of, data.period_of)

    def spread(values: NDArray[np.float64], fill: float = np.nan) -> NDArray[np.float64]:
        whole = np.full(shape, fill)
        whole[at] = values
        return whole

    mean = draws.mean(axis=0, dtype=np.float64)
    reach = float(ndtri((1 + level) / 2)) * draws.std(axis=0, ddof=1, dtype=np.float64)
    every = np.full((len(draws), *shape), np.nan, np.float32)
    every[:, at[0], at[1]] = draws
    votes = spread(np.bincount(data.cell_of).astype(float), 0.0).astype(np.int32)
    return IdealPoints(
        by=data.by,
        issue=issue,
        level=level,
        states=data.states,
        periods=data.periods,
        position=spread(mean),
        lower=spread(mean - reach),
        upper=spread(mean + reach),
        votes=votes,
        draws=every,
        dataset=dataset,
        roll_calls=data.roll_calls,
        resolutions=data.items,
        scale_reduction=reduction,
        notes=data.notes,
    )
