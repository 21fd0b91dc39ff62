"""The model of one undirected dyad at a parameter vector: means, levels, innovations.

Mean of series i at step t: coefficients times features (each already times the day's news).
Parameters, in one vector: for each series its P coefficients, its loading on the shock, the logs
of its dispersion (noise of phi m + omega m^2); last the logits of four numbers of the shock: how
much of it all classes have in common, how much of momentum and answers it moves (of the level it
moves all), its lasting share q, its persistence rho.
"""

from __future__ import annotations

import math

import numpy as np

from comity.models.reaction_function.compiled import compiled
from comity.models.reaction_function.innovations import Bools, innovations
from comity.models.reaction_function.series import Floats

# Parameters of each series beside its coefficients, and of the dyad as a whole.
EXTRA, SHARED = 3, 4
# No mean is below this share of the usual level; noise is that of at least ROOM times as much.
LEAST_LEVEL, ROOM = 0.02, 10.0


@compiled
def logistic(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-value))


@compiled
def unpack(
    theta: Floats, series: int, width: int
) -> tuple[Floats, Floats, Floats, Floats, float, float, float]:
    """Coefficients [I,P], loadings, phi, omega, share that is shocked, q, rho."""
    coef = np.empty((series, width))
    loading, phi, omega = np.empty(series), np.empty(series), np.empty(series)
    for i in range(series):
        at = i * (width + EXTRA)
        for p in range(width):
            coef[i, p] = theta[at + p]
        loading[i] = theta[at + width]
        phi[i] = math.exp(theta[at + width + 1])
        omega[i] = math.exp(theta[at + width + 2])
    return coef, loading, phi, omega, logistic(theta[-3]), logistic(theta[-2]), logistic(theta[-1])


@compiled
def mixed(mix: Floats, common: float) -> Floats:
    """What each series has of the shock's components: `mix` is 1 for the common one (the first, if
    there are several) and for that of its class; their squares sum to 1."""
    out = np.zeros(mix.shape)
    if mix.shape[1] == 1:
        out[:, :] = mix
        return out
    for i in range(mix.shape[0]):
        out[i, 0] = math.sqrt(common)
        for k in range(1, mix.shape[1]):
            out[i, k] = math.sqrt(1.0 - common) * mix[i, k]
    return out


@compiled
def means(x: Floats, coef: Floats, first: int, end: int) -> Floats:
    """What the features from `first` to before `end` add to the mean of each series, [I,T]."""
    series, _, steps = x.shape
    m = np.zeros((series, steps))
    for i in range(series):
        for p in range(first, end):
            if coef[i, p] != 0.0:
                for t in range(steps):
                    m[i, t] += coef[i, p] * x[i, p, t]
    return m


@compiled
def noise_of(level: Floats, phi: Floats, omega: Floats) -> Floats:
    """Variance of each count around its mean and shock."""
    series, steps = level.shape
    noise = np.empty((series, steps))
    for i in range(series):
        for t in range(steps):
            noise[i, t] = phi[i] * level[i, t] + omega[i] * level[i, t] ** 2
    return noise


@compiled
def run(
    theta: Floats,
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
    gain: Floats,
    factor: Floats,
) -> Floats:
    """The filter at a parameter vector; what the shock moves of the means, never below `least`."""
    series, width, steps = x.shape
    coef, loading, phi, omega, share, q, rho = unpack(theta, series, width)
    base = means(x, coef, 0, levels)
    more = means(x, coef, levels, width)
    m = base + share * more
    rest = (1.0 - share) * more
    for i in range(series):
        for t in range(steps):
            if base[i, t] + more[i, t] < least[i, t]:
                m[i, t] = least[i, t]
                rest[i, t] = 0.0
            elif m[i, t] < 0.5 * least[i, t]:
                rest[i, t] += m[i, t] - 0.5 * least[i, t]
                m[i, t] = 0.5 * least[i, t]
    noise = noise_of(level, phi, omega)
    own = mixed(mix, logistic(theta[-4]))
    innovations(n, m, rest, shocked, noise, own, loading, q, rho, fresh, v, f, gain, factor)
    return m


@compiled
def foretold(
    theta: Floats,
    levels: int,
    n: Floats,
    x: Floats,
    least: Floats,
    mix: Floats,
    fresh: Bools,
    level: Floats,
    shocked: Floats,
) -> None:
    """The level that was foretold for each step, and what the shock moves of it, in place.

    The filter runs on the level before.
    """
    series, _, steps = x.shape
    c = mix.shape[1]
    v, f = np.empty((steps, series)), np.empty((steps, series, series))
    gain, factor = np.empty((steps, c, series)), np.empty((steps, series))
    m = run(theta, levels, n, x, level, shocked, least, mix, fresh, v, f, gain, factor)
    for i in range(series):
        for t in range(steps):
            level[i, t] = max(n[i, t] - v[t, i], ROOM * least[i, t])
            shocked[i, t] = m[i, t] * factor[t, i]
