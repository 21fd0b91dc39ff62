"""How the sections on alignment say periods and intervals."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from comity.briefs.words import listed, signed, the
from comity.models.drift import Drift, Verdict
from comity.models.positions import FIRST_YEAR


def year_of(by: str, period: int) -> int:
    """The year of a period: its own, or that in which the session opened."""
    return period + (FIRST_YEAR if by == "session" else 0)


def period_words(by: str, period: int) -> str:
    """The session of 2023, or the year."""
    return f"session of {year_of(by, period)}" if by == "session" else str(period)


def interval_of(level: float, low: float, high: float) -> str:
    """90% interval −0.70 to −0.41."""
    return f"{level:.0%} interval {signed(low, 2)} to {signed(high, 2)}"


def clear_moves(
    drifts: Mapping[str, Drift], name: Callable[[str], str], *, who: bool = False
) -> str:
    """ "its distance to China shrank, and to Russia it grew"; "" where no move is clear.

    With `who`: which of the two moved, where that is clear.
    """
    said = []
    for verdict, way in ((Verdict.NEARER, "shrank"), (Verdict.FARTHER, "grew")):
        poles = [
            the(name(code)) + (_who_moved(one, the(name(code))) if who else "")
            for code, one in drifts.items()
            if one.verdict is verdict
        ]
        if poles:
            said.append((listed(poles), way))
    if not said:
        return ""
    first = f"distance to {said[0][0]} {said[0][1]}"
    return first + "".join(f", and to {poles} it {way}" for poles, way in said[1:])


def _who_moved(one: Drift, pole: str) -> str:
    """Of a state and a pole, the one whose own move is clear."""
    own, other = (speed.lower > 0 or speed.upper < 0 for speed in (one.state_move, one.pole_move))
    if own and other:
        return " (both moved)"
    return " (it moved itself)" if own else f" ({pole} moved)" if other else ""
