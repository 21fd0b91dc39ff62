"""Intervals from past errors of real forecasts, so that they cover at their rate."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from comity.models.signed_series.memories import memories

Floats: TypeAlias = NDArray[np.float64]

# Lower 90%, lower 50%, upper 50%, upper 90%.
LEVELS = np.array([0.05, 0.25, 0.75, 0.95])
# The scale of the next error is the mean of absolute errors over these half-lives, in steps.
SCALES = (2.0, 8.0, 26.0, 104.0)
# Past scaled errors count half as much every so many steps.
HALF_LIFE = 100.0
# How fast a level answers to misses, and how far it may go.
ANSWER = 0.003
LOWEST = np.array([0.02, 0.15, 0.65, 0.92])
HIGHEST = np.array([0.08, 0.35, 0.85, 0.98])
# Past scaled errors before the first interval.
FEWEST = 40


def quantiles(values: Floats, means: Floats) -> Floats:
    """Predictive quantiles at LEVELS for each step from the errors before it, [4, steps].

    Errors are taken in units of their recent size and their quantiles put back on the size
    expected now; the levels are moved by past misses (adaptive conformal inference; Gibbs and
    Candès 2021). NaN where there is no forecast or fewer than 40 past errors.
    """
    found = np.full((LEVELS.size, values.size), np.nan)
    forecast = np.flatnonzero(~np.isnan(means))
    if forecast.size == 0:
        return found
    errors = values - means
    scales = np.full(values.size, np.nan)
    scales[forecast[0] :] = memories(np.abs(errors[forecast[0] :]), SCALES).mean(axis=1)
    scaled = np.full(values.size, np.nan)
    levels, past = LEVELS.copy(), 0
    for t in forecast:
        if past >= FEWEST:
            edges = _weighted_quantiles(scaled[:t], levels)
            found[:, t] = means[t] + scales[t] * edges
        if np.isnan(errors[t]) or scales[t] <= 0:
            continue
        if past >= FEWEST:
            missed = LEVELS - (values[t] < found[:, t])
            levels = np.clip(levels + ANSWER * missed, LOWEST, HIGHEST)
        scaled[t] = errors[t] / scales[t]
        past += 1
    return found


def _weighted_quantiles(scaled: Floats, levels: Floats) -> Floats:
    """Quantiles of what is not NaN; the latest counts most."""
    age = np.arange(scaled.size)[::-1]
    known = ~np.isnan(scaled)
    some, weights = scaled[known], 0.5 ** (age[known] / HALF_LIFE)
    order = np.argsort(some, kind="stable")
    reached = np.cumsum(weights[order]) - weights[order] / 2
    return np.asarray(np.interp(levels, reached / weights.sum(), some[order]))
