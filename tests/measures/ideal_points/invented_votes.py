"""SIMULATED votes of invented states: positions known, votes drawn from the model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Row = tuple[int, str, int]


@dataclass(frozen=True, slots=True)
class World:
    """True positions (state, session), mean 0 and variance 1, and the votes drawn from them."""

    states: tuple[str, ...]
    positions: NDArray[np.float64]
    votes: pa.Table
    roll_calls: pa.Table


def votes_table(rows: Iterable[Row]) -> pa.Table:
    rcid, state, vote = zip(*rows, strict=True)
    return pa.table({"rcid": list(rcid), "state": list(state), "vote": list(vote)})


def roll_calls_table(sessions: dict[int, int], **more: list[object]) -> pa.Table:
    """Roll call -> session; the day is one of the session's year."""
    return pa.table(
        {
            "rcid": list(sessions),
            "session": list(sessions.values()),
            "day": [dt.date(1945 + session, 11, 1) for session in sessions.values()],
            **more,
        }
    )


def world(
    seed: int, *, states: int = 40, sessions: int = 6, each: int = 40, step: float = 0.25
) -> World:
    """`each` roll calls a session; a tenth of votes are not cast; USA is outermost."""
    random = np.random.default_rng(seed)
    names = ("USA", *(f"S{number:02}" for number in range(1, states)))
    position = np.empty((states, sessions))
    position[:, 0] = random.normal(size=states)
    for session in range(1, sessions):
        move = random.normal(size=states) * np.sqrt(step)
        position[:, session] = 0.9 * position[:, session - 1] + move
    outer = int(np.argmax(np.abs(position.mean(axis=1))))
    position[[0, outer]] = position[[outer, 0]]
    position *= np.sign(position[0].mean())
    position = (position - position.mean()) / position.std()
    rcid = np.arange(sessions * each)
    slope = random.normal(size=len(rcid))
    cuts = np.sort(random.uniform(-2, 2, (len(rcid), 2)), axis=1)
    latent = slope[:, None] * position.T[rcid // each] + random.normal(size=(len(rcid), states))
    vote = 1 + (latent > cuts[:, :1]) + (latent > cuts[:, 1:])
    at, who = np.nonzero(random.random(vote.shape) < 0.9)
    votes = pa.table({"rcid": at, "state": np.array(names)[who], "vote": vote[at, who]})
    sessions_of = {int(one): int(one // each) + 10 for one in rcid}
    return World(names, position, votes, roll_calls_table(sessions_of))
