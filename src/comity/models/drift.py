"""Drift: whether a state moves toward a pole or away from it, how fast, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from comity.errors import BadValue, OutsideCoverage, UnknownName
from comity.models.change_points import ChangePoint, change_points
from comity.models.distance import Draws, distance_interval, speed_interval
from comity.models.positions import Positions, calendar, positions_of
from comity.models.trend import Speed, ends_difference, interval, share_below, slopes
from comity.models.unsmoothing import unsmoothed
from comity.vocabulary.bloc import Bloc

if TYPE_CHECKING:
    from comity.measures.ideal_points.result import IdealPoints

__all__ = ["ChangePoint", "Drift", "RegionDrift", "Verdict", "drift", "region_drift"]

Floats: TypeAlias = NDArray[np.float64]

# A move is called one from this probability on.
CLEAR = 0.95
# And only if from the first to the last period it probably went the same way.
NET = 0.80
# And that each chain of draws must give it by itself.
IN_PARTS = 0.90
# Levels before and after a break are means over so many periods.
LEVEL_PERIODS = 5
# Fewer periods than this say nothing of a speed.
FEWEST_PERIODS = 3

F = pa.float64()
TABLE = pa.schema(
    [
        *(("state", pa.string()), ("pole", pa.string()), ("period", pa.int32())),
        *((name, F) for name in ("distance", "lower", "upper", "gap")),
    ]
)
REGION_TABLE = pa.schema(
    [
        *(("state", pa.string()), ("pole", pa.string())),
        *(("first_period", pa.int32()), ("last_period", pa.int32())),
        *((name, F) for name in ("position_first", "position_last")),
        *((name, F) for name in ("distance_first", "distance_last", "speed_per_decade")),
        *((name, F) for name in ("lower", "upper", "probability_nearer", "probability_net_nearer")),
        ("verdict", pa.string()),
        *((f"distance_first_{edge}", F) for edge in ("lower", "upper")),
        *((f"distance_last_{edge}", F) for edge in ("lower", "upper")),
        *((f"state_move_per_decade{edge}", F) for edge in ("", "_lower", "_upper")),
        *((f"pole_move_per_decade{edge}", F) for edge in ("", "_lower", "_upper")),
        ("change_points", pa.list_(pa.int32())),
    ]
)
CHANGES = pa.schema(
    [
        *(("state", pa.string()), ("pole", pa.string()), ("period", pa.int32())),
        *((name, F) for name in ("probability", "distance_before", "distance_after")),
    ]
)


class Verdict(StrEnum):
    """What can be said of a move with a probability of at least 0.95."""

    NEARER = "nearer"
    FARTHER = "farther"
    NOT_CLEAR = "no clear move"


@dataclass(frozen=True, slots=True, eq=False)
class Drift:
    """A state's distance to a pole by period, and how it changed over `window` (both included).

    Positions are on the scale of the ideal points (mean 0, standard deviation 1, the United States
    positive). `gap` is state minus pole, `distance` its size, with the interval at `level`;
    periods in which either has no estimate are absent. Speeds are per ten years: that of the
    distance (negative is nearer), and those of the state and of the pole themselves, since one
    may come near because the other moved. `probability_nearer` is the share of joint draws in which
    the distance tended to shrink; `probability_net_nearer` that in which it was smaller in the
    last period than in the first; `probability_gap_moved` that in which the gap, which has a sign,
    went the way it seems to have gone. `probability_in_parts` is the lowest that any half of the
    draws, each a chain of its own, gives to the side that `probability_nearer` is on.
    """

    state: str
    pole: str
    by: str
    level: float
    periods: tuple[int, ...]
    distance: Floats
    lower: Floats
    upper: Floats
    gap: Floats
    state_position: Floats
    pole_position: Floats
    speed_per_decade: float
    speed_lower: float
    speed_upper: float
    window: tuple[int, int]
    probability_nearer: float
    probability_net_nearer: float
    probability_gap_moved: float
    probability_in_parts: float
    state_move: Speed
    pole_move: Speed
    change_points: tuple[ChangePoint, ...]

    @property
    def verdict(self) -> Verdict:
        """Nearer or farther where that is clear (0.95): of the distance, and of the gap too.

        Near 0 a distance shrinks by chance when a later estimate is the surer one; the gap does
        not. Each chain of draws must bear the move out by itself (0.90), so that it is not one of
        a seed. And who went to and fro may have tended one way and ended up the other: the last
        period must bear it out as well (0.80).
        """
        if self.probability_gap_moved < CLEAR or self.probability_in_parts < IN_PARTS:
            return Verdict.NOT_CLEAR
        if self.probability_nearer >= CLEAR and self.probability_net_nearer >= NET:
            return Verdict.NEARER
        if self.probability_nearer <= 1 - CLEAR and self.probability_net_nearer <= 1 - NET:
            return Verdict.FARTHER
        return Verdict.NOT_CLEAR

    @property
    def breaks(self) -> tuple[ChangePoint, ...]:
        """The change points within the window."""
        first, last = self.window
        return tuple(one for one in self.change_points if first < one.period <= last)

    @property
    def table(self) -> pa.Table:
        """One row a period, oldest first."""
        size = len(self.periods)
        columns = [self.distance, self.lower, self.upper, self.gap]
        names = [[self.state] * size, [self.pole] * size, list(self.periods)]
        return pa.table([*names, *columns], schema=TABLE)

    @property
    def text(self) -> str:
        """The move over the window in a sentence, and its breaks."""
        first, last = (self.at(period) for period in self.window)
        if self.verdict is Verdict.NOT_CLEAR:
            said = f"shows no clear move toward {self.pole} or away from it"
        else:
            how = "came nearer to" if self.verdict is Verdict.NEARER else "went farther from"
            said = f"{how} {self.pole}"
        speed = Speed(self.speed_per_decade, self.speed_lower, self.speed_upper)
        breaks = [f"{one.period} ({one.probability:.2f})" for one in self.breaks]
        ending = f" Breaks: {', '.join(breaks)}." if breaks else ""
        return (
            f"{self.state} {said} from {self.by} {self.window[0]} to {self.window[1]}: distance "
            f"{self.distance[first]:.2f} to {self.distance[last]:.2f}, {speed.text}; probability "
            f"of nearer {self.probability_nearer:.2f}. {self.state} itself moved "
            f"{self.state_move.per_decade:+.2f} a decade, {self.pole} "
            f"{self.pole_move.per_decade:+.2f}.{ending}"
        )

    def at(self, period: int) -> int:
        """The place of a period in the arrays. Raises OutsideCoverage where it has no estimate."""
        if period not in self.periods:
            raise OutsideCoverage(f"{self.state} and {self.pole} have no estimate in {period}.")
        return self.periods.index(period)


@dataclass(frozen=True, slots=True, eq=False)
class RegionDrift:
    """The drifts of several states toward several poles; a pair without estimates is absent."""

    drifts: tuple[Drift, ...]

    @property
    def table(self) -> pa.Table:
        """One row a state and pole: then and now, and the change a decade between."""
        return pa.Table.from_pylist([_row(one) for one in self.drifts], schema=REGION_TABLE)

    @property
    def changes(self) -> pa.Table:
        """One row a break of the gap between a state and a pole, within its window."""
        rows = [
            (one.state, one.pole, change.period, change.probability, change.before, change.after)
            for one in self.drifts
            for change in one.breaks
        ]
        return pa.Table.from_pylist(
            [dict(zip(CHANGES.names, row, strict=True)) for row in rows], schema=CHANGES
        )

    @property
    def text(self) -> str:
        """How many came nearer to which pole, and how many went away."""
        poles = dict.fromkeys(one.pole for one in self.drifts)
        said = []
        for pole in poles:
            verdicts = [one.verdict for one in self.drifts if one.pole == pole]
            counts = [f"{verdicts.count(kind)} {kind}" for kind in Verdict if kind in verdicts]
            said.append(f"{pole}: {', '.join(counts)}")
        return f"{'; '.join(said)}." if said else "No state has an estimate beside a pole."

    def of(self, state: str, pole: str) -> Drift | None:
        """The drift of a state toward a pole; None where it has none."""
        return next((d for d in self.drifts if (d.state, d.pole) == (state, pole)), None)


def drift(
    ideal: IdealPoints,
    state: str,
    pole: str | Bloc,
    *,
    window: tuple[int, int] | None = None,
    level: float = 0.90,
    years: Mapping[int, float] | None = None,
) -> Drift:
    """A state's way toward a pole or away from it (after Bailey, Strezhnev and Voeten 2017).

    All intervals and probabilities are of the joint posterior draws, so that errors which the two
    share, or which last from period to period, are counted once. The speed is the median slope
    between all pairs of periods of the window (Theil 1950; Sen 1968) of each draw's distance. The
    interval of a distance whose gap may be 0 begins at 0. Breaks are of the gap in the whole
    record, beyond a random walk; their levels are distances of up to five periods on each side.

    `pole` is a state or a bloc: the mean of its members of each period, the state left out.
    `window` is in periods, both included; default, and as far as there are estimates: all.
    `years` gives the year of each period (default: session n is 1945 + n). Raises UnknownName for a
    state without any ideal point, OutsideCoverage where fewer than three periods of the window
    have both, BadValue for a level or window that is none.
    """
    if not 0 < level < 1:
        raise BadValue(f"A level lies between 0 and 1: {level} does not.")
    when = calendar(ideal, years)
    own = positions_of(ideal, state, when)
    other = positions_of(ideal, pole, when, without=state)
    known = own.known & other.known & np.isfinite(when)
    chosen = _chosen(ideal.periods, known, window, own.code, other.code)
    gap = own.position - other.position
    gaps = own.draws - other.draws
    lower, upper = distance_interval(gaps[:, known], level)
    moves = slopes(when[chosen], np.abs(gaps[:, chosen]))
    speed = float(slopes(when[chosen], np.abs(gap[chosen])))
    speed_lower, speed_upper = speed_interval(when[chosen], gaps[:, chosen], moves, level)
    turned = share_below(slopes(when[chosen], gaps[:, chosen]))
    periods = np.array(ideal.periods)
    return Drift(
        state=own.code,
        pole=other.code,
        by=ideal.by,
        level=level,
        periods=tuple(int(p) for p in periods[known]),
        distance=np.abs(gap[known]),
        lower=lower,
        upper=upper,
        gap=gap[known],
        state_position=own.position[known],
        pole_position=other.position[known],
        speed_per_decade=speed,
        speed_lower=min(speed_lower, speed),
        speed_upper=max(speed_upper, speed),
        window=(int(periods[chosen][0]), int(periods[chosen][-1])),
        probability_nearer=share_below(moves),
        probability_net_nearer=share_below(ends_difference(when[chosen], np.abs(gaps[:, chosen]))),
        probability_gap_moved=max(turned, 1 - turned),
        probability_in_parts=_in_parts(moves),
        state_move=_speed(own, when, chosen, level),
        pole_move=_speed(other, when, chosen, level),
        change_points=_breaks(
            periods[known], gap[known], gaps[:, known], when[known], _joint_votes(own, other)[known]
        ),
    )


def region_drift(
    ideal: IdealPoints,
    states: Iterable[str],
    poles: Iterable[str | Bloc],
    *,
    window: tuple[int, int] | None = None,
    level: float = 0.90,
    years: Mapping[int, float] | None = None,
) -> RegionDrift:
    """The drift of each state toward each pole but itself; pairs without estimates are absent."""
    found = []
    for state in states:
        for pole in poles:
            if state == pole:
                continue
            try:
                found.append(drift(ideal, state, pole, window=window, level=level, years=years))
            except (OutsideCoverage, UnknownName):
                continue
    return RegionDrift(tuple(found))


def _chosen(
    periods: tuple[int, ...],
    known: NDArray[np.bool_],
    window: tuple[int, int] | None,
    state: str,
    pole: str,
) -> NDArray[np.bool_]:
    """The periods of the window in which both have an estimate."""
    every = np.array(periods)
    first, last = window or (int(every.min()), int(every.max()))
    if first >= last:
        raise BadValue(
            f"A window from {first} to {last} has no length.", next_step="Give the earlier first."
        )
    chosen = known & (every >= first) & (every <= last)
    if chosen.sum() < FEWEST_PERIODS:
        both = every[known]
        raise OutsideCoverage(
            f"{state} and {pole} have estimates in {chosen.sum()} periods from {first} to {last}; "
            f"a drift needs {FEWEST_PERIODS}.",
            hint=f"Both have them in {both.min()} to {both.max()}." if len(both) else "",
            next_step="Choose another window or pole.",
        )
    return np.asarray(chosen)


def _in_parts(moves: Floats) -> float:
    """The lowest probability that a half of the draws gives to the side that all together take."""
    half = len(moves) // 2
    parts = [share_below(moves[:half]), share_below(moves[half:])] if half else [0.5]
    return min(parts) if share_below(moves) >= 0.5 else min(1 - part for part in parts)


def _speed(of: Positions, when: Floats, chosen: NDArray[np.bool_], level: float) -> Speed:
    draws = slopes(when[chosen], of.draws[:, chosen])
    return Speed(float(slopes(when[chosen], of.position[chosen])), *interval(draws, level))


def _joint_votes(own: Positions, other: Positions) -> Floats:
    """The votes of one state that would tell as much as those of both do of their gap."""
    return np.asarray(1 / (1 / np.maximum(own.votes, 1) + 1 / np.maximum(other.votes, 1)))


def _breaks(
    periods: NDArray[np.int64], gap: Floats, gaps: Draws, when: Floats, votes: Floats
) -> tuple[ChangePoint, ...]:
    """Breaks of the gap; none can be told where it never varies.

    The levels are mean distances of up to five periods on each side, up to the next break.
    """
    if not np.any(gaps.std(axis=0) > 0):
        return ()
    observed, variance = unsmoothed(gaps, times=when, items=votes)
    found = change_points([int(p) for p in periods], observed, variance, times=when).changes
    at = [0, *(int(np.searchsorted(periods, one.period)) for one in found), len(periods)]
    levels = [
        (gap[max(before, now - LEVEL_PERIODS) : now], gap[now : min(after, now + LEVEL_PERIODS)])
        for before, now, after in zip(at, at[1:-1], at[2:], strict=False)
    ]
    return tuple(
        replace(one, before=float(np.abs(b).mean()), after=float(np.abs(a).mean()))
        for one, (b, a) in zip(found, levels, strict=True)
    )


def _row(one: Drift) -> dict[str, object]:
    first, last = (one.at(period) for period in one.window)
    row: dict[str, object] = {
        "state": one.state,
        "pole": one.pole,
        "first_period": one.window[0],
        "last_period": one.window[1],
        "position_first": float(one.state_position[first]),
        "position_last": float(one.state_position[last]),
        "speed_per_decade": one.speed_per_decade,
        "lower": one.speed_lower,
        "upper": one.speed_upper,
        "probability_nearer": one.probability_nearer,
        "probability_net_nearer": one.probability_net_nearer,
        "verdict": str(one.verdict),
        "change_points": [change.period for change in one.breaks],
    }
    for name, at in (("first", first), ("last", last)):
        row[f"distance_{name}"] = float(one.distance[at])
        row[f"distance_{name}_lower"] = float(one.lower[at])
        row[f"distance_{name}_upper"] = float(one.upper[at])
    for name, speed in (("state", one.state_move), ("pole", one.pole_move)):
        row[f"{name}_move_per_decade"] = speed.per_decade
        row[f"{name}_move_per_decade_lower"] = speed.lower
        row[f"{name}_move_per_decade_upper"] = speed.upper
    return row
