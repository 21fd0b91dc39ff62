"""A free memory-one strategy: how often a side cooperates after cc, cd, dc and dd."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from scipy.special import betainccinv, betaincinv, betaln

from comity.models.strategies.automata import PROFILES
from comity.models.strategies.games import Moves

LEVEL = 0.90
# Jeffreys' prior: the density of a chance before anything was seen is Beta(1/2, 1/2).
PRIOR = 0.5

MEMORY_ONE = pa.schema(
    [
        ("after", pa.string()),
        ("times", pa.int64()),
        ("cooperated", pa.int64()),
        ("probability", pa.float64()),
        ("lower", pa.float64()),
        ("upper", pa.float64()),
    ]
)


@dataclass(frozen=True, slots=True, eq=False)
class MemoryOne:
    """Chances of cooperating by what both did in the period before (Nowak and Sigmund 1990).

    `.table` has a row for each of cc, cd, dc, dd (own choice first): how often it was followed by a
    counted choice, the share of those that cooperated, and a 90% interval; what never came has no
    chance and no interval. `log_evidence` is the log of the chance of the choices, all four chances
    and that of the first move unknown beforehand (Jeffreys' prior).
    """

    table: pa.Table
    log_evidence: float

    @property
    def text(self) -> str:
        told = [
            f"{row['probability']:.0%} after {row['after']} "
            f"({row['lower']:.0%} to {row['upper']:.0%})"
            for row in self.table.to_pylist()
            if row["times"]
        ]
        return f"It cooperates {', '.join(told)}." if told else "Nothing followed on anything."


def memory_one(moves: Moves, *, level: float = LEVEL) -> MemoryOne:
    """The memory-one strategy of one sequence: frequencies with Jeffreys' intervals.

    An interval begins at 0 where the side never cooperated and ends at 1 where it always did
    (Brown, Cai and DasGupta 2001).
    """
    first = np.ones(len(moves.own), np.bool_)
    first[1:] = moves.game[1:] != moves.game[:-1]
    profile = 2 * ~moves.own + ~moves.other
    rows = []
    evidence = _log_evidence(moves.own[first & moves.counted])
    for number, name in enumerate(PROFILES):
        follows = ~first & moves.counted
        follows[1:] &= profile[:-1] == number
        choices = moves.own[follows]
        rows.append({"after": name, **_chance(choices.size, int(choices.sum()), level)})
        evidence += _log_evidence(choices)
    return MemoryOne(pa.Table.from_pylist(rows, MEMORY_ONE), evidence)


def _chance(times: int, cooperated: int, level: float) -> dict[str, float | int | None]:
    counts: dict[str, float | int | None] = {"times": times, "cooperated": cooperated}
    if not times:
        return {**counts, "probability": None, "lower": None, "upper": None}
    shape = (cooperated + PRIOR, times - cooperated + PRIOR)
    tail = (1 - level) / 2
    return {
        **counts,
        "probability": cooperated / times,
        "lower": float(betaincinv(*shape, tail)) if cooperated else 0.0,
        "upper": float(betainccinv(*shape, tail)) if cooperated < times else 1.0,
    }


def _log_evidence(choices: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> float:
    cooperated = int(choices.sum())
    shape = (cooperated + PRIOR, choices.size - cooperated + PRIOR)
    return float(betaln(*shape) - betaln(PRIOR, PRIOR))
