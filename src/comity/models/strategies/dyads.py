"""The strategies of all dyads of a region: a mixture in which each dyad is one sequence."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from comity.errors import OutsideCoverage
from comity.models.strategies.games import population
from comity.models.strategies.record import DyadMoves
from comity.models.strategies.resampling import RESAMPLES
from comity.models.strategies.shares import StrategyShares, strategy_shares
from comity.vocabulary.dyad import Dyad

# A dyad with fewer choices of its own is left out.
LEAST_CHOICES = 10


def strategies_of_dyads(
    dyads: Mapping[Dyad, DyadMoves],
    *,
    name: str = "all dyads",
    least_choices: int = LEAST_CHOICES,
    resamples: int = RESAMPLES,
    seed: int = 1,
) -> StrategyShares:
    """The shares of strategies among directed dyads, each dyad one sequence.

    The strategy is that of the dyad's source toward its target. Dyads with fewer than
    `least_choices` choices are left out. For standard errors both directions of a dyad are drawn
    together, since they are two sides of one record. Raises OutsideCoverage for fewer than two
    dyads, and as `strategy_shares`.
    """
    kept = {dyad: moves for dyad, moves in dyads.items() if moves.choices >= least_choices}
    if len(kept) < 2:
        raise OutsideCoverage(
            f"{name}: {len(kept)} of {len(dyads)} dyads have {least_choices} choices or more; "
            "shares of strategies need two.",
            hint="One dyad is one sequence: it gets posterior probabilities.",
            next_step="Widen the span or the region.",
        )
    pairs = [tuple(sorted((dyad.source, dyad.target))) for dyad in kept]
    numbers = {pair: number for number, pair in enumerate(dict.fromkeys(pairs))}
    sequences = {str(dyad): moves.moves for dyad, moves in kept.items()}
    clusters = np.array([numbers[pair] for pair in pairs])
    return strategy_shares(population(name, sequences, clusters), resamples=resamples, seed=seed)
