"""Whether a fit ends in the same place from another start: that of its convex part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from comity.models.reaction_function.convex import fit_nonnegative
from comity.models.reaction_function.evidence import Evidence, Prior, fit_evidence
from comity.models.reaction_function.pair_model import EXTRA
from comity.models.reaction_function.pairs import Calendar, Layout, Pair, Pairs, design
from comity.models.reaction_function.series import Floats

# So many dyads, those with the most acts, are fitted once more.
TRIED = 5


@dataclass(frozen=True, slots=True)
class Starts:
    """How many dyads were fitted from a second start, the largest relative duality gap of their
    convex parts, and by how many standard deviations an answer differs at most."""

    dyads: int
    gap: float
    apart: float


def second_starts(
    found: Sequence[Evidence], pairs: Pairs, days: Calendar, layout: Layout, prior: Prior
) -> Starts:
    """Fit the busiest dyads again, from the optimum of their convex part (no shock, no effect below
    0), and compare."""
    gap, apart, count = 0.0, 0.0, 0
    for e in [one for one in found if one.converged][:TRIED]:
        pair = pairs[e.number]
        start, own_gap = _convex(e, pair, days, layout, prior)
        again = fit_evidence(e.number, pair, days, layout, prior, start)
        each = layout.width + EXTRA
        places = [
            i * each + layout.answers + j
            for i in range(len(pair.series))
            for j in range(layout.classes)
        ]
        sd = np.sqrt(np.maximum(np.diagonal(e.covariance)[places], 1e-12))
        gap = max(gap, own_gap)
        apart = max(apart, float(np.max(np.abs(again.theta[places] - e.theta[places]) / sd)))
        count += 1
    return Starts(count, gap, apart)


def _convex(
    e: Evidence, pair: Pair, days: Calendar, layout: Layout, prior: Prior
) -> tuple[Floats, float]:
    x = design(pair, days, layout, prior.shapes, prior.spill_shape) * np.exp(days.offset)
    start, gap = e.theta.copy(), 0.0
    for i, (way, c) in enumerate(pair.series):
        # Acts of third parties are told relative to their mean, so they can be below 0.
        columns = x[i, : layout.context].T
        alive = np.flatnonzero(columns.any(axis=0))
        fit = fit_nonnegative(columns[:, alive], pair.counts[way, c], must_converge=False)
        at = i * (layout.width + EXTRA)
        start[at : at + layout.context] = 0.0
        start[at + alive] = fit.coefficients
        gap = max(gap, fit.relative_gap)
    return start, gap
