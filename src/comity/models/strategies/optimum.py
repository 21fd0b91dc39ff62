"""The best mixture of strategies, and how it is known to be the best."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comity.errors import NotConverged
from comity.models.strategies.climb import climbed
from comity.models.strategies.mixture import (
    LEAST_FOLLOWED,
    Agreement,
    Floats,
    Look,
    Mixtures,
    bend,
    likelihoods,
    look,
)

# Chances of following the strategy at which the best shares are found, with a bound.
GRID = np.concatenate([np.linspace(0.505, 0.98, 39), [0.985, 0.99, 0.995, 0.999]])
# By how much a log likelihood may seem better before another optimum is suspected.
TOLERANCE = 1e-3
# A share below this is none.
NO_SHARE = 1e-6
FLAT = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Optimum:
    """The mixture of the greatest likelihood.

    `gap` bounds by how much the log likelihood could still rise with other shares at this tremble,
    `starts` counts the starts, `unique` is false where other shares fit as well.
    """

    shares: Floats
    followed: float
    log_likelihood: float
    gap: float
    starts: int
    unique: bool


def best_mixture(data: Agreement) -> Optimum:
    """The mixture of strategies of the greatest likelihood, by several starts, checked.

    Given the tremble, the log likelihood is concave in the shares, so the slopes toward single
    strategies bound what is left (Lindsay 1983). On a grid of trembles the best shares are found
    with that bound: the starts are the peaks of this profile, and no point of it may lie above the
    result. Raises NotConverged where one does, or where the climb does not settle.
    """
    ones = np.ones((1, len(data.choices)))
    profile, seen = _profile(data, ones)
    starts = _starts(profile, seen.log_likelihood)
    found = climbed(data, starts, ones)
    ends = _look(data, found, ones)
    best = int(ends.log_likelihood.argmax())
    highest = float(ends.log_likelihood[best])
    bound = seen.log_likelihood + _gap(seen, ones)
    if float(bound.max()) > highest + TOLERANCE:
        raise NotConverged(
            "The likelihood of the strategies has a better place than the one found.",
            hint=f"At a tremble of {1 - GRID[bound.argmax()]:.3f} it may be {bound.max():.4f}, "
            f"found is {highest:.4f}.",
            next_step="Give more games.",
        )
    shares = np.where(found.shares[best] > NO_SHARE, found.shares[best], 0.0)
    return Optimum(
        shares / shares.sum(),
        float(found.followed[best]),
        highest,
        float(_gap(ends, ones)[best]),
        len(starts),
        _peaked(data, shares, float(found.followed[best]), ones),
    )


def _profile(data: Agreement, ones: Floats) -> tuple[Mixtures, Look]:
    """The best shares at each tremble of the grid."""
    strategies = data.short.shape[1]
    even = Mixtures(np.full((len(GRID), strategies), 1 / strategies), GRID)
    profile = climbed(data, even, ones, hold=True, gap=TOLERANCE / 2)
    return profile, _look(data, profile, ones)


def _starts(profile: Mixtures, height: Floats) -> Mixtures:
    """The peaks of the profile, each from shares that exclude nothing; and even shares."""
    rim = np.array([-np.inf])
    ahead, behind = np.concatenate([height[1:], rim]), np.concatenate([rim, height[:-1]])
    peaks = profile.at(np.flatnonzero((height >= ahead) & (height >= behind)))
    strategies = profile.shares.shape[1]
    shares = 0.99 * peaks.shares + 0.01 / strategies
    even = np.full((3, strategies), 1 / strategies)
    return Mixtures(
        np.concatenate([shares, even]), np.concatenate([peaks.followed, [0.6, 0.75, 0.95]])
    )


def _look(data: Agreement, mixtures: Mixtures, ones: Floats) -> Look:
    weights = np.broadcast_to(ones, (len(mixtures), len(data.choices)))
    return look(data, mixtures, weights, likelihoods(data, mixtures.followed))


def _gap(seen: Look, ones: Floats) -> Floats:
    found: Floats = ones.sum() * np.maximum(seen.slope.max(axis=1) - 1, 0)
    return found


def _peaked(data: Agreement, shares: Floats, followed: float, ones: Floats) -> bool:
    """Whether the likelihood falls on all sides, by its curvature in shares and tremble."""
    mixture = Mixtures(shares[None, :], np.array([followed]))
    curve = bend(data, mixture, ones, likelihoods(data, mixture.followed))[0]
    free = np.append(shares > 0, LEAST_FOLLOWED < followed < 1)
    curve = curve[free][:, free]
    scale = np.sqrt(np.maximum(np.diag(curve), FLAT))
    return bool(np.linalg.eigvalsh(curve / np.outer(scale, scale))[0] > FLAT)
