"""Scores and information of one dyad's quasi-likelihood, from its innovations."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comity.models.reaction_function.compiled import compiled, summing
from comity.models.reaction_function.innovations import Bools, likelihood, moved
from comity.models.reaction_function.pair_model import EXTRA, SHARED, logistic, mixed, run, unpack
from comity.models.reaction_function.series import Floats

FIXED = 1e12
# Derivatives by dispersions and by the shock are taken over a step of this length.
NUDGE = 1e-4


@compiled
def other_places(series: int, width: int) -> NDArray[np.int64]:
    """The places of all parameters that are no coefficients."""
    others = np.empty(series * EXTRA + SHARED, np.int64)
    for i in range(series):
        for e in range(EXTRA):
            others[i * EXTRA + e] = i * (width + EXTRA) + width + e
    for r in range(SHARED):
        others[series * EXTRA + r] = series * (width + EXTRA) + r
    return others


@compiled
def _nudged(
    theta: Floats,
    precision: Floats,
    others: NDArray[np.int64],
    levels: int,
    n: Floats,
    x: Floats,
    level: Floats,
    shocked: Floats,
    least: Floats,
    mix: Floats,
    fresh: Bools,
    v: Floats,
    f: Floats,
    dv: Floats,
) -> Floats:
    """dv by the other parameters, in place; and by difference how the covariances move."""
    series, steps, c = len(n), n.shape[1], mix.shape[1]
    df = np.zeros((len(others), steps, series, series))
    v2, f2 = np.empty((steps, series)), np.empty((steps, series, series))
    gain2, factor2 = np.empty((steps, c, series)), np.empty((steps, series))
    for r in range(len(others)):
        k = others[r]
        if precision[k] >= FIXED:
            continue
        there = theta.copy()
        there[k] += NUDGE
        run(there, levels, n, x, level, shocked, least, mix, fresh, v2, f2, gain2, factor2)
        if not (np.all(np.isfinite(v2)) and np.all(np.isfinite(f2))):
            continue
        for t in range(steps):
            for i in range(series):
                dv[t, i, k] = (v[t, i] - v2[t, i]) / NUDGE
                for j in range(series):
                    df[r, t, i, j] = (f2[t, i, j] - f[t, i, j]) / NUDGE
    return df


@compiled
def _weighed(
    v: Floats, inverse: Floats, weights: Floats, dv: Floats
) -> tuple[Floats, Floats, Floats]:
    """F^-1 v and F^-1 dv by step, weighed; and the scores of the mean [T, parameters]."""
    steps, series, size = dv.shape
    solved = np.zeros((steps, series))
    weighted = np.zeros((steps, series, size))
    scores = np.zeros((steps, size))
    for t in range(steps):
        for i in range(series):
            for j in range(series):
                w = weights[t] * inverse[t, i, j]
                solved[t, i] += w * v[t, j]
                for k in range(size):
                    weighted[t, i, k] += w * dv[t, j, k]
        for i in range(series):
            for k in range(size):
                scores[t, k] += dv[t, i, k] * solved[t, i]
    return solved, weighted, scores


@summing
def _products(first: Floats, second: Floats) -> Floats:
    """first' second, which is known to be symmetric; one thread, as pairs are fitted beside.

    In single precision: it only sets how long and where a step goes, and the width of intervals.
    """
    rows, size = first.shape
    out = np.zeros((size, size))
    one = np.ascontiguousarray(first.T).astype(np.float32)
    other = np.ascontiguousarray(second.T).astype(np.float32)
    for k in range(size):
        for k2 in range(k + 1):
            s = np.float32(0.0)
            for row in range(rows):
                s += one[k, row] * other[k2, row]
            out[k, k2] = s
            out[k2, k] = s
    return out


@compiled
def _by_covariance(
    others: NDArray[np.int64],
    df: Floats,
    inverse: Floats,
    solved: Floats,
    weights: Floats,
    scores: Floats,
    info: Floats,
) -> None:
    """Add what the covariances say: 1/2 tr(F^-1 dF F^-1 dF) to the information, and the scores."""
    count, steps, series, _ = df.shape
    half = np.zeros((count, steps, series * series))
    turned = np.zeros((count, steps, series * series))
    for r in range(count):
        for t in range(steps):
            trace, square = 0.0, 0.0
            for i in range(series):
                for j in range(series):
                    s = 0.0
                    for k in range(series):
                        s += inverse[t, i, k] * df[r, t, k, j]
                    half[r, t, i * series + j] = s
                    turned[r, t, j * series + i] = s
                    square += solved[t, i] * df[r, t, i, j] * solved[t, j] / weights[t]
                trace += half[r, t, i * series + i]
            scores[t, others[r]] += 0.5 * (square - trace)
    wide = steps * series * series
    both = np.dot(half.reshape(count, wide), turned.reshape(count, wide).T)
    for r in range(count):
        for r2 in range(count):
            info[others[r], others[r2]] += 0.5 * both[r, r2]


@compiled
def slopes(
    theta: Floats,
    precision: Floats,
    levels: int,
    n: Floats,
    x: Floats,
    level: Floats,
    shocked: Floats,
    least: Floats,
    mix: Floats,
    fresh: Bools,
) -> tuple[float, Floats, Floats, Floats]:
    """Quasi-likelihood, gradient, information, and the score of each step [T, parameters].

    The information is the expected one, of each step given its past.
    """
    series, width, steps = x.shape
    c, size = mix.shape[1], len(theta)
    each = width + EXTRA
    v, f = np.empty((steps, series)), np.empty((steps, series, series))
    gain, factor = np.empty((steps, c, series)), np.empty((steps, series))
    m = run(theta, levels, n, x, level, shocked, least, mix, fresh, v, f, gain, factor)
    found, inverse, weights = likelihood(v, f)
    _, loading, _, _, share, q, rho = unpack(theta, series, width)
    own = mixed(mix, logistic(theta[-4]))
    # How v falls with each parameter, [T, I, parameters].
    dv = np.zeros((steps, series, size))
    out = np.empty((steps, series, width))
    for i in range(series):
        moved(x, levels, share, m, least, factor, own, loading, q, rho, fresh, gain, i, out)
        dv[:, :, i * each : i * each + width] = out
    others = other_places(series, width)
    df = _nudged(
        theta, precision, others, levels, n, x, level, shocked, least, mix, fresh, v, f, dv
    )
    solved, weighted, scores = _weighed(v, inverse, weights, dv)
    info = _products(dv.reshape(steps * series, size), weighted.reshape(steps * series, size))
    _by_covariance(others, df, inverse, solved, weights, scores, info)
    grad = np.zeros(size)
    for t in range(steps):
        for k in range(size):
            grad[k] += scores[t, k]
    return found, grad, info, scores
