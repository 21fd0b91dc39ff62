"""Counts of acts by directed dyad, class and step of time: what reactions are estimated from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from comity.errors import BadValue
from comity.vocabulary.dyad import Dyad
from comity.vocabulary.period import Granularity

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int32]

# The index of a step on which nothing was observed.
GAP = -1
DAYS = {Granularity.DAY: 1, Granularity.WEEK: 7}


@dataclass(frozen=True, slots=True, eq=False)
class ActSeries:
    """Counts of acts of many directed dyads on the same steps (days or weeks).

    `parts[t]` says which way of making the counts of step t come from (an index into
    `part_names`), or GAP where nothing was observed; 0 acts on an observed step are 0. The counts
    are sparse: `n[k]` acts of class `classes[klass[k]]` by `dyads[dyad[k]]` at step `step[k]`, each
    n > 0, each place once. `volume` is the amount of news by step (any unit; None: not known).
    """

    first_day: dt.date
    period: Granularity
    parts: Ints
    part_names: tuple[str, ...]
    classes: tuple[str, ...]
    dyads: tuple[Dyad, ...]
    dyad: Ints
    klass: Ints
    step: Ints
    n: Ints
    volume: Floats | None = None

    def __post_init__(self) -> None:
        if self.period not in DAYS:
            raise BadValue(
                f"Reactions are estimated by day or by week, not by {self.period}.",
                next_step="Use --period day or --period week.",
            )

    @property
    def steps(self) -> int:
        """How many steps from the first to the last, gaps included."""
        return len(self.parts)

    def day_of(self, step: int) -> dt.date:
        """The first day of a step."""
        return self.first_day + dt.timedelta(days=step * DAYS[self.period])

    def step_of(self, day: dt.date) -> int:
        """The step that a day lies in; may lie outside the series."""
        return (day - self.first_day).days // DAYS[self.period]

    def among(self, actors: Collection[str]) -> ActSeries:
        """The dyads alone whose source and target are both among some actors."""
        kept = [i for i, d in enumerate(self.dyads) if d.source in actors and d.target in actors]
        place = np.full(len(self.dyads), -1, np.int32)
        place[kept] = np.arange(len(kept))
        rows = place[self.dyad] >= 0
        return replace(
            self,
            dyads=tuple(self.dyads[i] for i in kept),
            dyad=place[self.dyad[rows]],
            klass=self.klass[rows],
            step=self.step[rows],
            n=self.n[rows],
        )

    def until(self, step: int) -> ActSeries:
        """The first `step` steps alone."""
        return self.between(0, step)

    def between(self, first: int, end: int) -> ActSeries:
        """The steps from `first` to before `end` alone; all dyads stay."""
        kept = (self.step >= first) & (self.step < end)
        return ActSeries(
            self.day_of(first),
            self.period,
            self.parts[first:end],
            self.part_names,
            self.classes,
            self.dyads,
            self.dyad[kept],
            self.klass[kept],
            self.step[kept] - np.int32(first),
            self.n[kept],
            None if self.volume is None else self.volume[first:end],
        )


def act_series(
    rows: Iterable[tuple[dt.date, str, str, str, int]],
    *,
    first_day: dt.date,
    last_day: dt.date,
    period: Granularity = Granularity.DAY,
    classes: Sequence[str],
    gaps: Iterable[dt.date] = (),
    part_starts: Sequence[tuple[dt.date, str]] = (),
) -> ActSeries:
    """A series of rows (day, source, target, class, n); days without a row have 0 acts.

    `gaps` are days without observation, `part_starts` the first day and name of each way of making.
    By week: weeks begin on the weekday of `first_day`, days of an unfinished last week are left
    out, and a week with an unobserved day is a gap. Raises BadValue for a day outside the span.
    """
    if period not in DAYS:
        raise BadValue(
            f"Reactions are estimated by day or by week, not by {period}.",
            next_step="Use --period day or --period week.",
        )
    length = DAYS[period]
    steps = ((last_day - first_day).days + 1) // length
    parts = np.zeros(steps, np.int32)
    for number, (day, _) in enumerate(part_starts):
        parts[max(0, -(-(day - first_day).days // length)) :] = number
    for day in gaps:
        at = (day - first_day).days // length
        if 0 <= at < steps:
            parts[at] = GAP
    known = {name: number for number, name in enumerate(classes)}
    dyads: dict[Dyad, int] = {}
    sums: dict[tuple[int, int, int], int] = {}
    for day, source, target, klass, n in rows:
        at = (day - first_day).days // length
        if day < first_day or day > last_day:
            raise BadValue(f"{day} lies outside {first_day} to {last_day}.", next_step="Widen it.")
        if at >= steps:
            continue
        if klass not in known:
            raise BadValue(
                f"{klass!r} is none of the classes {', '.join(classes)}.",
                next_step="Name all classes.",
            )
        dyad = Dyad(source, target)
        for one in (dyad, dyad.reverse):
            dyads.setdefault(one, len(dyads))
        if n > 0 and parts[at] != GAP:
            key = (dyads[dyad], known[klass], at)
            sums[key] = sums.get(key, 0) + n
    places = np.array(sorted(sums), np.int32).reshape(-1, 3)
    counts = np.array([sums[a, b, c] for a, b, c in places.tolist()], np.int32)
    return ActSeries(
        first_day=first_day,
        period=period,
        parts=parts,
        part_names=tuple(name for _, name in part_starts) or ("all",),
        classes=tuple(classes),
        dyads=tuple(dyads),
        dyad=places[:, 0].copy(),
        klass=places[:, 1].copy(),
        step=places[:, 2].copy(),
        n=counts,
    )
