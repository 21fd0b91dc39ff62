"""What one undirected dyad says: its fit, and the own evidence on each of its answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from comity.models.reaction_function.innovations import Bools
from comity.models.reaction_function.pair_fit import AT_BOUND, NOT_REACHED, fit_pair
from comity.models.reaction_function.pair_model import EXTRA, LEAST_LEVEL, SHARED
from comity.models.reaction_function.pairs import (
    Calendar,
    K,
    Layout,
    Pair,
    design,
    expanded,
    mixing,
)
from comity.models.reaction_function.series import Floats
from comity.models.reaction_function.slopes import FIXED, slopes

LEVEL_SD = 3.0
# A series with fewer acts takes its shock and dispersion from all; a dyad with fewer, the shape.
FEW_ACTS, FEW_OF_PAIR = 25, 30


# Counts, features, level, what of it is shocked, least level, mixing, new stretches.
State: TypeAlias = tuple[Floats, Floats, Floats, Floats, Floats, Floats, Bools]


@dataclass(frozen=True, slots=True, eq=False)
class Prior:
    """What is thought of the parameters before a dyad's own record: (mean, sd) arrays.

    `momentum` [C,K,2], `spill` [C,C,2] (own class j before class c), `answers` [C,C,2] (stimulus,
    response) and how little is known of their mean, `answers_unknown` [C,C]; `context` [C,2,2],
    `loading` [C,2], `phi` and `omega` [C,2] (logs of the dispersions), `alike`, `reach`, `share`
    and `persistence` [2] (logits). `shapes` [C,C,K] of the answers, `spill_shape` [K].
    """

    momentum: Floats
    spill: Floats
    answers: Floats
    answers_unknown: Floats
    context: Floats
    loading: Floats
    phi: Floats
    omega: Floats
    alike: Floats
    reach: Floats
    share: Floats
    persistence: Floats
    shapes: Floats
    spill_shape: Floats


@dataclass(slots=True, eq=False)
class Evidence:
    """The fit of one dyad.

    `theta` the parameters of `pair.series` (see pair_fit); `grad` and `full`: gradient and
    information of the record alone there, `precision` that of the prior. `y` [I,C,K] and `info`
    [I,C,K,K]: own evidence on each answer by kernel, all else of the dyad profiled out.
    `covariance` of theta under the prior.
    """

    number: int
    theta: Floats
    log_likelihood: float
    decrement: float
    iterations: int
    converged: bool
    at_bound: bool
    grad: Floats
    full: Floats
    precision: Floats
    y: Floats
    info: Floats
    covariance: Floats
    usual: Floats


def fit_evidence(
    number: int, pair: Pair, days: Calendar, layout: Layout, prior: Prior, start: Floats | None
) -> Evidence:
    """Fit a dyad under a prior, and take its own evidence out again."""
    n = np.ascontiguousarray([pair.counts[way, c] for way, c in pair.series])
    factor = np.exp(days.offset)
    x = design(pair, days, layout, prior.shapes, prior.spill_shape) * factor
    x = np.ascontiguousarray(x)
    mix = mixing(pair, layout.classes)
    usual = n.mean(axis=1)
    mean, precision, theta = priors(pair, n, x, days, layout, prior)
    if start is not None:
        free = precision < FIXED
        theta[free] = start[free]
    level = np.ascontiguousarray(np.maximum(usual[:, None] * factor, 1e-9))
    least = np.ascontiguousarray(LEAST_LEVEL * level)
    shocked = level.copy()
    found, decrement, taken, reached = fit_pair(
        theta, mean, precision, layout.parts, n, x, least, mix, days.fresh, level, shocked
    )
    state = (n, x, level, shocked, least, mix, days.fresh)
    grad, full, y, info, covariance = _own(theta, precision, state, pair, layout, prior, factor)
    if not full.any():
        reached, theta = NOT_REACHED, mean
    elif reached == NOT_REACHED:
        y, info = np.zeros_like(y), np.zeros_like(info)
    return Evidence(
        number,
        theta,
        found,
        decrement,
        taken,
        reached != NOT_REACHED,
        reached == AT_BOUND,
        grad,
        full,
        precision,
        y,
        info,
        covariance,
        usual,
    )


def priors(
    pair: Pair, n: Floats, x: Floats, days: Calendar, layout: Layout, prior: Prior
) -> tuple[Floats, Floats, Floats]:
    """Means and precisions of the priors, and where to start."""
    width, series = layout.width, len(pair.series)
    each = width + EXTRA
    size = series * each + SHARED
    mean, sd = np.zeros(size), np.ones(size)
    few = n.sum() < FEW_OF_PAIR
    fixed = np.zeros(size, bool)
    seen = np.bincount(days.part, minlength=layout.parts) > 0
    for i, (_, c) in enumerate(pair.series):
        at = i * each
        for part in range(layout.parts):
            here = days.part == part
            level = n[i, here].mean() if seen[part] else 0.0
            usual = max(level, 0.5 / max(here.sum(), 1))
            mean[at + part] = 0.5 * usual
            sd[at + part] = LEVEL_SD * usual
            fixed[at + part] = not seen[part]
        for start, values in (
            (layout.momentum, prior.momentum[c]),
            (layout.spill, prior.spill[[j for j in range(layout.classes) if j != c], c]),
            (layout.answers, prior.answers[:, c]),
            (layout.context, prior.context[c]),
        ):
            mean[at + start : at + start + len(values)] = values[:, 0]
            sd[at + start : at + start + len(values)] = values[:, 1]
        fixed[at : at + width] |= ~x[i].any(axis=1)
        for e, values in enumerate((prior.loading, prior.phi, prior.omega)):
            mean[at + width + e], sd[at + width + e] = values[c]
        if n[i].sum() < FEW_ACTS:
            fixed[at + width : at + each] = True
    mean[-4], sd[-4] = prior.alike
    mean[-3], sd[-3] = prior.reach
    mean[-2], sd[-2] = prior.share
    mean[-1], sd[-1] = prior.persistence
    fixed[-SHARED:] |= few
    fixed[-SHARED] |= len({c for _, c in pair.series}) == 1
    precision = np.where(fixed, FIXED, 1.0 / sd**2)
    return mean, precision, mean.copy()


def _own(
    theta: Floats,
    precision: Floats,
    state: State,
    pair: Pair,
    layout: Layout,
    prior: Prior,
    factor: Floats,
) -> tuple[Floats, ...]:
    """Gradient and information, evidence on the answers by kernel, covariance of theta."""
    n, x, level, shocked, least, mix, fresh = state
    series, width, _ = x.shape
    each, size = width + EXTRA, len(theta)
    wide = np.ascontiguousarray(expanded(x, pair, layout, factor))
    spread = _spread(layout, series, prior, pair)
    wide_each = wide.shape[1] + EXTRA
    wide_precision = np.zeros(series * wide_each + SHARED)
    for i in range(series):
        wide_precision[(i + 1) * wide_each - EXTRA : (i + 1) * wide_each] = precision[
            (i + 1) * each - EXTRA : (i + 1) * each
        ]
    wide_precision[-SHARED:] = precision[-SHARED:]
    _, grad, full, scores = slopes(
        spread @ theta,
        wide_precision,
        layout.parts,
        n,
        wide,
        level,
        shocked,
        least,
        mix,
        fresh,
    )
    narrow = spread.T @ full @ spread
    free = np.flatnonzero(precision < FIXED)
    if not (np.all(np.isfinite(narrow)) and np.all(np.isfinite(grad))):
        return _nothing(size, series, layout)
    penalised = narrow[np.ix_(free, free)].copy()
    penalised[np.diag_indices(len(free))] += precision[free]
    inverse = np.linalg.inv(penalised)
    covariance = np.zeros((size, size))
    covariance[np.ix_(free, free)] = inverse
    y = np.zeros((series, layout.classes, K))
    kept = np.zeros((series, layout.classes, K, K))
    place = {k: i for i, k in enumerate(free)}
    half = full @ spread[:, free]
    for i in range(series):
        for j in range(layout.classes):
            k = i * each + layout.answers + j
            if k not in place:
                continue
            here = place[k]
            to = i * wide_each + layout.answers + j * K
            rest = np.delete(np.arange(len(free)), here)
            taken = inverse[np.ix_(rest, rest)] - (
                np.outer(inverse[rest, here], inverse[here, rest]) / inverse[here, here]
            )
            cross = half[to : to + K][:, rest]
            weights = cross @ taken
            shape = prior.shapes[j, pair.series[i][1]]
            own_info = _psd(full[to : to + K, to : to + K] - weights @ cross.T)
            # Robust: how much the scores really vary, against the information (White 1982).
            through = np.zeros((K, full.shape[0]))
            through[:, to : to + K] = np.eye(K)
            through -= weights @ spread[:, free[rest]].T
            direction = shape @ through
            vary = float(np.sum((scores @ direction) ** 2))
            said = shape @ own_info @ shape
            worth = min(1.0, said / vary) if vary > 0 and said > 0 else 1.0
            own_info = own_info * worth
            kept[i, j] = own_info
            y[i, j] = grad[to : to + K] * worth + own_info @ (theta[k] * shape)
    return spread.T @ grad, narrow, y, kept, covariance


def _nothing(size: int, series: int, layout: Layout) -> tuple[Floats, ...]:
    """No evidence at all, of a dyad that could not be fitted."""
    none = np.zeros((series, layout.classes, K))
    wide = np.zeros((series, layout.classes, K, K))
    return np.zeros(size), np.zeros((size, size)), none, wide, np.zeros((size, size))


def _spread(layout: Layout, series: int, prior: Prior, pair: Pair) -> Floats:
    """The matrix that takes parameters with an answer by shape to those with one by kernel."""
    narrow, more = layout.width + EXTRA, layout.classes * (K - 1)
    wide = narrow + more
    out = np.zeros((series * wide + SHARED, series * narrow + SHARED))
    for i, (_, c) in enumerate(pair.series):
        a, b = i * wide, i * narrow
        for p in range(layout.answers):
            out[a + p, b + p] = 1.0
        for j in range(layout.classes):
            to = a + layout.answers + j * K
            out[to : to + K, b + layout.answers + j] = prior.shapes[j, c]
        for p in range(layout.context, narrow):
            out[a + p + more, b + p] = 1.0
    out[-SHARED:, -SHARED:] = np.eye(SHARED)
    return out


def _psd(matrix: Floats) -> Floats:
    values, vectors = np.linalg.eigh(0.5 * (matrix + matrix.T))
    top = max(float(values.max()), 0.0)
    return np.asarray((vectors * np.maximum(values, 1e-9 * top)) @ vectors.T)
