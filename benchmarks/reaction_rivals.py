"""Forecasts of daily counts that know no answers: own history only, and a seasonal level.

Both are negative binomial, fitted on the first steps of a series and scored one step ahead on the
others, with parameters fixed and nothing of the scored step known. Levels, strength of momentum and
dispersion of a dyad and class are drawn toward those of all dyads (maximum a posteriori).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import gammaln

from comity.models.reaction_function.series import GAP, ActSeries

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SCALES = (1.0, 7.0, 30.0, 90.0)
# How many acts the level of all dyads counts as, where a part begins.
PRIOR_ACTS = 30.0
# Standard deviations of a dyad's logarithms around those of all: level, momentum, dispersion.
SPREAD = (0.4, 0.5, 0.7)


@dataclass(frozen=True, slots=True, eq=False)
class _Data:
    """Counts of one class [dyads, steps], part and weekday of each step; fitted before `first`."""

    counts: Floats
    parts: Ints
    weekday: Ints
    first: int

    @property
    def seen(self) -> NDArray[np.bool_]:
        return (self.parts != GAP) & (np.arange(len(self.parts)) < self.first)


def own_history(series: ActSeries, dyads: Sequence[int], first: int) -> Floats:
    """Log scores [dyads, classes, steps from `first`]: level, weekday and own acts of the past.

    Of its own class, and of all classes.
    """
    return _scored(series, dyads, first, momentum=True)


def seasonal(series: ActSeries, dyads: Sequence[int], first: int) -> Floats:
    """Log scores [dyads, classes, steps from `first`]: level, weekday and time of the year."""
    return _scored(series, dyads, first, momentum=False)


def dense(series: ActSeries, dyads: Sequence[int]) -> Floats:
    """Counts [dyads, classes, steps]."""
    place = np.full(len(series.dyads), -1)
    place[list(dyads)] = np.arange(len(dyads))
    kept = place[series.dyad] >= 0
    counts = np.zeros((len(dyads), len(series.classes), series.steps))
    counts[place[series.dyad[kept]], series.klass[kept], series.step[kept]] = series.n[kept]
    return counts


def _scored(series: ActSeries, dyads: Sequence[int], first: int, *, momentum: bool) -> Floats:
    counts = dense(series, dyads)
    weekday = (series.first_day.weekday() + np.arange(series.steps)) % 7
    scores = np.empty((*counts.shape[:2], series.steps - first))
    parts = series.parts.astype(np.int64)
    every = _Data(counts.sum(axis=1), parts, weekday, first)
    all_rates = _rates(every)
    for klass in range(counts.shape[1]):
        data = _Data(counts[:, klass], parts, weekday, first)
        rates, shape = _rates(data), _season(data, yearly=not momentum)
        past = None
        if momentum:
            # Acts of all classes weigh as many of this class as there usually are among them.
            share = rates / np.maximum(all_rates, 1e-12)
            whole = _past(every, all_rates) * share[:, :, None]
            past = np.concatenate([_past(data, rates), whole], axis=2)
        weights, size = _pooled(data, rates, shape, past)
        for dyad in range(len(counts)):
            level = rates[dyad] * shape
            felt = None if past is None else past[dyad] @ weights * shape
            scores[dyad, klass] = _one(data, dyad, level, felt, weights.sum(), size)
    return scores


def _rates(data: _Data) -> Floats:
    """Acts a step by [dyad, step]: of its part, drawn toward what all dyads did from the last."""
    rates = np.zeros(data.counts.shape)
    before: Floats | None = None
    for part in np.unique(data.parts[data.parts != GAP]):
        at = data.seen & (data.parts == part)
        days, acts = int(at.sum()), data.counts[:, at].sum(axis=1)
        if before is None:
            now = (acts + 0.5) / max(days, 1)
        else:
            change = (acts.sum() + 1) / (before.sum() * days + 1) if days else 1.0
            wanted = before * change
            now = wanted * (acts + PRIOR_ACTS) / (wanted * days + PRIOR_ACTS)
        rates[:, data.parts == part] = now[:, None]
        before = now
    return rates


def _season(data: _Data, *, yearly: bool) -> Floats:
    """A factor by step, the same for all dyads: of the weekday, and of the time of the year."""
    angle = 2 * np.pi * np.arange(len(data.parts)) / 365.25
    columns = [(data.weekday == day).astype(float) for day in range(1, 7)]
    if yearly:
        columns += [np.sin(angle), np.cos(angle)]
    numbers = np.unique(data.parts[data.seen])
    levels = [(data.parts == part).astype(float) for part in numbers]
    design, total = np.column_stack([*levels, *columns]), data.counts.sum(axis=0)
    a, n = design[data.seen], total[data.seen]
    found = np.zeros(design.shape[1])
    found[: len(levels)] = np.log(n.mean() + 0.1)
    for _ in range(30):
        mean = np.exp(a @ found)
        bend = (a * mean[:, None]).T @ a + 0.1 * np.eye(len(found))
        pull = a.T @ (n - mean)
        pull[len(levels) :] -= 0.1 * found[len(levels) :]
        found += np.clip(np.linalg.solve(bend, pull), -1, 1)
    factor = np.exp(np.column_stack(columns) @ found[len(levels) :])
    for part in numbers:
        factor[data.parts == part] /= factor[data.seen & (data.parts == part)].mean()
    return factor


def _past(data: _Data, rates: Floats) -> Floats:
    """Own acts of the past, [dyad, step, kernel]; where a part begins, as many as usual."""
    keep = np.exp(-1 / np.array(SCALES))
    felt = np.empty((*data.counts.shape, len(keep)))
    for step, part in enumerate(data.parts):
        if step == 0 or part != data.parts[step - 1]:
            felt[:, step] = rates[:, step, None]
        else:
            acts = data.counts[:, step - 1, None]
            felt[:, step] = keep * felt[:, step - 1] + (1 - keep) * acts
    return felt


def _pooled(data: _Data, rates: Floats, shape: Floats, past: Floats | None) -> tuple[Floats, float]:
    """Weights of the kernels and size of the negative binomial, the same for all dyads."""
    n, level = data.counts[:, data.seen], (rates * shape)[:, data.seen]
    felt = None if past is None else past[:, data.seen] * shape[data.seen, None]

    def loss(at: Floats) -> float:
        weights = np.exp(at[1:])
        mean = level if felt is None else level * max(0.02, 1 - weights.sum()) + felt @ weights
        return -float(_log_score(n, mean, np.exp(at[0])).sum())

    start = [0.0] if felt is None else [0.0, *np.log([0.05, 0.1, 0.1, 0.1] * 2)]
    bounds = [(-5.0, 6.0)] + [(-9.0, 0.0)] * (len(start) - 1)
    found = minimize(loss, start, method="L-BFGS-B", bounds=bounds)
    return np.exp(found.x[1:]), float(np.exp(found.x[0]))


def _one(
    data: _Data, dyad: int, level: Floats, felt: Floats | None, strength: float, size: float
) -> Floats:
    """Log scores of one dyad after its own level, momentum and dispersion have been found."""
    n, seen = data.counts[dyad], data.seen
    rest = max(0.02, 1 - strength)

    def mean(at: Floats) -> Floats:
        if felt is None:
            return level * np.exp(at[0])
        return level * rest * np.exp(at[0]) + felt * np.exp(at[2])

    def loss(at: Floats) -> float:
        prior = (at[0] / SPREAD[0]) ** 2 + (at[1] / SPREAD[2]) ** 2
        prior += (at[2] / SPREAD[1]) ** 2 if felt is not None else 0.0
        score = _log_score(n[seen], mean(at)[seen], size * np.exp(at[1])).sum()
        return -float(score) + prior / 2

    start = np.zeros(2 if felt is None else 3)
    found = minimize(loss, start, method="L-BFGS-B", bounds=[(-3, 3)] * len(start)).x
    later = slice(data.first, None)
    return _log_score(n[later], mean(found)[later], size * np.exp(found[1]))


def _log_score(n: Floats, mean: Floats, size: float) -> Floats:
    """Log probability of counts, negative binomial: variance mean + mean^2 / size."""
    away = np.log1p(mean / size)
    score: Floats = gammaln(n + size) - gammaln(size) - gammaln(n + 1) - (n + size) * away
    return score + n * (np.log(mean) - np.log(size))
