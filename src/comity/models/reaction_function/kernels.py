"""Compiled loops of the convex engine: exponential features, and one regression to its optimum.

Plain loops and one thread: matrices of some dozen columns gain nothing from a threaded library,
and lose much where another programme uses the cores.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
P = ParamSpec("P")
R = TypeVar("R")
# Multiplicative steps before the first Newton step; a Newton step is halved at most this often.
WARM_UP = 4
HALVINGS = 40
RIDGE = 1e-10
PIVOTS, TINY = 30, 1e-12


def _compiled(function: Callable[P, R]) -> Callable[P, R]:
    # Sums may be taken in any order; what is not finite stays as it is.
    loose = {"reassoc", "contract", "nsz"}
    made: Any = numba.njit(cache=True, nogil=True, fastmath=loose)(function)
    return cast(Callable[P, R], made)


@_compiled
def exponential_sums(counts: Floats, keep: Floats, starts: NDArray[np.bool_]) -> Floats:
    """What is left of past counts, by exponential kernel: [steps, series, kernel].

    `counts` is [steps, series]; F_t = keep F_{t-1} + (1 - keep) n_{t-1}, so that one act weighs 1
    over all steps after it, from lag one. Nothing is carried into a step where `starts` is true.
    """
    steps, series = counts.shape
    sums = np.zeros((steps, series, len(keep)))
    for step in range(1, steps):
        if starts[step]:
            continue
        for one in range(series):
            n = counts[step - 1, one]
            for kernel in range(len(keep)):
                kept = keep[kernel]
                sums[step, one, kernel] = kept * sums[step - 1, one, kernel] + (1 - kept) * n
    return sums


@_compiled
def optimum(
    a: Floats, n: Floats, cost: Floats, x: Floats, tolerance: float, rounds: int
) -> tuple[Floats, float, float, int]:
    """The x >= 0 that minimises cost'x - sum(n log Ax): with its duality gap, value, steps taken.

    Only rows with n > 0, no column of nothing, x > 0. A few multiplicative (EM) steps, then Newton
    steps whose quadratic model is minimised exactly under x >= 0, until the gap is below
    tolerance times |value| or sum(n), whichever is larger.
    """
    whole = n.sum()
    x = x.copy()
    gap, value, taken, ridge = np.inf, 0.0, 0, RIDGE
    for taken in range(-WARM_UP, rounds + 1):
        # The best multiple of x: then cost'x is the number of acts, and the gap takes a short form.
        x *= whole / (cost * x).sum()
        fitted = rows_times(a, x)
        ratio = n / fitted
        pull = columns_times(a, ratio)
        if taken < 0:
            x *= pull / cost
            continue
        value = whole - (n * np.log(fitted)).sum()
        # The dual point s n / fitted, at the greatest s with A'(s n / fitted) <= cost.
        gap = whole * max(0.0, np.log((pull / cost).max()))
        if gap <= tolerance * max(whole, abs(value)) or taken == rounds:
            break
        slope = cost - pull
        step = _direction(a, ratio / fitted, cost, slope, x, ridge / whole)
        share = _share(rows_times(a, step), n, fitted, (cost * step).sum(), (slope * step).sum())
        # Shorter steps where the model has promised too much.
        ridge = max(ridge / 10, RIDGE) if share == 1.0 else max(ridge * 100, 1e-6)
        x = np.maximum(x + share * step, 0.0) if share > 0 else x * pull / cost
    return x, gap, value, max(taken, 0)


@_compiled
def rows_times(a: Floats, x: Floats) -> Floats:
    """Ax."""
    found = np.empty(len(a))
    for row in range(len(a)):
        value = 0.0
        for j in range(len(x)):
            value += a[row, j] * x[j]
        found[row] = value
    return found


@_compiled
def columns_times(a: Floats, y: Floats) -> Floats:
    """A'y."""
    found = np.zeros(a.shape[1])
    for row in range(len(a)):
        for j in range(a.shape[1]):
            found[j] += y[row] * a[row, j]
    return found


@_compiled
def weighted_squares(a: Floats, weight: Floats) -> Floats:
    """A' diag(weight) A, its lower triangle."""
    rows, columns = a.shape
    found = np.zeros((columns, columns))
    end = rows - rows % 4
    for row in range(0, end, 4):
        for i in range(columns):
            # Four rows at a time, so that the sums are fetched and stored once for the four.
            w0 = weight[row] * a[row, i]
            w1 = weight[row + 1] * a[row + 1, i]
            w2 = weight[row + 2] * a[row + 2, i]
            w3 = weight[row + 3] * a[row + 3, i]
            for j in range(i + 1):
                found[i, j] += (w0 * a[row, j] + w1 * a[row + 1, j]) + (
                    w2 * a[row + 2, j] + w3 * a[row + 3, j]
                )
    for row in range(end, rows):
        for i in range(columns):
            w0 = weight[row] * a[row, i]
            for j in range(i + 1):
                found[i, j] += w0 * a[row, j]
    return found


