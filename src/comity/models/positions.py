"""Where a state or a bloc stood, period by period, with the joint draws of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from comity.errors import unknown
from comity.vocabulary.bloc import ENOUGH_MEMBERS, Bloc

if TYPE_CHECKING:
    from comity.measures.ideal_points.result import IdealPoints

Floats: TypeAlias = NDArray[np.float64]

# Session n opens in September of 1945 + n.
FIRST_YEAR = 1945


@dataclass(frozen=True, slots=True)
class Positions:
    """Of one state or bloc: `position` (period) and `draws` (draw, period); NaN: no estimate.

    `votes` is how many votes cast the position rests on; of a bloc, how many of one state would
    tell as much.
    """

    code: str
    position: Floats
    draws: NDArray[np.float32]
    votes: Floats

    @property
    def known(self) -> NDArray[np.bool_]:
        """In which periods there is an estimate."""
        return np.isfinite(self.position) & np.isfinite(self.draws).all(axis=0)


def calendar(ideal: IdealPoints, years: Mapping[int, float] | None = None) -> Floats:
    """The year of each period: as given, else itself, or that in which the session opened."""
    shift = FIRST_YEAR if ideal.by == "session" else 0
    found = [float(p + shift) if years is None else years.get(p, np.nan) for p in ideal.periods]
    return np.array(found, float)


def positions_of(
    ideal: IdealPoints, who: str | Bloc, years: Floats, *, without: str | None = None
) -> Positions:
    """The positions of a state, or the mean of a bloc's members of each period.

    A bloc's members are those of 1 December of the period's year, `without` left out; where fewer
    than half of them have an estimate the bloc has none. Its draws are means of the members' joint
    draws. Raises UnknownName for a state that the estimate does not have.
    """
    if isinstance(who, Bloc):
        return _of_bloc(ideal, who, years, without)
    if who not in ideal.states:
        raise unknown("state with ideal points", who, ideal.states)
    row = ideal.states.index(who)
    return Positions(
        who, ideal.position[row].astype(float), ideal.draws[:, row], _votes(ideal, [row])
    )


def _of_bloc(ideal: IdealPoints, bloc: Bloc, years: Floats, without: str | None) -> Positions:
    position = np.full(len(ideal.periods), np.nan)
    votes = np.zeros(len(ideal.periods))
    draws = np.full((len(ideal.draws), len(ideal.periods)), np.nan, dtype=np.float32)
    place = {state: row for row, state in enumerate(ideal.states)}
    for at, year in enumerate(years):
        if not np.isfinite(year):
            continue
        members = bloc.members_in(int(year), without=without)
        rows = [place[state] for state in sorted(members & place.keys())]
        rows = [row for row in rows if np.isfinite(ideal.position[row, at])]
        if rows and len(rows) >= ENOUGH_MEMBERS * len(members):
            position[at] = ideal.position[rows, at].mean()
            draws[:, at] = ideal.draws[:, rows, at].mean(axis=1, dtype=float)
            votes[at] = _votes(ideal, rows)[at]
    return Positions(bloc.code, position, draws, votes)


def _votes(ideal: IdealPoints, rows: list[int]) -> Floats:
    """The votes of one state that would tell as much as those of the mean of several."""
    cast = np.maximum(ideal.votes[rows].astype(float), 1.0)
    return np.asarray(len(rows) ** 2 / (1 / cast).sum(axis=0))
