"""One step ahead: what each dyad is expected to do next, given all before."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import nbinom, poisson

from comity.models.reaction_function.evidence import priors
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
from comity.models.reaction_function.stacking import (
    LEAST_ACTS,
    MOST_SERIES,
    Stack,
    features,
    foretell,
    learn,
)

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
    ratios = pairs.part_ratios(known)
    stack = _stack(fit, pairs, days, known, ratios)
    for number, dyad in enumerate(pairs.dyads):
        pair = pairs[number]
        filtered = _of_pair(fit, pairs, number, days)
        for way, one in enumerate((dyad, dyad.reverse)):
            if one not in places:
                continue
            for c in range(len(whole.classes)):
                x = features(pair, way, c, filtered[way, c], days, ratios)
                level, spread = foretell(stack, c, x, pair.counts[way, c], known)
                mean[places[one], c, days.at[here] - first] = level[here]
                variance[places[one], c, days.at[here] - first] = spread[here]
    observed = np.where(np.isnan(mean), np.nan, 0.0)
    later = whole.step >= first
    observed[whole.dyad[later], whole.klass[later], whole.step[later] - first] = whole.n[later]
    quantiles = np.stack([_quantile(mean, variance, q) for q in QUANTILES], axis=-1)
    return Forecasts(
        whole, first, mean, variance, quantiles, log_score(observed, mean, variance), observed
    )


def _stack(fit: Fit, pairs: Pairs, days: Calendar, known: int, ratios: Floats) -> Stack:
    """What the steps before the first forecast teach, from the series with the most acts."""
    early = pairs.acts_of(known)
    order = np.argsort(-early, axis=None, kind="stable")[:MOST_SERIES]
    cases: list[list[tuple[Floats, Floats]]] = [[] for _ in range(early.shape[2])]
    chosen: dict[int, list[tuple[int, int]]] = {}
    for number, way, c in zip(*np.unravel_index(order, early.shape), strict=True):
        if early[number, way, c] >= LEAST_ACTS:
            chosen.setdefault(int(number), []).append((int(way), int(c)))
    for number, series in chosen.items():
        filtered = _of_pair(fit, pairs, number, days)
        pair = pairs[number]
        for way, c in series:
            x = features(pair, way, c, filtered[way, c], days, ratios)
            cases[c].append((x[:, :known], pair.counts[way, c, :known]))
    return learn(cases)


def _of_pair(fit: Fit, pairs: Pairs, number: int, days: Calendar) -> Floats:
    """Mean [2,C,T] that the filter foretells for each step of one dyad."""
    pair = pairs[number]
    classes, steps = pair.counts.shape[1:]
    factor = np.exp(days.offset)
    few = FIRST_ACT / max(pair.known, 1)
    mean = np.full((2, classes, steps), few) * factor
    key = frozenset((pair.dyad.source, pair.dyad.target))
    old = fit.pairs.number.get(key)
    if old is None or old not in fit.at:
        return mean
    e = fit.evidence[fit.at[old]]
    turned = fit.pairs.dyads[old] != pair.dyad
    fitted = tuple((1 - w if turned else w, c) for w, c in fit.pairs.series_of[old])
    pair = replace(pair, series=fitted)
    n = np.ascontiguousarray([pair.counts[way, c] for way, c in fitted])
    x = design(pair, days, fit.layout, fit.prior.shapes, fit.prior.spill_shape) * factor
    # With what dyads have in common: parameters of its own fit know the past that is learned from.
    before = n.copy()
    before[:, pair.known :] = n[:, : pair.known].mean(axis=1, keepdims=True)
    theta, _, _ = priors(pair, before, x, days, fit.layout, fit.prior)
    level = _foretold(
        theta,
        e.usual,
        fit.layout.parts,
        n,
        np.ascontiguousarray(x),
        mixing(pair, classes),
        days,
        factor,
    )
    for i, (way, c) in enumerate(fitted):
        mean[way, c] = level[i]
    return mean


def _foretold(
    theta: Floats,
    usual: Floats,
    parts: int,
    n: Floats,
    x: Floats,
    mix: Floats,
    days: Calendar,
    factor: Floats,
) -> Floats:
    series, _, steps = x.shape
    c = mix.shape[1]
    v, f = np.empty((steps, series)), np.empty((steps, series, series))
    gain, held = np.empty((steps, c, series)), np.empty((steps, series))
    level = np.ascontiguousarray(np.maximum(usual[:, None] * factor, 1e-9))
    least, shocked = np.ascontiguousarray(LEAST_LEVEL * level), level.copy()
    for _ in range(ROUNDS):
        foretold(theta, parts, n, x, least, mix, days.fresh, level, shocked)
    run(theta, parts, n, x, level, shocked, least, mix, days.fresh, v, f, gain, held)
    return np.maximum(n - v.T, LEAST_MEAN * usual[:, None] * factor)


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
