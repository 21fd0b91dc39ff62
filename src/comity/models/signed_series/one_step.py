"""Forecasts one step ahead by Bayesian regression, refitted at each step on the past alone.

A normal prior and least squares with forgetting: the dynamic linear model with one discount
factor (West and Harrison 1997), in information form. Steps in turbulent times may count less.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from comity.models.signed_series.compiled import compiled
from comity.models.signed_series.members import Member

Floats: TypeAlias = NDArray[np.float64]

# Observed steps before the first forecast.
FIRST = 13
# Errors before the scale of errors is trusted, and the half-life of that scale is about 35 steps.
SETTLED = 20
SHARE = 0.02
# The baseline is hardly shrunk: its prior deviation is so many times the scale of the series.
BASELINE = 10.0


def one_step(values: Floats, own: Floats, other: Floats, member: Member) -> Floats:
    """The mean of each step given those before, [steps]; NaN before there is enough.

    `values` is [steps] (NaN: not observed), `own` and `other` are memories, [steps, kernels].
    """
    columns = np.column_stack([np.ones(values.size), own, other])
    answer = np.zeros(columns.shape[1], np.bool_)
    answer[1 + own.shape[1] :] = True
    centre = np.array([0.0, *member.centre])
    spread = np.array([BASELINE, *member.spread])
    return np.asarray(
        _forecasts(values, columns, answer, centre, spread, member.by_scale, member.kept)
    )


@compiled
def _forecasts(
    values: Floats,
    columns: Floats,
    answer: NDArray[np.bool_],
    centre: Floats,
    spread: Floats,
    by_scale: bool,
    kept: float,
) -> Floats:
    steps, k = columns.shape
    found = np.full(steps, np.nan)
    information, moment = np.zeros((k, k)), np.zeros(k)
    squares, column_squares, seen = 0.0, np.zeros(k), 0
    errors, error_squares, recent, share = 0, 0.0, 0.0, 0.0
    for t in range(steps):
        row, value = columns[t], values[t]
        weight = 1.0
        if seen >= FIRST and squares > 0:
            noise = (
                (error_squares / errors) if errors >= 10 and error_squares > 0 else squares / seen
            )
            precision = _precision(noise, squares, column_squares, answer, spread)
            found[t] = row @ np.linalg.solve(
                information + np.diag(precision), moment + precision * centre
            )
            if not np.isnan(value):
                error = (value - found[t]) ** 2
                usual = error_squares / errors if errors else 0.0
                if by_scale and errors > SETTLED and usual > 0:
                    weight = 2 * usual / (recent / share + usual)
                recent += SHARE * (error - recent)
                share += SHARE * (1 - share)
                error_squares += error
                errors += 1
        if np.isnan(value):
            continue
        if seen >= FIRST:
            information *= kept
            moment *= kept
            information += weight * np.outer(row, row)
            moment += weight * value * row
        squares += value**2
        column_squares += row**2
        seen += 1
    return found


@compiled
def _precision(
    noise: float,
    squares: float,
    column_squares: Floats,
    answer: NDArray[np.bool_],
    spread: Floats,
) -> Floats:
    """Prior precisions times the variance of the noise; the scale of a side is that so far."""
    found = noise / spread**2
    found[0] *= column_squares[0] / squares
    for i in range(1, spread.size):
        if answer[i]:
            found[i] *= max(column_squares[i], 1e-9 * squares) / squares
    return found