@_compiled
def _direction(
    a: Floats, weight: Floats, cost: Floats, slope: Floats, x: Floats, ridge: float
) -> Floats:
    """To the minimum over x >= 0 of the quadratic model; only steps with acts bend it."""
    bend = weighted_squares(a, weight)
    # In units of what a column explains (cost x, in acts): what is wrong anywhere is then of order
    # 1, and the curvature of order 1 / sum(n).
    for i in range(len(x)):
        for j in range(i + 1):
            bend[i, j] /= cost[i] * cost[j]
            bend[j, i] = bend[i, j]
        bend[i, i] += ridge
    at = x * cost
    linear = rows_times(bend, at) - slope / cost
    return (nonnegative_minimum(bend, linear, at > 1e-6 * at.max()) - at) / cost


@_compiled
def _share(change: Floats, n: Floats, fitted: Floats, cost: float, slope: float) -> float:
    """How much of a step to take: the first halving that gains enough; 0 if none does."""
    share = 1.0
    for _ in range(HALVINGS):
        least, gain = np.inf, share * cost
        for row in range(len(n)):
            moved = share * change[row] / fitted[row]
            least = min(least, moved)
            if moved > -1:
                gain -= n[row] * np.log1p(moved)
        if least > -1 and gain <= 0.1 * share * slope:
            return share
        share /= 2
    return 0.0


@_compiled
def nonnegative_minimum(hessian: Floats, linear: Floats, free: NDArray[np.bool_]) -> Floats:
    """The x >= 0 that minimises x'Hx/2 - linear'x, by block pivoting (Judice and Pires 1994).

    `free` is a guess of where x > 0; `linear` is of order 1. All that break a rule change sides
    at once. Where H is nearly singular that may go round in circles: then one by one.
    """
    size = len(linear)
    free = free.copy()
    x, slack = np.zeros(size), np.zeros(size)
    for _ in range(PIVOTS):
        _solve_free(hessian, linear, free, x, slack)
        wrong = 0
        height = TINY * max(x.max(), 1e-300)
        for j in range(size):
            if (free[j] and x[j] < -height) or (not free[j] and slack[j] < -TINY):
                free[j] = not free[j]
                wrong += 1
        if wrong == 0:
            return np.maximum(x, 0.0)
    return _one_by_one(hessian, linear)


@_compiled
def _one_by_one(hessian: Floats, linear: Floats) -> Floats:
    """The same minimum by active sets (Lawson and Hanson 1974): slower, and never in circles."""
    size = len(linear)
    free = np.zeros(size, np.bool_)
    x, wanted, slack = np.zeros(size), np.zeros(size), -linear.copy()
    for _ in range(3 * size):
        entering = -1
        for j in range(size):
            if not free[j] and (entering < 0 or slack[j] < slack[entering]):
                entering = j
        if entering < 0 or slack[entering] >= -TINY:
            break
        free[entering] = True
        for _ in range(size):
            _solve_free(hessian, linear, free, wanted, slack)
            share = 1.0
            for j in range(size):
                if free[j] and wanted[j] <= 0:
                    share = min(share, x[j] / (x[j] - wanted[j]) if x[j] > 0 else 0.0)
            if share == 1.0 and (wanted[free] > 0).all():
                x[:] = wanted
                break
            for j in range(size):
                if free[j]:
                    x[j] += share * (wanted[j] - x[j])
                    if x[j] <= 1e-14 * max(abs(wanted[j]), 1e-300) or (
                        wanted[j] <= 0 and x[j] <= 1e-14 * x.max()
                    ):
                        x[j], free[j] = 0.0, False
    return x


@_compiled
def _solve_free(
    hessian: Floats, linear: Floats, free: NDArray[np.bool_], x: Floats, slack: Floats
) -> None:
    """Solve H x = linear on the free places by Cholesky; the slack of the others is Hx - linear."""
    at = np.flatnonzero(free)
    size = len(at)
    root = np.zeros((size, size))
    half = np.zeros(size)
    for i in range(size):
        for j in range(i + 1):
            value = hessian[at[i], at[j]]
            for k in range(j):
                value -= root[i, k] * root[j, k]
            if i == j:
                # Columns that say the same as others: a pivot of nothing, kept from dividing by 0.
                root[i, i] = np.sqrt(max(value, 1e-14 * hessian[at[i], at[i]] + 1e-300))
            else:
                root[i, j] = value / root[j, j]
        value = linear[at[i]]
        for k in range(i):
            value -= root[i, k] * half[k]
        half[i] = value / root[i, i]
    x[:] = 0.0
    for i in range(size - 1, -1, -1):
        value = half[i]
        for k in range(i + 1, size):
            value -= root[k, i] * x[at[k]]
        x[at[i]] = value / root[i, i]
    for j in range(len(linear)):
        slack[j] = 0.0
        if not free[j]:
            for i in range(size):
                slack[j] += hessian[j, at[i]] * x[at[i]]
            slack[j] -= linear[j]
