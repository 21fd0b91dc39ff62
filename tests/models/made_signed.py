"""SIMULATED signed series whose law is known."""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from comity.models.signed_series import SignedSeries
from comity.vocabulary.dyad import Dyad
from comity.vocabulary.period import Granularity

Floats: TypeAlias = NDArray[np.float64]

MONDAY = dt.date(2001, 1, 1)
# Each side goes on by itself, and answers the other's last step: rows are responders.
ANSWERS = np.array([[0.5, 0.3], [0.2, 0.4]])
LEVEL = np.array([-4.0, -1.0])


def answering(steps: int, seed: int, *, tails: float = 0.0) -> Floats:
    """A VAR(1) of two sides, [2, steps]; with `tails` errors are Student's t of so many degrees."""
    random = np.random.default_rng(seed)
    shape = (steps, 2)
    noise = random.standard_t(tails, shape) if tails else random.normal(size=shape)
    found = np.zeros((steps, 2))
    for t in range(1, steps):
        found[t] = LEVEL + ANSWERS @ found[t - 1] + 3 * noise[t]
    return np.asarray(found.T)


def as_series(values: Floats, *names: tuple[str, str]) -> SignedSeries:
    """Weekly series of two rows a pair: each pair's there and back."""
    pairs = names or (("AAA", "BBB"),)
    dyads = tuple(one for pair in pairs for one in (Dyad(*pair), Dyad(*pair).reverse))
    return SignedSeries(MONDAY, Granularity.WEEK, dyads, values)
