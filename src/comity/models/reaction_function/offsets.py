"""What moves all acts of a day alike: the volume of news and the day of the week."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from comity.models.reaction_function.series import GAP, ActSeries, Floats
from comity.vocabulary.period import Granularity

# Fewer acts a day than this in the rest of the series say nothing of the day's news.
LEAST_VOLUME = 30.0
# A weekday's factor rests on this many acts of no factor beside its own.
WEEKDAY_WORTH = 200.0
# Steps whose mean volume stands for that of a step to come.
# What is added to a volume, as a share of the usual one, so that a day without news has a log.
LITTLE = 0.01
BEFORE = {Granularity.DAY: 7, Granularity.WEEK: 1}


@dataclass(frozen=True, slots=True, eq=False)
class Factors:
    """What was found of the news: log factor by weekday (from Monday; zeros by week), the power of
    the volume, its mean by part, and what the whole is divided by (log)."""

    weekday: Floats
    power: float
    usual: Floats
    whole: float


def news_offset(series: ActSeries) -> tuple[Floats, Factors]:
    """Log factor of each step that all dyads share, of mean factor 1.

    Weekdays by their share of all acts; then the volume of news to the power that fits best: the
    volume that is given, or the acts of one half of the dyads for the other half.
    """
    seen = series.parts != GAP
    weekday = _weekdays(series, seen) if series.period is Granularity.DAY else np.zeros(7)
    factor: Floats = weekday[_weekday(series)] * seen
    volume, halves = _volume(series)
    usual = np.ones(len(series.part_names))
    if volume is None:
        return np.asarray(factor), Factors(weekday, 0.0, usual, 0.0)
    for part in range(len(usual)):
        here = series.parts == part
        if here.any():
            usual[part] = volume[here].mean()
    log = _log_volume(volume, series, usual) - factor
    power = _elasticity(series, halves, factor, log, seen)
    moved = factor + power * log
    whole = float(np.log(np.mean(np.exp(moved[seen]))))
    return np.asarray((moved - whole) * seen), Factors(weekday, power, usual, whole)


def offset_ahead(series: ActSeries, factors: Factors, first: int) -> Floats:
    """The same for a series that goes on: from step `first` the volume is not yet known.

    There the mean volume of the week before (by week: the step before) stands for it.
    """
    factor: Floats = factors.weekday[_weekday(series)] * (series.parts != GAP)
    if factors.power == 0.0:
        return factor
    volume = series.volume
    if volume is None:
        volume = np.bincount(series.step, series.n, series.steps).astype(np.float64)
    back = BEFORE[series.period]
    sums = np.concatenate([[0.0], np.cumsum(volume)])
    at = np.arange(series.steps)
    low = np.maximum(at - back, 0)
    before = (sums[at] - sums[low]) / np.maximum(at - low, 1)
    known = np.where(at >= first, np.where(at > 0, before, volume), volume)
    log = _log_volume(known, series, factors.usual)
    # A mean over a week has no weekday in it.
    weekday = np.where((at >= first) & (back > 1), 0.0, factor)
    seen = series.parts != GAP
    return np.asarray((factor + factors.power * (log - weekday) - factors.whole) * seen)


def _log_volume(volume: Floats, series: ActSeries, usual: Floats) -> Floats:
    log = np.zeros(series.steps)
    for part in range(len(usual)):
        here = series.parts == part
        little = LITTLE * usual[part]
        log[here] = np.log((volume[here] + little) / (usual[part] + little))
    return log


def _weekday(series: ActSeries) -> NDArray[np.int64]:
    return (np.arange(series.steps) + series.first_day.weekday()) % 7


def _weekdays(series: ActSeries, seen: np.ndarray) -> Floats:
    acts = np.bincount(series.step, series.n, series.steps)
    weekday = _weekday(series)
    by_day = np.bincount(weekday[seen], acts[seen], 7)
    days = np.bincount(weekday[seen], minlength=7)
    usual = days * acts[seen].sum() / max(seen.sum(), 1)
    # Acts come in bursts: their spread around the mean tells how much a difference is worth.
    over = max(1.0, float(np.var(acts[seen]) / max(acts[seen].mean(), 1e-9)))
    worth = WEEKDAY_WORTH * over
    log = np.log((by_day + worth) / (usual + worth))
    return np.asarray(log)


def _volume(series: ActSeries) -> tuple[Floats | None, tuple[Floats, Floats]]:
    """The volume by step, and acts of two halves of the dyads; None where there's too little."""
    pairs = {frozenset((d.source, d.target)): i for i, d in enumerate(series.dyads)}
    number = np.array([pairs[frozenset((d.source, d.target))] for d in series.dyads])
    rank = np.unique(number, return_inverse=True)[1]
    half = (rank % 2)[series.dyad] if len(series.dyad) else np.zeros(0, int)
    acts = [
        np.bincount(series.step[half == h], series.n[half == h], series.steps).astype(np.float64)
        for h in (0, 1)
    ]
    if series.volume is not None:
        return np.asarray(series.volume, float), (acts[0], acts[1])
    seen = series.parts != GAP
    if min(one[seen].mean() if seen.any() else 0 for one in acts) < LEAST_VOLUME:
        return None, (acts[0], acts[1])
    return acts[0] + acts[1], (acts[0], acts[1])


def _elasticity(
    series: ActSeries, halves: tuple[Floats, Floats], factor: Floats, log: Floats, seen: np.ndarray
) -> float:
    """The power of the volume under which acts of each half follow it best, 0 to 1.5."""
    cases = []
    for one, other in (halves, halves[::-1]):
        for part in range(len(series.part_names)):
            here = series.parts == part
            if not here.any() or one[here].sum() == 0:
                continue
            drive = log
            if series.volume is None:
                drive = np.log((other + 0.5) / (other[here].mean() + 0.5)) - factor
            cases.append((one[here], factor[here], drive[here]))

    def loss(power: float) -> float:
        total = 0.0
        for acts, base, drive in cases:
            level = base + power * drive
            total -= float(acts @ level - acts.sum() * np.log(np.exp(level).sum()))
        return total

    if not cases:
        return 0.0
    return float(minimize_scalar(loss, bounds=(0.0, 1.5), method="bounded").x)
