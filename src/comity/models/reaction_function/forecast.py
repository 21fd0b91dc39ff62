"""One step ahead: what each dyad is expected to do next, given all before."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import nbinom, poisson

from comity.models.reaction_function.evidence import Evidence
from comity.models.reaction_function.fit import Fit
from comity.models.reaction_function.offsets import offset_ahead
from comity.models.reaction_function.pair_model import (
    LEAST_LEVEL,
    foretold,
    run,
)
from comity.models.reaction_function.pairs import Calendar, Pairs, calendar, design, mixing
from comity.models.reaction_function.result import ReactionFunctions
from comity.models.reaction_function.series import ActSeries, Floats

QUANTILES = (0.05, 0.25, 0.75, 0.95)
# A series without an act so far is thought to have half of one in all its steps.
FIRST_ACT = 0.5
LEAST_MEAN = 0.02
ROUNDS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Forecasts:
    """One-step-ahead forecasts of steps `first` to before `end`: arrays [dyads, classes, steps].

    Dyads and classes are those of the series. `mean` and `variance` of a negative binomial,
    `quantiles` [..., 4] at QUANTILES, `log_score` of the observed count (nan in a gap).
    """

    series: ActSeries
    first: int
    mean: Floats
    variance: Floats
    quantiles: Floats
    log_score: Floats
    observed: Floats


def forecast_next(
    fitted: ReactionFunctions, series: ActSeries, *, first: int, end: int
) -> Forecasts:
    """Forecasts of each step from those before it; the parameters stay as they were fitted.

    `series` begins on the same day as the fitted one and has the same classes and parts; dyads that
    were not fitted are forecast by their level so far.
    """
    whole = series.until(end)
    fit = fitted.fit
    offset = offset_ahead(whole, fit.factors, first)
    days = calendar(whole, offset)
    known = int((days.at < min(first, fit.series.steps)).sum())
    pairs = Pairs(whole, days, known)
    shape = (len(whole.dyads), len(whole.classes), end - first)
    mean, variance = np.full(shape, np.nan), np.full(shape, np.nan)
    places = {dyad: number for number, dyad in enumerate(whole.dyads)}
    here = days.at >= first
    for number, dyad in enumerate(pairs.dyads):
        mine = _of_pair(fit, pairs, number, days)
        for way, one in enumerate((dyad, dyad.reverse)):
            if one in places:
                at = places[one]
                mean[at][:, days.at[here] - first] = mine[0][way][:, here]
                variance[at][:, days.at[here] - first] = mine[1][way][:, here]
    observed = np.where(np.isnan(mean), np.nan, 0.0)
    later = whole.step >= first
    observed[whole.dyad[later], whole.klass[later], whole.step[later] - first] = whole.n[later]
    quantiles = np.stack([_quantile(mean, variance, q) for q in QUANTILES], axis=-1)
    return Forecasts(
        whole, first, mean, variance, quantiles, log_score(observed, mean, variance), observed
    )


def _of_pair(fit: Fit, pairs: Pairs, number: int, days: Calendar) -> tuple[Floats, Floats]:
    """Mean and variance [2,C,T] foretold for each step of one dyad."""
    pair = pairs[number]
    classes, steps = pair.counts.shape[1:]
    factor = np.exp(days.offset)
    few = FIRST_ACT / max(pair.known, 1)
    mean = np.full((2, classes, steps), few) * factor
    variance = mean * 1.5
    key = frozenset((pair.dyad.source, pair.dyad.target))
    old = fit.pairs.number.get(key)
    if old is None or old not in fit.at:
        return mean, variance
    e = fit.evidence[fit.at[old]]
    turned = fit.pairs.dyads[old] != pair.dyad
    fitted = tuple((1 - w if turned else w, c) for w, c in fit.pairs.series_of[old])
    pair = replace(pair, series=fitted)
    n = np.ascontiguousarray([pair.counts[way, c] for way, c in fitted])
    x = design(pair, days, fit.layout, fit.prior.shapes, fit.prior.spill_shape) * factor
    level, spread = _foretold(
        e, fit.layout.parts, n, np.ascontiguousarray(x), mixing(pair, classes), days, factor
    )
    for i, (way, c) in enumerate(fitted):
        mean[way, c], variance[way, c] = level[i], spread[i]
    return mean, variance


def _foretold(
    e: Evidence, parts: int, n: Floats, x: Floats, mix: Floats, days: Calendar, factor: Floats
) -> tuple[Floats, Floats]:
    series, _, steps = x.shape

    c = mix.shape[1]
    v, f = np.empty((steps, series)), np.empty((steps, series, series))
    gain, held = np.empty((steps, c, series)), np.empty((steps, series))
    level = np.ascontiguousarray(np.maximum(e.usual[:, None] * factor, 1e-9))
    least, shocked = np.ascontiguousarray(LEAST_LEVEL * level), level.copy()
    for _ in range(ROUNDS):
        foretold(e.theta, parts, n, x, least, mix, days.fresh, level, shocked)
    run(e.theta, parts, n, x, level, shocked, least, mix, days.fresh, v, f, gain, held)
    mean = np.maximum(n - v.T, LEAST_MEAN * e.usual[:, None] * factor)
    return mean, np.einsum("tii->it", f)


def log_score(observed: Floats, mean: Floats, variance: Floats) -> Floats:
    """Log probability of each count under a negative binomial of that mean and variance."""
    size, chance = _negative_binomial(mean, variance)
    known = np.where(np.isinf(size), 1.0, size)
    score = np.where(
        np.isinf(size), poisson.logpmf(observed, mean), nbinom.logpmf(observed, known, chance)
    )
    return np.asarray(score)


def _negative_binomial(mean: Floats, variance: Floats) -> tuple[Floats, Floats]:
    over = variance - mean
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.where(over > 1e-6 * mean, mean * mean / over, np.inf)
        chance = np.where(np.isinf(size), 0.5, size / (size + mean))
    return size, chance


def _quantile(mean: Floats, variance: Floats, level: float) -> Floats:
    size, chance = _negative_binomial(mean, variance)
    found = nbinom.ppf(level, np.where(np.isinf(size), 1.0, size), chance)
    return np.asarray(np.where(np.isinf(size), poisson.ppf(level, mean), found))
