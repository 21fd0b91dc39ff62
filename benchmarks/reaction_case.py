"""The SIMULATED case of 20 series and about 100,000 acts: a discrete Hawkes process of all pairs.

Twenty years of days; two exponential kernels (1 and 7 days); each series follows itself and about
three tenths of the others; the spectral radius of all answers is 0.6.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SERIES, DAYS, ACTS = 20, 7_300, 100_000
SCALES = (1.0, 7.0)
BRANCHING = 0.6
FOLLOWED = 0.3
BURN_IN = 500


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """Counts [series, days], and what they were drawn from: as in the convex engine's result."""

    counts: Floats
    baseline: Floats
    answers: Floats

    def events(self, seed: int) -> list[Floats]:
        """Times in days, as a user of a library of continuous time makes them of stamped days.

        Uniform within their day, sorted, for each series.
        """
        random = np.random.default_rng(seed)
        found = []
        for series in self.counts.astype(np.int64):
            day = np.repeat(np.arange(len(series)), series)
            found.append(np.sort(day + random.random(len(day))))
        return found


def case(seed: int = 1) -> Case:
    """The case of one seed; the number of acts is close to ACTS, not equal to it."""
    random = np.random.default_rng(seed)
    shape = (SERIES, SERIES, len(SCALES))
    answers = random.gamma(0.5, 1.0, shape) * (random.random(shape[:2]) < FOLLOWED)[..., None]
    answers += 0.6 * np.eye(SERIES)[..., None]
    whole = answers.sum(axis=2)
    answers *= BRANCHING / np.abs(np.linalg.eigvals(whole)).max()
    baseline = random.uniform(0.5, 1.5, SERIES)
    # The mean is linear in the baseline: one factor gives the wanted number of acts.
    mean = np.linalg.solve(np.eye(SERIES) - answers.sum(axis=2), baseline)
    baseline *= ACTS / DAYS / mean.sum()
    return Case(_draw(random, baseline, answers), baseline, answers)


def _draw(random: np.random.Generator, baseline: Floats, answers: Floats) -> Floats:
    keep = np.exp(-1 / np.array(SCALES))
    felt = np.zeros((SERIES, len(SCALES)))
    counts = np.zeros((SERIES, DAYS))
    flat = answers.reshape(SERIES, -1)
    for day in range(-BURN_IN, DAYS):
        acts = random.poisson(baseline + flat @ felt.ravel())
        felt = keep * felt + (1 - keep) * acts[:, None]
        if day >= 0:
            counts[:, day] = acts
    return counts
