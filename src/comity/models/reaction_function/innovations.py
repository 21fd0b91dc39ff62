"""What each step brings that the past did not tell: a filter for series that share a shock.

Counts n_t of I series: a mean m_t (linear in the parameters, known from the past) times a shock of
mean 1, exp(b_i'g_t - |b_i|^2 / 2), plus a mean that the shock does not move, plus noise. g_t has C
components of variance 1: sqrt(q) h + sqrt(1-q) u, h an AR(1) of persistence rho that starts anew
where `fresh`, u independent from step to step. The filter
(Kalman 1960) gives innovations v_t and their covariances F_t; with them the Gaussian
quasi-likelihood, whose maximum needs the first two moments to be right and no more (Bollerslev and
Wooldridge 1992). So it does not matter what the shock's distribution is.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from comity.models.reaction_function.compiled import compiled
from comity.models.reaction_function.series import Floats

Bools = NDArray[np.bool_]

# The logarithm of what a shock multiplies by never lies farther from 0.
FARTHEST = 4.0
LEAST_VARIANCE = 1e-4
# And no coefficient moves it by more than this, a unit of it.
STEEPEST = 1e5
# Innovations farther out than so many standard deviations (the square, a series) weigh less
# (Huber 1964): one enormous day shall not say what a state usually does.
FAR_OUT = 16.0


@compiled
def _invert(f: Floats, inverse: Floats, size: int) -> float:
    """Inverse of a small symmetric positive matrix, and its log determinant; f is overwritten."""
    logdet = 0.0
    for i in range(size):
        for j in range(i + 1):
            s = f[i, j]
            for k in range(j):
                s -= f[i, k] * f[j, k]
            if i == j:
                f[i, i] = math.sqrt(max(s, 1e-14))
                logdet += 2.0 * math.log(f[i, i])
            else:
                f[i, j] = s / f[j, j]
    for column in range(size):
        for i in range(size):
            s = 1.0 if i == column else 0.0
            for k in range(i):
                s -= f[i, k] * inverse[k, column]
            inverse[i, column] = s / f[i, i]
        for i in range(size - 1, -1, -1):
            s = inverse[i, column]
            for k in range(i + 1, size):
                s -= f[k, i] * inverse[k, column]
            inverse[i, column] = s / f[i, i]
    return logdet


@compiled
def _advance(
    a: Floats,
    p: Floats,
    v: Floats,
    inverse: Floats,
    gain: Floats,
    bp: Floats,
    level: Floats,
    root: float,
    rho: float,
) -> None:
    """What is foretold of the shock (a, and its covariance p) for the next step, in place."""
    c, series = gain.shape
    far = 0.0
    for i in range(series):
        for j in range(series):
            far += v[i] * inverse[i, j] * v[j]
    weight = 1.0 if far <= FAR_OUT * series else math.sqrt(FAR_OUT * series / far)
    for k in range(c):
        s = a[k]
        for i in range(series):
            s += weight * gain[k, i] * v[i]
        a[k] = rho * min(max(s, -FARTHEST), FARTHEST)
    for k in range(c):
        for k2 in range(k + 1):
            s = p[k, k2]
            for i in range(series):
                s -= gain[k, i] * root * level[i] * bp[i, k2]
            if k == k2:
                s = max(s, LEAST_VARIANCE)
            s = rho * rho * s + (1.0 - rho * rho if k == k2 else 0.0)
            p[k, k2] = s
            p[k2, k] = s


@compiled
def innovations(
    n: Floats,
    m: Floats,
    rest: Floats,
    level: Floats,
    noise: Floats,
    mix: Floats,
    loading: Floats,
    q: float,
    rho: float,
    fresh: Bools,
    v: Floats,
    f: Floats,
    gain: Floats,
    factor: Floats,
) -> None:
    """Fill v [T,I], f [T,I,I] (covariance of v), gain [T,C,I] and factor [T,I]: what the shock is
    foretold to multiply by.

    The mean is m times the shock, plus `rest`. `level` [I,T] is m times the shock as foretold
    before (it sets the covariances), `noise` [I,T] the variance that no other series shares.
    """
    series, steps = n.shape
    c = mix.shape[1]
    a = np.zeros(c)
    p = np.zeros((c, c))
    b = np.empty((series, c))
    bp = np.empty((series, c))
    within = np.empty((series, series))
    size2 = np.empty(series)
    for i in range(series):
        size2[i] = 0.0
        for k in range(c):
            b[i, k] = loading[i] * mix[i, k]
            size2[i] += b[i, k] * b[i, k]
    work, inverse = np.empty((series, series)), np.empty((series, series))
    root = math.sqrt(q)
    for t in range(steps):
        if fresh[t]:
            for k in range(c):
                a[k] = 0.0
                for k2 in range(c):
                    p[k, k2] = 1.0 if k == k2 else 0.0
        for i in range(series):
            for k in range(c):
                s = 0.0
                for k2 in range(c):
                    s += b[i, k2] * p[k2, k]
                bp[i, k] = s
        for i in range(series):
            ahead = 0.0
            for k in range(c):
                ahead += b[i, k] * a[k]
            for j in range(i + 1):
                lasting, own = 0.0, 0.0
                for k in range(c):
                    lasting += bp[i, k] * b[j, k]
                    own += b[i, k] * b[j, k]
                within[i, j] = q * lasting + (1.0 - q) * own
            e = root * ahead + 0.5 * (within[i, i] - size2[i])
            factor[t, i] = math.exp(min(max(e, -FARTHEST), FARTHEST))
            v[t, i] = n[i, t] - m[i, t] * factor[t, i] - rest[i, t]
        for i in range(series):
            for j in range(i + 1):
                s = level[i, t] * level[j, t] * math.expm1(min(within[i, j], FARTHEST))
                if i == j:
                    s += noise[i, t]
                f[t, i, j] = s
                f[t, j, i] = s
                work[i, j] = s
        _invert(work, inverse, series)
        for k in range(c):
            for i in range(series):
                s = 0.0
                for j in range(series):
                    s += level[j, t] * bp[j, k] * inverse[j, i]
                gain[t, k, i] = root * s
        _advance(a, p, v[t], inverse, gain[t], bp, level[:, t], root, rho)


@compiled
def likelihood(v: Floats, f: Floats) -> tuple[float, Floats, Floats]:
    """Log quasi-likelihood of innovations, the inverse of each covariance, and their weights.

    Gaussian, but for innovations far out, which count as in Huber's loss.
    """
    steps, series = v.shape
    weights = np.ones(steps)
    inverse = np.empty((steps, series, series))
    work = np.empty((series, series))
    total = 0.0
    for t in range(steps):
        for i in range(series):
            for j in range(series):
                work[i, j] = f[t, i, j]
        total -= 0.5 * _invert(work, inverse[t], series)
        far = 0.0
        for i in range(series):
            for j in range(series):
                far += v[t, i] * inverse[t, i, j] * v[t, j]
        bound = FAR_OUT * series
        if far > bound:
            weights[t] = math.sqrt(bound / far)
            far = 2.0 * math.sqrt(bound * far) - bound
        total -= 0.5 * far
    return total - 0.5 * steps * series * math.log(2.0 * math.pi), inverse, weights


@compiled
def moved(
    x: Floats,
    levels: int,
    share: float,
    m: Floats,
    least: Floats,
    factor: Floats,
    mix: Floats,
    loading: Floats,
    q: float,
    rho: float,
    fresh: Bools,
    gain: Floats,
    which: int,
    out: Floats,
) -> None:
    """out [T,I,P]: how the innovations fall as each coefficient of series `which` rises.

    A coefficient moves its own series' mean by its feature x[which] [P,T]; through the filter it
    moves what is foretold of the others. The first `levels` features are shocked, of the others a
    share; where the mean is at its least, none.
    """
    steps, series = factor.shape
    width = x.shape[1]
    c = mix.shape[1]
    root = math.sqrt(q)
    a = np.zeros((c, width))
    for t in range(steps):
        if fresh[t]:
            a[:, :] = 0.0
        for i in range(series):
            s = root * loading[i] * m[i, t] * factor[t, i]
            for col in range(width):
                out[t, i, col] = 0.0
            for k in range(c):
                z = s * mix[i, k]
                if z != 0.0:
                    for col in range(width):
                        out[t, i, col] -= z * a[k, col]
            if i == which and m[i, t] != least[i, t]:
                held = 1.0 if m[i, t] <= 0.5 * least[i, t] else factor[t, i]
                for p in range(width):
                    part = 1.0 if p < levels else share
                    out[t, i, p] += x[i, p, t] * (part * held + 1.0 - part)
        for k in range(c):
            for i in range(series):
                w = gain[t, k, i]
                if w != 0.0:
                    for col in range(width):
                        a[k, col] += w * out[t, i, col]
            for col in range(width):
                a[k, col] = min(max(rho * a[k, col], -STEEPEST), STEEPEST)
