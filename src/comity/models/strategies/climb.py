"""The way up to the best mixture: expectation-maximisation, with Newton's steps between."""

from __future__ import annotations

import numpy as np

from comity.errors import NotConverged
from comity.models.strategies.automata import Bools
from comity.models.strategies.mixture import (
    LEAST_FOLLOWED,
    Agreement,
    Floats,
    Mixtures,
    bend,
    likelihoods,
    look,
)

MOST_ROUNDS = 2_000
# A share so small takes no part in Newton's steps, unless it should grow, and shortens none.
NEGLIGIBLE = 1e-9
# Keeps a step finite where the likelihood is flat.
RIDGE = 1e-12


def climbed(
    data: Agreement,
    start: Mixtures,
    weights: Floats,
    *,
    hold: bool = False,
    gap: float = 1e-7,
    change: float = 1e-9,
) -> Mixtures:
    """Each mixture of a batch at the optimum that it leads to.

    Rounds of expectation-maximisation (Dempster, Laird and Rubin 1977), which never lower the
    likelihood, and of Newton's step where that raises it more. With `hold` the tremble stays. Done
    where no change of shares can add more than `gap` to the log likelihood and a round moves the
    tremble by less than `change`. Raises NotConverged.
    """
    shares, followed = start.shares.copy(), start.followed.copy()
    going, stride = np.arange(len(start)), np.ones(len(start))
    weights = np.broadcast_to(weights, (len(start), len(data.choices)))
    for _ in range(MOST_ROUNDS):
        now, seen = Mixtures(shares[going], followed[going]), weights[going]
        one, _, left, moved = _step(data, now, seen, hold=hold)
        moving = (left > gap) | (moved > change)
        going = going[moving]
        if not len(going):
            return Mixtures(shares, followed)
        one, seen = one.at(np.flatnonzero(moving)), seen[moving]
        two, height, _, _ = _step(data, one, seen, hold=hold)
        leap = _leap(data, one, seen, stride[going], hold=hold)
        three, leapt, _, _ = _step(data, leap, seen, hold=hold)
        better = leapt > height
        # A leap too far is shorter the next time.
        stride[going] = np.where(better, np.minimum(stride[going] * 4, 1), stride[going] / 4)
        shares[going] = np.where(better[:, None], three.shares, two.shares)
        followed[going] = np.where(better, three.followed, two.followed)
    raise NotConverged(
        f"The shares of the strategies have not settled after {MOST_ROUNDS:,} rounds.",
        hint=f"The log likelihood can still rise by {float(left.max()):.2g}.",
        next_step="Give more games, or fewer that are alike.",
    )


def _step(
    data: Agreement, now: Mixtures, weights: Floats, *, hold: bool
) -> tuple[Mixtures, Floats, Floats, Floats]:
    """One step of expectation-maximisation from `now`.

    Also the log likelihood at `now`, by how much other shares could raise it, and by how much the
    step moves the tremble.
    """
    seen = look(data, now, weights, likelihoods(data, now.followed))
    followed = now.followed if hold else np.maximum(seen.agreed, LEAST_FOLLOWED)
    left = weights.sum(axis=1) * (seen.slope.max(axis=1) - 1)
    step = Mixtures(now.shares * seen.slope, followed)
    return step, seen.log_likelihood, left, abs(followed - now.followed)


def _leap(
    data: Agreement, now: Mixtures, weights: Floats, stride: Floats, *, hold: bool
) -> Mixtures:
    """`stride` of Newton's step, or less, so that a share loses at most 99 parts in 100.

    Where the likelihood does not bend down in the tremble, the step is one of the shares alone.
    """
    relative = likelihoods(data, now.followed)
    seen = look(data, now, weights, relative)
    curve = bend(data, now, weights, relative)
    choices = (weights @ data.choices) / weights.sum(axis=1)
    slope = np.column_stack([seen.slope - 1, choices * (seen.agreed - now.followed)])
    free = np.column_stack([(now.shares > NEGLIGIBLE) | (seen.slope > 1), now.followed < 1 - 1e-9])
    free[:, -1] &= not hold
    _restrict(curve, free)
    free[:, -1] &= _bends_down(curve)
    _restrict(curve, free)
    ahead = np.linalg.solve(curve, (slope * free)[:, :, None])[:, :, 0]
    most = np.ones_like(now.shares)
    falls = (ahead[:, :-1] < 0) & (now.shares > NEGLIGIBLE)
    np.divide(-0.99 * now.shares, ahead[:, :-1], out=most, where=falls)
    ahead *= np.minimum(most.min(axis=1), stride)[:, None]
    shares = np.maximum(now.shares + ahead[:, :-1], now.shares / 100)
    odds = now.followed / np.maximum(1 - now.followed, 1e-300)
    odds *= np.exp(np.clip(ahead[:, -1], -2, 2))
    followed = np.where(free[:, -1], np.maximum(odds / (1 + odds), LEAST_FOLLOWED), now.followed)
    return Mixtures(shares / shares.sum(axis=1, keepdims=True), followed)


def _restrict(curve: Floats, free: Bools) -> None:
    """Leave only what is free to the step, in place."""
    curve *= free[:, :, None] & free[:, None, :]
    places = np.arange(curve.shape[1])
    curve[:, places, places] += np.where(free, RIDGE, curve[:, places, places] == 0)


def _bends_down(curve: Floats) -> Bools:
    """Whether what the shares leave of the curvature in the tremble has the sign of a peak."""
    cross = curve[:, :-1, -1]
    answer = np.linalg.solve(curve[:, :-1, :-1], cross[:, :, None])[:, :, 0]
    rest = curve[:, -1, -1] - (cross * answer).sum(axis=1)
    found: Bools = rest > 1e-6 * curve[:, -1, -1]
    return found
