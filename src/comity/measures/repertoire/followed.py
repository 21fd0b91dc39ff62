"""What acts of some kind were followed by: the other side's acts after, before, and as usual.

A description: that acts come after others does not say that they come from them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.special import stdtrit

from comity.errors import OutsideCoverage
from comity.measures.dyad_series import CoveredDay

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
ByDay = Mapping[dt.date, int]

# Kinds with fewer days of use (with both windows covered) get no number.
LEAST_USES = 5
# A window counts where at least this share of its days is covered.
LEAST_COVERED = 0.5
# Stretches that are left out in turn for the interval: longer than a use's two windows together.
STRETCH_DAYS, LEAST_STRETCHES = 61, 5
# At most so many other placements of the uses in time.
MOST_SHIFTS = 1000

FOLLOWED = pa.schema(
    [
        ("kind", pa.string()),
        ("title", pa.string()),
        ("answer", pa.string()),
        ("acts", pa.int64()),
        ("days_used", pa.int64()),
        ("windows", pa.int64()),
        ("overlapping", pa.int64()),
        ("after", pa.int64()),
        ("after_days", pa.int64()),
        ("before", pa.int64()),
        ("before_days", pa.int64()),
        ("same_day", pa.int64()),
        ("after_mean", pa.float64()),
        ("before_mean", pa.float64()),
        ("change", pa.float64()),
        ("change_lower", pa.float64()),
        ("change_upper", pa.float64()),
        ("usual", pa.float64()),
        ("usual_lower", pa.float64()),
        ("usual_upper", pa.float64()),
        ("window_days", pa.int64()),
    ]
)


@dataclass(frozen=True, eq=False)
class Windows:
    """For each covered day of a span: the answering acts in the window after it and before it.

    Windows end where the part of the dataset does, and count covered days alone (`*_days`).
    `usual` is the mean of the part's windows after any day, by day; `same`: acts of the day itself.
    """

    days: tuple[dt.date, ...]
    parts: tuple[slice, ...]
    after: Floats
    after_days: Floats
    before: Floats
    before_days: Floats
    same: Floats
    usual: Floats
    window_days: int

    @cached_property
    def place(self) -> Mapping[dt.date, int]:
        return {day: i for i, day in enumerate(self.days)}

    @cached_property
    def whole(self) -> NDArray[np.bool_]:
        """On which days both windows are covered well enough."""
        least = LEAST_COVERED * self.window_days
        return (self.after_days >= least) & (self.before_days >= least)


def windows_of(answers: ByDay, covered: Sequence[CoveredDay], *, days: int) -> Windows:
    """The windows of `days` days around each covered day; `answers` are acts by day."""
    ordered = sorted({c.day: c.part for c in covered}.items(), key=lambda one: (one[1], one[0]))
    parts, columns, start = [], [], 0
    for _, of_part in groupby(ordered, key=lambda one: one[1]):
        own = [day for day, _ in of_part]
        parts.append(slice(start, start + len(own)))
        start += len(own)
        columns.append(_sums(own, answers, days))
    if not columns:
        raise OutsideCoverage("No day is covered.", next_step="Choose a span that is.")
    after, after_days, before, before_days, same, usual = (
        np.concatenate(of) for of in zip(*columns, strict=True)
    )
    return Windows(
        tuple(day for day, _ in ordered),
        tuple(parts),
        after=after,
        after_days=after_days,
        before=before,
        before_days=before_days,
        same=same,
        usual=usual,
        window_days=days,
    )


def _sums(own: Sequence[dt.date], answers: ByDay, days: int) -> tuple[Floats, ...]:
    """After, its days, before, its days, same day, usual: for each covered day of one part."""
    at = np.array([(day - own[0]).days for day in own])
    seen, acts = np.zeros(at[-1] + 1), np.zeros(at[-1] + 1)
    seen[at] = 1.0
    acts[at] = [answers.get(day, 0) for day in own]
    until_seen, until_acts = (np.concatenate([[0.0], np.cumsum(x)]) for x in (seen, acts))
    end, begin = np.minimum(at + 1 + days, len(seen)), np.maximum(at - days, 0)
    after, after_days = until_acts[end] - until_acts[at + 1], until_seen[end] - until_seen[at + 1]
    before, before_days = until_acts[at] - until_acts[begin], until_seen[at] - until_seen[begin]
    whole = np.minimum(after_days, before_days) >= LEAST_COVERED * days
    usual = after[whole].sum() / max(after_days[whole].sum(), 1.0)
    return after, after_days, before, before_days, acts[at], np.full(len(own), usual)


def followed_by(uses: ByDay, windows: Windows, *, level: float = 0.95) -> dict[str, Any]:
    """What the uses of a kind (acts by day) were followed by; a row of FOLLOWED without its names.

    Means are acts in a window of covered days. `change` is after less before; its interval leaves
    out stretches of 61 days in turn, since windows of near uses overlap. `usual` is the mean after
    any day of the same parts, and its range that of the same uses placed at all other times
    (shifted round within each part, so that both sides keep their own rhythm). All null for fewer
    than 5 days of use with both windows at least half covered.
    """
    days = sorted(day for day in uses if day in windows.place)
    at = np.array([windows.place[day] for day in days], np.int64)
    kept = at[windows.whole[at]] if len(at) else at
    near = windows.window_days
    row = {
        "acts": sum(uses[day] for day in days),
        "days_used": len(days),
        "windows": len(kept),
        "overlapping": sum((b - a).days <= near for a, b in pairwise(days)),
        "window_days": near,
    }
    if len(kept) < LEAST_USES:
        return row
    after, after_days, before, before_days = (
        x[kept] for x in (windows.after, windows.after_days, windows.before, windows.before_days)
    )
    usual = near * float((windows.usual[kept] * after_days).sum() / after_days.sum())
    return {
        **row,
        **_whole_numbers(after, after_days, before, before_days, windows.same[kept]),
        "after_mean": near * after.sum() / after_days.sum(),
        "before_mean": near * before.sum() / before_days.sum(),
        **_change(windows, kept, level),
        "usual": usual,
        **_elsewhere(windows, kept, usual, level),
    }


def _whole_numbers(*sums: Floats) -> dict[str, int]:
    names = ("after", "after_days", "before", "before_days", "same_day")
    return {name: round(float(x.sum())) for name, x in zip(names, sums, strict=True)}


def _change(windows: Windows, kept: Ints, level: float) -> dict[str, float]:
    """After less before, with its interval where the uses lie in enough stretches."""
    stretch = np.array([windows.days[i].toordinal() // STRETCH_DAYS for i in kept])
    every = _difference(windows, kept)
    groups = np.unique(stretch)
    if len(groups) < LEAST_STRETCHES:
        return {"change": every}
    without = np.array([_difference(windows, kept[stretch != one]) for one in groups])
    n = len(groups)
    error = float(np.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum()))
    reach = float(stdtrit(n - 1, (1 + level) / 2)) * error
    return {"change": every, "change_lower": every - reach, "change_upper": every + reach}


def _difference(windows: Windows, kept: Ints) -> float:
    after = windows.after[kept].sum() / windows.after_days[kept].sum()
    before = windows.before[kept].sum() / windows.before_days[kept].sum()
    return float(windows.window_days * (after - before))


def _elsewhere(windows: Windows, kept: Ints, usual: float, level: float) -> dict[str, float]:
    """The range of what followed, were the same uses shifted round within each part."""
    longest = max(part.stop - part.start for part in windows.parts)
    near = windows.window_days
    if longest < 4 * near:
        return {}
    shifts = np.unique(np.linspace(0, longest - 1, MOST_SHIFTS).astype(int))
    acts, days = np.zeros(len(shifts)), np.zeros(len(shifts))
    for part in windows.parts:
        own = kept[(kept >= part.start) & (kept < part.stop)] - part.start
        size = part.stop - part.start
        moved = np.rint(shifts * size / longest).astype(int)
        places = (own[None, :] + moved[:, None]) % size + part.start
        counts = windows.whole[places]
        acts += (windows.after[places] * counts).sum(axis=1)
        days += (windows.after_days[places] * counts).sum(axis=1)
    means = near * acts[days > 0] / days[days > 0]
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return {"usual_lower": min(float(low), usual), "usual_upper": max(float(high), usual)}
