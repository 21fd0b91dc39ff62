"""Where the whole house stands in each period, drawn jointly: the slowest part of the chain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.measures.ideal_points import kernels
from comity.measures.ideal_points.ballots import Ballots
from comity.measures.ideal_points.prior import Prior

# Periods that are moved at once. More mix faster, but one cutpoint out of bounds refuses all.
BLOCK = 8

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Location:
    """What a shift of all states in a period would change.

    Votes on a resolution of that period alone would not notice: its cutpoints shift too. The
    paths of the states would, and votes on resolutions that are voted in other periods as well.
    `own` lists the resolutions of one period, by period from `own_starts` on; `shared` the votes
    on all others, by period from `shared_starts` on. `precision` (period, period) is what the
    prior of the paths says of shifts.
    """

    precision: Floats
    own: Ints
    own_starts: Ints
    shared: Ints
    shared_starts: Ints


def location(ballots: Ballots, prior: Prior) -> Location:
    """The parts that stay the same from sweep to sweep."""
    every = np.arange(len(ballots.periods) + 1)
    period = ballots.period_of[ballots.cell_of]
    first = np.searchsorted(ballots.item_of, np.arange(ballots.items))
    earliest = np.minimum.reduceat(period, first)
    single = earliest == np.maximum.reduceat(period, first)
    own = np.flatnonzero(single)
    own = own[np.argsort(earliest[own], kind="stable")]
    shared = np.flatnonzero(~single[ballots.item_of])
    shared = shared[np.argsort(period[shared], kind="stable")]
    return Location(
        precision=_precision(ballots, prior),
        own=own,
        own_starts=np.searchsorted(earliest[own], every),
        shared=shared,
        shared_starts=np.searchsorted(period[shared], every),
    )


def shift(
    where: Location,
    ballots: Ballots,
    prior: Prior,
    position: Floats,
    slope: Floats,
    low: Floats,
    high: Floats,
    latent: Floats,
    random: np.random.Generator,
) -> None:
    """One draw of the shifts of all periods, in place.

    A move along a group of transformations (Liu and Sabatti 2000): exactly normal given the latent
    values of the votes on shared resolutions, refused where a cutpoint would leave its bounds.
    """
    periods = len(ballots.periods)
    known, pull = np.empty(periods), np.empty(periods)
    kernels.add_up_shared(
        *(where.shared_starts, where.shared, ballots.item_of, ballots.cell_of),
        *(slope, latent, position, known, pull),
    )
    pull += _pull(ballots, prior, position)
    moved = np.zeros(periods)
    begin = int(random.integers(BLOCK)) - BLOCK
    for first in range(begin, periods, BLOCK):
        block = slice(max(first, 0), max(min(first + BLOCK, periods), 0))
        if block.start == block.stop:
            continue
        root = np.linalg.cholesky(where.precision[block, block] + np.diag(known[block]))
        drawn = np.linalg.solve(root, pull[block]) + random.normal(size=len(root))
        drawn = np.linalg.solve(root.T, drawn)
        starts = where.own_starts[block.start : block.stop + 1]
        items = where.own[starts[0] : starts[-1]]
        further = slope[items] * np.repeat(drawn, np.diff(starts))
        if items.size and (
            (low[items] + further).min() <= -kernels.CUT_BOUND
            or (high[items] + further).max() >= kernels.CUT_BOUND
        ):
            continue
        low[items] += further
        high[items] += further
        pull -= where.precision[:, block] @ drawn
        moved[block] = drawn
    # The mean of all states stays: resolutions of all periods take up what it would move by.
    cells = moved[ballots.period_of]
    mean = cells.mean()
    position += cells - mean
    np.clip(low - slope * mean, -kernels.CUT_BOUND, kernels.CUT_BOUND, out=low)
    np.clip(high - slope * mean, low, kernels.CUT_BOUND, out=high)


def _precision(ballots: Ballots, prior: Prior) -> Floats:
    """What the prior of the paths says of shifts: their precision matrix."""
    later, first = _cells(prior)
    at, before = ballots.period_of[later], ballots.period_of[later - 1]
    link, carry = prior.link[later], prior.carries[later]
    found = np.zeros((len(ballots.periods),) * 2)
    np.add.at(found, (at, at), link)
    np.add.at(found, (before, before), link * carry**2)
    np.add.at(found, (at, before), -link * carry)
    np.add.at(found, (before, at), -link * carry)
    np.add.at(found, (ballots.period_of[first],) * 2, prior.entry_precision)
    return found


def _pull(ballots: Ballots, prior: Prior, position: Floats) -> Floats:
    """Which way the prior of the paths pulls each period, and how strongly."""
    later, first = _cells(prior)
    period, size = ballots.period_of, len(ballots.periods)
    step = prior.link[later] * (position[later] - prior.carries[later] * position[later - 1])
    entry = prior.entry_precision * (position[first] - prior.entry_mean)
    found = np.zeros(size)
    found += np.bincount(period[later - 1], prior.carries[later] * step, size)
    found -= np.bincount(period[later], step, size)
    found -= np.bincount(period[first], entry, size)
    return found


def _cells(prior: Prior) -> tuple[Ints, Ints]:
    """The cells that follow another one of their state, and those that don't."""
    return np.flatnonzero(prior.link), prior.first[:-1]
