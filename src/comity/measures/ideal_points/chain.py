"""One chain of draws from the posterior: resolutions and states in turn (Gibbs sampling)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.measures.ideal_points import kernels
from comity.measures.ideal_points.ballots import Ballots
from comity.measures.ideal_points.location import location, shift
from comity.measures.ideal_points.prior import Prior
from comity.measures.ideal_points.start import Start

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Votes that are not estimated from: their resolution and cell."""

    item_of: Ints
    cell_of: Ints


@dataclass(frozen=True, slots=True)
class Draws:
    """Positions (draw, cell), and the mean probabilities (held-out vote, yes/abstain/no)."""

    position: NDArray[np.float32]
    probabilities: Floats


def chain(
    ballots: Ballots,
    prior: Prior,
    begin: Start,
    *,
    sweeps: int,
    burn_in: int,
    seed: int,
    held_out: HeldOut | None = None,
    progress: Callable[[int], None] | None = None,
) -> Draws:
    """Draws after `burn_in` of `sweeps`; each draw is put to mean 0 and variance 1.

    The model is that of Bailey, Strezhnev and Voeten (2017): a state at x votes yes, abstains or
    votes no as slope x + noise falls below, between or above two cutpoints; noise N(0, 1), slopes
    N(0, 1), cutpoints flat within 7. Same seed, same draws, whatever the number of threads.
    """
    random = np.random.default_rng(seed)
    layout, where = _layout(ballots), location(ballots, prior)
    position, slope = begin.position.copy(), begin.slope.copy()
    low, high = begin.low.copy(), begin.high.copy()
    latent = np.empty(ballots.vote.size)
    precision, moment = np.empty(ballots.cells), np.empty(ballots.cells)
    kept = np.empty((sweeps - burn_in, ballots.cells), np.float32)
    asked = held_out or HeldOut(np.empty(0, np.int64), np.empty(0, np.int64))
    total = np.zeros((asked.item_of.size, 3))
    for sweep in range(sweeps):
        one, other = random.integers(1, 2**62, 2)
        kernels.draw_items(
            *(layout.item_starts, ballots.cell_of, ballots.vote, position),
            *(slope, low, high, latent, layout.step, one),
        )
        kernels.add_up(
            *(layout.cell_starts, layout.items, layout.place),
            *(slope, latent, precision, moment),
        )
        kernels.draw_paths(
            *(prior.first, position, prior.link, prior.carries),
            *(prior.entry_precision, prior.entry_mean, precision, moment, other),
        )
        shift(where, ballots, prior, position, slope, low, high, latent, random)
        position -= position.mean()
        position /= position.std()
        if sweep >= burn_in:
            kept[sweep - burn_in] = position
            kernels.add_probabilities(
                asked.cell_of, asked.item_of, position, slope, low, high, total
            )
        if progress is not None:
            progress(sweep)
    return Draws(kept, total / len(kept))


@dataclass(frozen=True, slots=True)
class _Layout:
    """Votes by item and by cell, and how far a step of the cutpoints goes."""

    item_starts: Ints
    cell_starts: Ints
    items: Ints
    place: Ints
    step: Floats


def _layout(ballots: Ballots) -> _Layout:
    order = np.lexsort((ballots.item_of, ballots.cell_of))
    item_starts = np.searchsorted(ballots.item_of, np.arange(ballots.items + 1))
    cell_starts = np.searchsorted(ballots.cell_of[order], np.arange(ballots.cells + 1))
    yes = np.bincount(ballots.item_of, ballots.vote == 1)
    count = np.bincount(ballots.item_of)
    fewer = np.minimum(yes, count - yes)
    step = np.clip(1.2 / np.sqrt(fewer + 1.0), 0.03, 0.6)
    return _Layout(item_starts, cell_starts, ballots.item_of[order], order, step)
