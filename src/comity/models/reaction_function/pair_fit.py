"""The fit of one undirected dyad: penalised quasi-likelihood by scoring.

Each parameter has a normal prior (mean, precision); a precision of FIXED holds it where it is.
Noise and covariances follow the level that was foretold with the parameters before, held fixed
while a step is made, and from step SETTLED on for good; so the equations for the mean stay unbiased
whatever the noise.
"""

from __future__ import annotations

import numpy as np

from comity.models.reaction_function.compiled import compiled
from comity.models.reaction_function.innovations import Bools, likelihood
from comity.models.reaction_function.pair_model import EXTRA, SHARED, foretold, run
from comity.models.reaction_function.series import Floats
from comity.models.reaction_function.slopes import FIXED, slopes

MOST_STEPS = 80
DECREMENT = 0.02
SETTLED = 4
MOST_TRIES = 12
NOT_REACHED, REACHED, AT_BOUND = 0, 1, 2
LEAST_GAIN = 2e-3
# Parameters that are no coefficients move by at most this at a time, and stay within limits.
LONGEST = 0.8
LOGIT_LIMITS = (-4.0, 6.0)
# Its square stays below what the filter takes of a logarithm (FARTHEST).
LOADING_LIMIT = 1.9
PHI_LIMITS, OMEGA_LIMITS = (-1.5, 4.0), (-9.0, 4.0)


@compiled
def penalty(theta: Floats, mean: Floats, precision: Floats) -> float:
    """Log density of the priors, up to what is constant."""
    total = 0.0
    for k in range(len(theta)):
        if precision[k] < FIXED:
            total -= 0.5 * precision[k] * (theta[k] - mean[k]) ** 2
    return total


@compiled
def _keep_within(trial: Floats, theta: Floats, precision: Floats, series: int, width: int) -> None:
    size = len(trial)
    for k in range(size):
        at = k % (width + EXTRA)
        if k >= size - SHARED:
            low, high = LOGIT_LIMITS
        elif at == width:
            low, high = -LOADING_LIMIT, LOADING_LIMIT
        elif at == width + 1:
            low, high = PHI_LIMITS
        elif at == width + 2:
            low, high = OMEGA_LIMITS
        else:
            continue
        if precision[k] < FIXED:
            kept = min(max(trial[k], theta[k] - LONGEST), theta[k] + LONGEST)
            trial[k] = min(max(kept, low), high)


@compiled
def objective(
    theta: Floats,
    mean: Floats,
    precision: Floats,
    levels: int,
    n: Floats,
    x: Floats,
    level: Floats,
    shocked: Floats,
    least: Floats,
    mix: Floats,
    fresh: Bools,
) -> float:
    """Penalised quasi-likelihood at a parameter vector, the levels held fixed."""
    series, _, steps = x.shape
    c = mix.shape[1]
    v, f = np.empty((steps, series)), np.empty((steps, series, series))
    gain, factor = np.empty((steps, c, series)), np.empty((steps, series))
    run(theta, levels, n, x, level, shocked, least, mix, fresh, v, f, gain, factor)
    found, _, _ = likelihood(v, f)
    return found + penalty(theta, mean, precision)


@compiled
def fit_pair(
    theta: Floats,
    mean: Floats,
    precision: Floats,
    levels: int,
    n: Floats,
    x: Floats,
    least: Floats,
    mix: Floats,
    fresh: Bools,
    level: Floats,
    shocked: Floats,
) -> tuple[float, float, int, int]:
    """Solve the penalised equations from `theta` on, which it changes; the levels too.

    Returns quasi-likelihood, Newton decrement at the end, steps, and how it ended: REACHED,
    AT_BOUND (the decrement is not small, yet no step along the scores betters it), NOT_REACHED.
    """
    series, width, _ = x.shape
    free = np.nonzero(precision < FIXED)[0]
    decrement = np.inf
    found = -np.inf
    taken = 0
    for taken in range(MOST_STEPS):
        if taken < SETTLED:
            foretold(theta, levels, n, x, least, mix, fresh, level, shocked)
        found, grad, info, _ = slopes(
            theta, precision, levels, n, x, level, shocked, least, mix, fresh
        )
        best = found + penalty(theta, mean, precision)
        if not (np.isfinite(best) and np.all(np.isfinite(grad)) and np.all(np.isfinite(info))):
            return found, np.inf, taken, NOT_REACHED
        pull = np.empty(len(free))
        curve = np.empty((len(free), len(free)))
        for a in range(len(free)):
            k = free[a]
            pull[a] = grad[k] - precision[k] * (theta[k] - mean[k])
            for a2 in range(len(free)):
                curve[a, a2] = info[k, free[a2]]
            curve[a, a] += precision[k] + 1e-9
        trial = theta.copy()
        bettered = False
        damping = 0.0
        for tried in range(MOST_TRIES):
            damped = curve.copy()
            for a in range(len(free)):
                damped[a, a] *= 1.0 + damping
            step = np.linalg.solve(damped, pull)
            if tried == 0:
                decrement = 0.5 * np.dot(step, pull)
                if decrement < DECREMENT and taken > 1:
                    return found, decrement, taken, REACHED
            trial[:] = theta
            for a in range(len(free)):
                trial[free[a]] += step[a]
            _keep_within(trial, theta, precision, series, width)
            there = objective(
                trial, mean, precision, levels, n, x, level, shocked, least, mix, fresh
            )
            if there > best - 1e-7:
                bettered = there > best + LEAST_GAIN or taken < SETTLED
                break
            damping = max(8.0 * damping, 0.3)
        if not bettered and taken >= SETTLED:
            # No step along the scores, however short, betters it: the best lies at a bound.
            return found, decrement, taken, AT_BOUND
        if bettered:
            theta[:] = trial
    return found, decrement, taken, NOT_REACHED
