"""The six strategies of the repeated prisoner's dilemma as automata (Dal Bó and Fréchette 2011)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Bools: TypeAlias = NDArray[np.bool_]

# The order of what both did in a period: own choice first.
PROFILES = ("cc", "cd", "dc", "dd")


@dataclass(frozen=True, slots=True)
class Strategy:
    """A plan for the whole game: which choice each state prescribes, and where it leads.

    State 0 begins. `cooperates[s]` is the choice in state s; `following[s]` the next state after
    cc, cd, dc, dd (own choice first). Choices are those really made, trembles included.
    """

    name: str
    title: str
    cooperates: tuple[bool, ...]
    following: tuple[tuple[int, int, int, int], ...]


# Always defects.
ALLD = Strategy("ALLD", "always defect", (False,), ((0, 0, 0, 0),))
# Always cooperates.
ALLC = Strategy("ALLC", "always cooperate", (True,), ((0, 0, 0, 0),))
# Cooperates until either side defects, then defects for ever.
GRIM = Strategy("GRIM", "grim trigger", (True, False), ((0, 1, 1, 1), (1, 1, 1, 1)))
# Does what the other did last; begins with cooperation.
TFT = Strategy("TFT", "tit for tat", (True, False), ((0, 1, 0, 1), (0, 1, 0, 1)))
# Cooperates after both did the same, else defects (Nowak and Sigmund 1993).
WSLS = Strategy("WSLS", "win stay, lose shift", (True, False), ((0, 1, 1, 0), (0, 1, 1, 0)))
# Defects twice after either side defected, then cooperates again, whatever happened meanwhile.
T2 = Strategy(
    "T2",
    "trigger with two periods of punishment",
    (True, False, False),
    ((0, 1, 1, 1), (2, 2, 2, 2), (0, 0, 0, 0)),
)

STRATEGIES = (ALLD, ALLC, GRIM, TFT, WSLS, T2)
NAMES = tuple(strategy.name for strategy in STRATEGIES)


def prescribed(own: Bools, other: Bools) -> Bools:
    """What each strategy prescribes in each period, given what both did before.

    `own` and `other` are [games, periods], True for cooperation; periods after the end of a game
    may hold anything. The result is [games, periods, strategies].
    """
    games, periods = own.shape
    profile = 2 * ~own + ~other
    told = np.empty((games, periods, len(STRATEGIES)), np.bool_)
    for number, strategy in enumerate(STRATEGIES):
        cooperates = np.array(strategy.cooperates)
        following = np.array(strategy.following)
        state = np.zeros(games, np.intp)
        for period in range(periods):
            told[:, period, number] = cooperates[state]
            state = following[state, profile[:, period]]
    return told
