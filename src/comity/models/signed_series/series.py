"""Signed values of directed dyads by step of time, such as weekly net Goldstein scores."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from comity.errors import BadValue
from comity.vocabulary.dyad import Dyad
from comity.vocabulary.period import Granularity

Floats: TypeAlias = NDArray[np.float64]
Row: TypeAlias = tuple[dt.date, str, str, float | None]

DAYS = {Granularity.DAY: 1, Granularity.WEEK: 7}


@dataclass(frozen=True, slots=True, eq=False)
class SignedSeries:
    """Values of directed dyads on the same steps (days or weeks); both directions of each pair.

    `values` is [dyads, steps], in the unit of the rows; NaN where nothing was observed.
    """

    first_day: dt.date
    period: Granularity
    dyads: tuple[Dyad, ...]
    values: Floats

    def __post_init__(self) -> None:
        if self.period not in DAYS:
            raise BadValue(
                f"Signed series are forecast by day or by week, not by {self.period}.",
                next_step="Use --step day or --step week.",
            )

    @property
    def steps(self) -> int:
        """How many steps from the first to the last, unobserved ones included."""
        return int(self.values.shape[1])

    def day_of(self, step: int) -> dt.date:
        """The first day of a step."""
        return self.first_day + dt.timedelta(days=step * DAYS[self.period])

    def step_of(self, day: dt.date) -> int:
        """The step that a day lies in; may lie outside the series."""
        return (day - self.first_day).days // DAYS[self.period]

    def of(self, dyad: Dyad) -> Floats:
        """The values of one dyad, [steps]."""
        return np.asarray(self.values[self.dyads.index(dyad)])

    @property
    def pairs(self) -> tuple[Dyad, ...]:
        """One direction of each pair, in the order of the series."""
        found: dict[Dyad, None] = {}
        for dyad in self.dyads:
            if dyad.reverse not in found:
                found[dyad] = None
        return tuple(found)


def signed_series(
    rows: Iterable[Row],
    *,
    first_day: dt.date,
    last_day: dt.date,
    period: Granularity = Granularity.WEEK,
    gaps: Iterable[dt.date] = (),
) -> SignedSeries:
    """A series of rows (day, source, target, value); values of one dyad and step are summed.

    A step without a row has 0; one with a value that is None or NaN was not observed, nor was any
    with a day in `gaps`, for anyone. Weeks begin on the weekday of `first_day`; days of an
    unfinished last week are left out. Raises BadValue for a value that is no number, a day outside
    the span, or an actor on both sides.
    """
    length = DAYS.get(period, 1)
    steps = ((last_day - first_day).days + 1) // length
    if steps < 1:
        raise BadValue(f"From {first_day} to {last_day} there is no whole {period}.")
    found: dict[Dyad, Floats] = {}
    for day, source, target, value in rows:
        if day < first_day or day > last_day:
            raise BadValue(f"{day} lies outside {first_day} to {last_day}.", next_step="Widen it.")
        if value is not None and math.isinf(value):
            raise BadValue(f"{source} → {target} on {day}: the value is not finite.")
        dyad = Dyad(source, target)
        for one in (dyad, dyad.reverse):
            found.setdefault(one, np.zeros(steps))
        at = (day - first_day).days // length
        if at < steps:
            found[dyad][at] += math.nan if value is None else value
    values = np.array(list(found.values())).reshape(len(found), steps)
    for day in gaps:
        at = (day - first_day).days // length
        if 0 <= at < steps:
            values[:, at] = math.nan
    values.setflags(write=False)
    return SignedSeries(first_day, period, tuple(found), values)
