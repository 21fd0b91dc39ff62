"""Which strategy of a repeated game each of two states' weeks look like."""

from __future__ import annotations

import numpy as np

from comity.models.kept_reactions import HOSTILE
from comity.models.reaction_function.series import GAP, ActSeries, Ints
from comity.models.strategies import DyadMoves, StrategyPosterior, discretised, posterior_of
from comity.vocabulary.dyad import Dyad

# Fewer choices than these tell nothing of a strategy.
LEAST_CHOICES = 10


def moves_of(series: ActSeries, dyad: Dyad) -> DyadMoves:
    """What the source of a dyad did toward the target, step by step, as moves; see `discretised`.

    A dyad that is not in the series never acted.
    """
    sides = [_counts(series, one, kind) for one in (dyad, dyad.reverse) for kind in (0, 1)]
    return discretised(*sides, observed=series.parts != GAP)


def pair_strategies(series: ActSeries, dyad: Dyad) -> StrategyPosterior | None:
    """Posterior probabilities of six strategies for one dyad, and a free memory-one strategy.

    One dyad is one sequence: it has no shares. None where it has too few choices.
    """
    moves = moves_of(series, dyad)
    return posterior_of(moves.moves) if moves.choices >= LEAST_CHOICES else None


def _counts(series: ActSeries, dyad: Dyad, kind: int) -> Ints:
    """Friendly (kind 0) or hostile (1) acts by step."""
    n = np.zeros(series.steps, np.int32)
    if dyad not in series.dyads:
        return n
    names = HOSTILE if kind else ("friendly",)
    classes = [series.classes.index(name) for name in names if name in series.classes]
    kept = (series.dyad == series.dyads.index(dyad)) & np.isin(series.klass, classes)
    np.add.at(n, series.step[kept], series.n[kept])
    return n
