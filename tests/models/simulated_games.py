"""SIMULATED games: players who follow known strategies, with trembles, against random others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from comity.models.strategies import NAMES, Moves
from comity.models.strategies.automata import prescribed


def played(
    rng: np.random.Generator,
    strategy: str,
    *,
    games: int,
    periods: int,
    tremble: float,
    other_cooperates: float = 0.6,
) -> Moves:
    """All games of one player of a strategy."""
    number = NAMES.index(strategy)
    other = rng.random((games, periods)) < other_cooperates
    own = np.zeros((games, periods), np.bool_)
    slips = rng.random((games, periods)) < tremble
    for period in range(periods):
        own[:, period] = prescribed(own, other)[:, period, number] ^ slips[:, period]
    size = games * periods
    return Moves(
        own.ravel(), other.ravel(), np.repeat(np.arange(games), periods), np.ones(size, np.bool_)
    )


def players(
    rng: np.random.Generator, counts: Mapping[str, int], *, tremble: float, games: int = 8
) -> dict[str, Moves]:
    """So many players of each strategy, each with games of ten periods."""
    return {
        f"{name} {number}": played(rng, name, games=games, periods=10, tremble=tremble)
        for name, count in counts.items()
        for number in range(count)
    }


def table(rows: Sequence[tuple[object, object, object, int, str, str]]) -> pa.Table:
    """Rows of treatment, id, game, period, choice, other's choice."""
    names = ("treatment", "id", "game", "period", "choice", "other.choice")
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows])


def one_period_games(choices: Mapping[str, str], treatment: str = "T") -> pa.Table:
    """Each player's choices, each in a game of one period whose other side cooperates."""
    return table(
        [
            (treatment, player, game, 1, choice, "c")
            for player, made in choices.items()
            for game, choice in enumerate(made)
        ]
    )
