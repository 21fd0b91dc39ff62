"""The convex engine: Poisson counts on non-negative effects, to the optimum and with proof of it.

Expected counts are a sum of non-negative effects (identity link), as in a discrete Hawkes process.
The proof is the duality gap: how much the likelihood could still gain at most, wherever it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln

from comity.errors import BadValue, NotConverged
from comity.models.reaction_function.kernels import columns_times, exponential_sums, optimum

Floats: TypeAlias = NDArray[np.float64]

# Newton steps at most.
ROUNDS = 100


@dataclass(frozen=True, slots=True, eq=False)
class ConvexFit:
    """The optimum of non-negative Poisson regressions and how near to it they are proved to be.

    `coefficients` is [columns] or [columns, responses] as the counts were given; `log_likelihood`
    (the Poisson one, penalty left out) and `duality_gap` (an upper bound of what the penalised log
    likelihood could still gain) are summed over responses. `relative_gap` is the greatest of any
    response, relative to its penalised log likelihood (constants left out) or its number of acts,
    whichever is larger; `iterations` the most of any.
    """

    coefficients: Floats
    log_likelihood: float
    duality_gap: float
    relative_gap: float
    iterations: int
    converged: bool


@dataclass(frozen=True, slots=True, eq=False)
class HawkesFit:
    """A discrete multivariate Hawkes process of all pairs, with the proof of its optimum.

    `baseline` is [series, part], acts a step. `answers[i, j, k]` is how many acts of series i
    follow one act of series j through kernel k, summed over all steps after it.
    """

    baseline: Floats
    answers: Floats
    log_likelihood: float
    duality_gap: float
    relative_gap: float
    iterations: int
    converged: bool

    @property
    def text(self) -> str:
        return (
            f"The optimum is proved to {self.duality_gap:.2g} of the log likelihood "
            f"({self.log_likelihood:,.1f})."
        )


def fit_hawkes(
    counts: ArrayLike,
    scales: Sequence[float],
    parts: ArrayLike | None = None,
    *,
    adaptive: float = 0.0,
    tolerance: float = 1e-6,
) -> HawkesFit:
    """Fit a discrete Hawkes process by maximum likelihood: who is followed by whom, all pairs.

    `counts` is [series, steps]; `scales` are of the exponential kernels, in steps. `parts[t]` says
    which block step t lies in (negative: nothing observed): each has its own baselines, and no
    answer is carried into it.

    Of answers that cannot be negative, those that are none are estimated above 0 or at 0, and take
    from the baseline. With `adaptive` > 0 a second fit weighs against that: each answer costs
    adaptive / (its first estimate + its least standard error) (adaptive lasso; Zou 2006), 1 is
    good. The gap is then of the penalised objective. Raises BadValue for what is not counts,
    NotConverged with the gap.
    """
    acts = np.atleast_2d(np.asarray(counts, np.float64))
    series, steps = acts.shape
    if min(scales, default=0) <= 0:
        raise BadValue("A kernel's scale is not a length of time.", next_step="Give steps > 0.")
    block = np.zeros(steps, np.int64) if parts is None else np.asarray(parts, np.int64)
    if block.shape != (steps,) or not (block >= 0).any():
        raise BadValue(
            f"Parts of shape {block.shape} do not fit counts of {steps:,} steps.",
            next_step="Give one number for each step, 0 or more where something was observed.",
        )
    numbers = np.unique(block[block >= 0])
    own = (block[:, None] == numbers).astype(np.float64)
    starts = np.diff(block, prepend=block[:1]) != 0
    sums = exponential_features(acts.T, scales, starts).reshape(steps, -1)
    seen = block >= 0
    design, taken, levels = np.hstack([own, sums])[seen], acts.T[seen], len(numbers)
    fit = fit_nonnegative(design, taken, tolerance=tolerance)
    if adaptive > 0:
        weight = _adaptive_penalty(design, fit.coefficients, adaptive)
        weight[:levels] = 0
        start = fit.coefficients
        fit = fit_nonnegative(design, taken, penalty=weight, start=start, tolerance=tolerance)
    return HawkesFit(
        baseline=fit.coefficients[:levels].T.copy(),
        answers=fit.coefficients[levels:].T.reshape(series, series, len(scales)).copy(),
        log_likelihood=fit.log_likelihood,
        duality_gap=fit.duality_gap,
        relative_gap=fit.relative_gap,
        iterations=fit.iterations,
        converged=fit.converged,
    )


def _adaptive_penalty(design: Floats, first: Floats, strength: float) -> Floats:
    """What a unit of each coefficient costs, [columns, responses]: less where it was found large.

    The least standard error is that if all other coefficients were known.
    """
    fitted = np.maximum(design @ first, 1e-12)
    known = (design * design).T @ (1 / fitted)
    return np.asarray(strength / (first + 1 / np.sqrt(np.maximum(known, 1e-12))), np.float64)


def exponential_features(
    counts: ArrayLike, scales: Sequence[float], starts: ArrayLike | None = None
) -> Floats:
    """Past counts under exponential kernels, [steps, series, scale]; each kernel sums to 1.

    `counts` is [steps, series], kernels (1 - r) r^(lag - 1) from lag one with r = exp(-1 / scale).
    Nothing is carried into a step where `starts` is true.
    """
    acts = np.ascontiguousarray(counts, np.float64)
    breaks = np.zeros(len(acts), bool) if starts is None else np.asarray(starts, bool)
    return exponential_sums(acts, np.exp(-1 / np.asarray(scales, np.float64)), breaks)


def fit_nonnegative(
    design: ArrayLike,
    counts: ArrayLike,
    *,
    penalty: ArrayLike | None = None,
    start: ArrayLike | None = None,
    tolerance: float = 1e-6,
    must_converge: bool = True,
) -> ConvexFit:
    """Poisson regression with identity link and non-negative coefficients, to the optimum.

    Minimises sum(Ax) - sum(n log Ax) + penalty'x over x >= 0, for each response alone: `design` is
    [steps, columns] and >= 0, `counts` [steps] or [steps, responses], `penalty` [columns] or
    [columns, responses], `start` shaped as the coefficients. A few multiplicative steps, then
    Newton steps whose quadratic model is minimised exactly under x >= 0; ends at a duality gap of
    `tolerance` of the objective.

    Raises BadValue for what is negative or missing, and for counts where the design is 0;
    NotConverged with the gap reached, unless told to return what was found and flag it.
    """
    given = np.asarray(counts, np.float64)
    a = np.ascontiguousarray(design, np.float64)
    n = given.reshape(len(given), -1)
    extra = np.zeros((a.shape[-1], n.shape[1]))
    if penalty is not None:
        extra += np.asarray(penalty, np.float64).reshape(a.shape[-1], -1)
    _check(a, n, extra)
    cost = a.sum(axis=0)[:, None] + extra
    x = _starts(cost, n, start)
    found = [
        _optimum(a, n[:, one], cost[:, one], x[:, one], tolerance) for one in range(n.shape[1])
    ]
    best = np.column_stack([one.x for one in found])
    fitted = a @ best
    known = n > 0
    logs = np.sum(n[known] * np.log(fitted[known]) - gammaln(n[known] + 1))
    gaps = [one.gap / one.scale for one in found]
    fit = ConvexFit(
        coefficients=best.reshape(a.shape[1], *given.shape[1:]),
        log_likelihood=float(logs - fitted.sum()),
        duality_gap=float(sum(one.gap for one in found)),
        relative_gap=max(gaps, default=0.0),
        iterations=max((one.rounds for one in found), default=0),
        converged=all(gap <= tolerance for gap in gaps),
    )
    if must_converge and not fit.converged:
        raise NotConverged(
            f"The regression has not settled: relative duality gap {fit.relative_gap:.2g} after "
            f"{fit.iterations} steps, {tolerance:.2g} was asked for.",
            next_step="Leave out columns that are nearly the same, or ask for a wider tolerance.",
        )
    return fit


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    x: Floats
    gap: float
    scale: float
    rounds: int


def _check(design: Floats, counts: Floats, penalty: Floats) -> None:
    if design.ndim != 2 or len(design) != len(counts):
        raise BadValue(
            f"A design of shape {design.shape} and counts of {counts.shape} do not fit.",
            next_step="Give a design [steps, columns] and counts [steps, responses].",
        )
    for name, values in (("design", design), ("counts", counts), ("penalty", penalty)):
        if not (np.isfinite(values.sum()) and values.min(initial=0.0) >= 0):
            raise BadValue(
                f"The {name} has negative or missing values.",
                next_step="Effects and counts are 0 or more; leave out steps not observed.",
            )
    unexplained = (counts > 0).any(axis=1) & ~design.any(axis=1)
    if unexplained.any():
        raise BadValue(
            f"Step {int(np.argmax(unexplained))} has acts, but the design is 0 there: the "
            "likelihood is 0 whatever the coefficients.",
            next_step="Add a baseline column.",
        )


def _starts(cost: Floats, counts: Floats, start: ArrayLike | None) -> Floats:
    """Where the steps begin, inside x > 0: every column explains as much, or a given start."""
    useful = cost > 0
    share = np.divide(1.0, cost * useful.sum(axis=0), out=np.zeros_like(cost), where=useful)
    even: Floats = share * counts.sum(axis=0)
    if start is None:
        return even
    # A given 0 would stay 0 through multiplicative steps: a little of all columns.
    given = np.asarray(start, np.float64).reshape(even.shape)
    return np.asarray(0.99 * given + 0.01 * even, np.float64)


def _optimum(design: Floats, counts: Floats, cost: Floats, start: Floats, close: float) -> _Found:
    """One response, on the rows and columns that can say something."""
    best = np.zeros_like(start)
    rows = np.flatnonzero(counts > 0)
    if len(rows) == 0:
        return _Found(best, 0.0, 1.0, 0)
    a, n = design[rows], counts[rows]
    # A column that is 0 wherever something happened only costs, and one of zeros says nothing.
    columns = np.flatnonzero((cost > 0) & (columns_times(a, n) > 0))
    if len(columns) < len(cost):
        a = np.ascontiguousarray(a[:, columns])
    x, gap, value, rounds = optimum(a, n, cost[columns], start[columns], close, ROUNDS)
    best[columns] = x
    return _Found(best, gap, max(float(n.sum()), abs(value)), rounds)
