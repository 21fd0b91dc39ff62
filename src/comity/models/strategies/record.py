"""A dyad's record as moves: which periods count as cooperation and which as defection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.errors import BadValue
from comity.models.strategies.automata import Bools
from comity.models.strategies.games import Moves
from comity.models.strategies.mixture import Ints

RULE = (
    "A side's period is d where its hostile acts outnumber its friendly ones, else c; a side that "
    "does nothing keeps its last move, which is then no evidence of its strategy; a period in "
    "which neither acts is left out, and so is all before both have acted; each stretch without a "
    "gap is a game of its own, whose first period only says where things stood."
)


@dataclass(frozen=True, slots=True, eq=False)
class DyadMoves:
    """The moves of the first side of a dyad, and the second side's that it could see.

    `periods` [moves] are the indices of the periods kept. `left_out` counts the observed periods
    that are not among them. `rule` says how acts became moves.
    """

    moves: Moves
    periods: Ints
    left_out: int
    rule: str = RULE

    @property
    def choices(self) -> int:
        """How many choices of the first side are evidence of its strategy."""
        return int(self.moves.counted.sum())


def discretised(
    own_friendly: Sequence[int] | NDArray[np.integer],
    own_hostile: Sequence[int] | NDArray[np.integer],
    other_friendly: Sequence[int] | NDArray[np.integer],
    other_hostile: Sequence[int] | NDArray[np.integer],
    *,
    observed: Sequence[bool] | Bools | None = None,
) -> DyadMoves:
    """Counts of acts by period, as the moves of a repeated game.

    The sign of friendly less hostile acts, after the net series of Goldstein and Freeman (1990).
    Insults, offences and attacks are hostile; neutral acts and meetings are no moves. `observed` is
    false in periods without observation (None: all are observed). Raises BadValue for arrays of
    unequal length and for counts below 0.
    """
    counts = [
        np.asarray(side, np.int64)
        for side in (own_friendly, own_hostile, other_friendly, other_hostile)
    ]
    seen = np.ones(len(counts[0]), np.bool_) if observed is None else np.asarray(observed, np.bool_)
    if len({len(side) for side in (*counts, seen)}) > 1:
        raise BadValue(
            "The series of acts differ in length.", next_step="Give one count a period for each."
        )
    if any((side < 0).any() for side in counts):
        raise BadValue("A count of acts is below 0.", next_step="Give counts, not scores.")
    own, own_acts, own_known = _standing(counts[0], counts[1], seen)
    other, other_acts, other_known = _standing(counts[2], counts[3], seen)
    kept = np.flatnonzero(seen & (own_acts | other_acts) & own_known & other_known)
    stretch = np.cumsum(~seen, dtype=np.int64)[kept]
    counted = own_acts[kept]
    counted[np.diff(stretch, prepend=-1) != 0] = False
    moves = Moves(own[kept], other[kept], stretch, counted)
    return DyadMoves(moves, kept, int(seen.sum()) - len(kept))


def _standing(friendly: Ints, hostile: Ints, seen: Bools) -> tuple[Bools, Bools, Bools]:
    """By period: the last move of a side, whether it acts then, and whether it ever has.

    A gap ends what is known.
    """
    acts = seen & (friendly + hostile > 0)
    places = np.arange(len(seen))
    last = np.maximum.accumulate(np.where(acts, places, -1))
    gap = np.maximum.accumulate(np.where(seen, -1, places))
    cooperates = friendly >= hostile
    return cooperates[last], acts, last > gap
