"""Breaks in a series that drifts anyway: when it jumped, and how probable it is that it did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike, NDArray

from comity.errors import BadValue
from comity.models.segments import Segments

Floats: TypeAlias = NDArray[np.float64]

# The chance of a break in any one period before the data are seen.
HAZARD = 0.01
# How far a series may drift in a period without a break, as shares of `level_sd`: all alike likely.
DRIFTS = (0.0, 0.02, 0.04, 0.08, 0.16, 0.32)
# A break is told of from this probability on.
BAR = 0.5
# Breaks so near to each other are one: the data seldom say in which of the periods it fell.
NEAR = 1

TABLE = pa.schema(
    [
        ("period", pa.int32()),
        ("probability", pa.float64()),
        ("before", pa.float64()),
        ("after", pa.float64()),
    ]
)


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """A break between the period before `period` and it: the first one on the new level.

    `probability` that the series jumped there or one period off, beyond its ordinary drift;
    `before` and `after` are the levels on its two sides, in the unit of the series.
    """

    period: int
    probability: float
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class ChangePoints:
    """`probability` is that of a break at the start of each period (the first has none: 0)."""

    periods: tuple[int, ...]
    probability: Floats
    changes: tuple[ChangePoint, ...]

    @property
    def table(self) -> pa.Table:
        """One row a break, oldest first."""
        rows = [{name: getattr(one, name) for name in TABLE.names} for one in self.changes]
        return pa.Table.from_pylist(rows, schema=TABLE)

    @property
    def text(self) -> str:
        """The breaks in a sentence."""
        if not self.changes:
            return "No break beyond ordinary drift."
        said = [
            f"{one.period} (probability {one.probability:.2f}): "
            f"{one.before:+.2f} to {one.after:+.2f}"
            for one in self.changes
        ]
        return f"Breaks beyond ordinary drift: {'; '.join(said)}."


def change_points(
    periods: Sequence[int],
    observed: ArrayLike,
    variance: ArrayLike,
    *,
    times: ArrayLike | None = None,
    level_sd: float = 1.0,
    hazard: float = HAZARD,
    bar: float = BAR,
) -> ChangePoints:
    """Exact posterior of breaks in a drifting series (Barry and Hartigan 1993; Fearnhead 2006).

    Between breaks the level is a random walk; after one it begins anew, anywhere (normal around
    the mean of the series, standard deviation `level_sd`). So ordinary drift is no break: the
    size of the walk's steps is unknown and averaged over `DRIFTS`, of which 0 is a constant level.
    All segmentations are summed by recursion, none is sampled.

    `observed` has one number a period with its known error `variance` (infinite: not observed);
    errors must be independent, see `unsmoothed`. `times` (default: the periods) says how far apart
    they lie, in the unit for which `hazard` is the prior chance of a break. Breaks that are at
    least as probable as `bar` are told of. Raises BadValue for lengths or values that don't fit.
    """
    y, r = np.asarray(observed, float), np.asarray(variance, float)
    when = np.asarray(periods if times is None else times, float)
    _check(y, r, when, periods, hazard=hazard, level_sd=level_sd)
    drifts = [level_sd * share for share in DRIFTS]
    segments = Segments.of(y, r, np.diff(when), level_sd=level_sd, drifts=drifts, hazard=hazard)
    joint = segments.joint.sum(axis=0)
    starts = joint.sum(axis=1)
    starts[0] = 0.0
    changes = [
        ChangePoint(int(periods[at]), near, *segments.levels(at))
        for at, near in _breaks(joint, starts, bar)
    ]
    return ChangePoints(tuple(int(p) for p in periods), starts, tuple(changes))


def _check(
    y: Floats, r: Floats, when: Floats, periods: Sequence[int], *, hazard: float, level_sd: float
) -> None:
    if not y.ndim == 1 or not y.shape == r.shape == when.shape == (len(periods),) or not len(y):
        raise BadValue("A series needs one observation, variance and time a period.")
    if np.any(np.diff(when) <= 0):
        raise BadValue("The periods of a series must be in order, each once.")
    if np.any(~(r > 0)) or not np.all(np.isfinite(y)):
        raise BadValue("Observations must be numbers, and their variances above 0.")
    if not 0 < hazard < 1 or not level_sd > 0:
        raise BadValue("The hazard lies between 0 and 1, and level_sd above 0.")


def _breaks(joint: Floats, starts: Floats, bar: float) -> list[tuple[int, float]]:
    """The periods that begin a new level, oldest first, with the probability of a break nearby."""
    found: dict[int, float] = {}
    for at in np.argsort(-starts, kind="stable"):
        first, last = max(1, at - NEAR), min(len(starts) - 1, at + NEAR)
        if at == 0 or any(abs(at - other) <= 2 * NEAR for other in found):
            continue
        near = 1.0 - float(joint[:first, last:].sum())
        if near >= bar:
            found[int(at)] = min(max(near, 0.0), 1.0)
    return sorted(found.items())
