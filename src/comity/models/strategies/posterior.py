"""Which strategy one sequence of choices looks like: posterior probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from scipy.special import logsumexp

from comity.errors import BadValue, OutsideCoverage
from comity.models.strategies.automata import NAMES, Bools
from comity.models.strategies.games import Moves, agreed
from comity.models.strategies.memory_one import MemoryOne, memory_one
from comity.models.strategies.mixture import Floats

# Nodes of the midpoint rule over trembles: these, and some more for each choice.
NODES = 2000
NODES_A_CHOICE = 4
# From this chance on a strategy is told of.
TOLD = 0.05

POSTERIOR = pa.schema(
    [
        ("strategy", pa.string()),
        ("probability", pa.float64()),
        ("agreed", pa.float64()),
        ("log_evidence", pa.float64()),
        ("alike", pa.list_(pa.string())),
    ]
)


@dataclass(frozen=True, slots=True, eq=False)
class StrategyPosterior:
    """Posterior probabilities of the strategies for one sequence, and a free memory-one strategy.

    `.table` has a row a strategy: its probability, the share of the choices that it prescribed, and
    the log of the chance of all choices under it; `alike` are those that prescribe the same for
    each of these choices, so that nothing tells them apart. `memory_one` is beside them, not among
    them: where its `log_evidence` is the greatest, no named strategy describes the sequence well.
    """

    table: pa.Table
    memory_one: MemoryOne
    choices: int
    prior: str

    @property
    def text(self) -> str:
        """The likely strategies, how they compare with the free one, and what that one does."""
        rows = sorted(self.table.to_pylist(), key=lambda row: -row["probability"])
        told = ", ".join(
            f"{row['strategy']} {row['probability']:.2f}"
            for row in rows
            if row["probability"] >= TOLD
        )
        first = rows[0]
        same = f" ({', '.join(first['alike'])} the same)" if first["alike"] else ""
        free = self.memory_one.log_evidence - first["log_evidence"]
        fit = "about as well" if abs(free) < 1 else "better" if free > 0 else "worse"
        return (
            f"One sequence of {self.choices:,} choices: {told}; {first['strategy']}{same} "
            f"prescribes {first['agreed']:.0%} of them. A free memory-one strategy describes them "
            f"{fit} (log evidence {free:+.1f}). {self.memory_one.text}"
        )


def posterior_strategies(
    own: Sequence[str] | Bools, other: Sequence[str] | Bools, *, tremble: float | None = None
) -> StrategyPosterior:
    """Posterior probabilities of the six strategies for one game of c and d (or True and False).

    All strategies are as likely beforehand. Without `tremble`, it is unknown: uniform between 0 and
    one half. Shares and standard errors need many sequences: see `strategy_shares`. Raises BadValue
    for choices that are neither c nor d, sides of unequal length, and a tremble outside 0 to 0.5;
    OutsideCoverage without a choice.
    """
    one, two = _choices(own), _choices(other)
    if len(one) != len(two):
        raise BadValue(
            f"One side has {len(one)} choices, the other {len(two)}.",
            next_step="Give both sides' choices in the same periods.",
        )
    ones = np.ones(len(one), np.bool_)
    return posterior_of(Moves(one, two, np.zeros(len(one), np.int64), ones), tremble=tremble)


def posterior_of(moves: Moves, *, tremble: float | None = None) -> StrategyPosterior:
    """As `posterior_strategies`, for moves that may be of several games or not all count."""
    if tremble is not None and not 0 < tremble < 0.5:
        raise BadValue(
            f"A tremble of {tremble} is not between 0 and 0.5.",
            next_step="Leave it out to have it unknown.",
        )
    choices = int(moves.counted.sum())
    if not choices:
        raise OutsideCoverage(
            "There is no choice to tell a strategy from.", next_step="Give a longer record."
        )
    each = agreed(moves)
    right = each.sum(axis=0)
    evidence = _log_evidence(right, choices, tremble)
    chances = np.exp(evidence - logsumexp(evidence))
    rows = [
        {
            "strategy": name,
            "probability": float(chances[number]),
            "agreed": int(right[number]) / choices,
            "log_evidence": float(evidence[number]),
            "alike": [
                other
                for at, other in enumerate(NAMES)
                if at != number and bool((each[:, at] == each[:, number]).all())
            ],
        }
        for number, name in enumerate(NAMES)
    ]
    said = "unknown, uniform from 0 to 0.5" if tremble is None else f"{tremble:g}"
    return StrategyPosterior(
        pa.Table.from_pylist(rows, POSTERIOR),
        memory_one(moves),
        choices,
        f"all strategies as likely beforehand; tremble {said}",
    )


def _log_evidence(
    right: np.ndarray[tuple[int], np.dtype[np.int64]], choices: int, tremble: float | None
) -> Floats:
    """The log of the chance of the choices under each strategy, over what the tremble may be."""
    if tremble is None:
        nodes = NODES + NODES_A_CHOICE * choices
        trembles = (np.arange(nodes) + 0.5) / (2 * nodes)
    else:
        trembles = np.array([tremble])
    each = np.log1p(-trembles)[:, None] * right + np.log(trembles)[:, None] * (choices - right)
    found: Floats = logsumexp(each, axis=0) - np.log(len(trembles))
    return found


def _choices(given: Sequence[str] | Bools) -> Bools:
    if isinstance(given, np.ndarray) and given.dtype == np.bool_:
        return given
    words = [str(word) for word in given]
    wrong = next((word for word in words if word not in ("c", "d", "True", "False")), None)
    if wrong is not None:
        raise BadValue(f"{wrong!r} is neither c nor d.", next_step="Give c or d for each period.")
    return np.array([word in ("c", "True") for word in words], np.bool_)
