"""What follows from one more act: the direct answer, and all with momentum and echoes."""

from __future__ import annotations

import math

import numpy as np

from comity.models.reaction_function.compiled import compiled
from comity.models.reaction_function.features import SCALES
from comity.models.reaction_function.series import Floats

# Draws of the coefficients that the interval of a total rests on.
DRAWS = 64


@compiled
def echoes(coef: Floats, decay: Floats, given: int, steps: int) -> Floats:
    """Cumulative extra acts of every series after one act of series `given`: [S, steps].

    coef [S,S,K]: on series a, of series b, by kernel. Entry s holds what came until step s + 1.
    """
    size, kernels = coef.shape[0], coef.shape[2]
    left = np.zeros((size, kernels))
    out = np.zeros((size, steps))
    for k in range(kernels):
        left[given, k] = 1.0 - decay[k]
    now = np.empty(size)
    for t in range(steps):
        for a in range(size):
            s = 0.0
            for b in range(size):
                for k in range(kernels):
                    s += coef[a, b, k] * left[b, k]
            now[a] = s
            out[a, t] = s + (out[a, t - 1] if t > 0 else 0.0)
        for b in range(size):
            for k in range(kernels):
                left[b, k] = decay[k] * left[b, k] + (1.0 - decay[k]) * now[b]
    return out


@compiled
def drawn_totals(
    coef: Floats, spread: Floats, shocks: Floats, decay: Floats, horizon: float
) -> Floats:
    """Total extra acts within `horizon` steps (may be a fraction) of each draw: [D, S given, S].

    Coefficients are coef + spread * shocks[d]: one shock for all kernels of a pair of series.
    """
    size, draws = coef.shape[0], shocks.shape[0]
    whole = int(np.ceil(horizon))
    part = horizon - (whole - 1)
    out = np.empty((draws, size, size))
    for d in range(draws):
        one = coef + spread * shocks[d][:, :, None]
        for given in range(size):
            path = echoes(one, decay, given, whole)
            for a in range(size):
                before = path[a, whole - 2] if whole > 1 else 0.0
                out[d, given, a] = before + part * (path[a, whole - 1] - before)
    return out


def until(path: Floats, horizon: float) -> Floats:
    """A cumulative path at a number of steps that may be a fraction."""
    at = np.arange(path.shape[-1] + 1)
    full = np.concatenate([np.zeros((*path.shape[:-1], 1)), path], axis=-1)
    return np.asarray(np.apply_along_axis(lambda one: np.interp(horizon, at, one), -1, full))


def direct_share(shape: Floats, days: float) -> float:
    """The share of an answer of that shape that has come within so many days."""
    return float(shape @ (1.0 - np.exp(-days / np.array(SCALES))))


def half_life(shape: Floats) -> float:
    """Days until half of an answer of that shape has come."""
    # Plain numbers: four of them are summed faster than an array is made, and this is asked often.
    weights = [float(weight) for weight in shape]
    half = 0.5 * sum(weights)
    if half <= 0:
        return float("nan")
    low, high = 0.0, 1000.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        come = sum(
            weight * (1.0 - math.exp(-middle / scale))
            for weight, scale in zip(weights, SCALES, strict=True)
        )
        if come < half:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)
