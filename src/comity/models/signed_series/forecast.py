"""Forecasts of signed series one step ahead: momentum, answer to the other side, and intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from comity.errors import BadValue, Interrupted, OutsideCoverage
from comity.models.signed_series.intervals import quantiles
from comity.models.signed_series.members import ANSWERS, MEMBERS, MOMENTUM
from comity.models.signed_series.memories import memories
from comity.models.signed_series.one_step import one_step
from comity.models.signed_series.pool import pooled
from comity.models.signed_series.result import FORECASTS, SignedForecasts
from comity.models.signed_series.series import SignedSeries
from comity.vocabulary.dyad import Dyad

Floats: TypeAlias = NDArray[np.float64]
Progress: TypeAlias = Callable[[float, str], None]

# What the past must hold before a step is forecast: observed steps, and changes of the value.
FEWEST_STEPS = 60
FEWEST_CHANGES = 10


def forecast_signed(
    series: SignedSeries,
    *,
    start: int,
    end: int | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> SignedForecasts:
    """Mean and 50% and 90% intervals of each directed dyad and step in [start, end).

    Each row rests on the steps before it alone: coefficients, weights, scales and quantiles. A step
    that was not observed is forecast too, with no observed value. A directed dyad without 60
    observed steps or 10 changes of its value before a step has no row for it, and a note says so.

    Raises BadValue where `start` or `end` lies outside the series, OutsideCoverage where no step of
    any dyad has enough past, Interrupted where `cancelled` says so.
    """
    end = series.steps if end is None else end
    if not 0 <= start < end <= series.steps:
        raise BadValue(
            f"Steps {start} to {end} do not lie inside the {series.steps} steps of the series.",
            hint=f"It goes from {series.first_day} to {series.day_of(series.steps - 1)}.",
        )
    rows: list[dict[str, Any]] = []
    notes: list[str] = []
    dyads = [one for pair in series.pairs for one in (pair, pair.reverse)]
    values_of = dict(zip(series.dyads, series.values, strict=True))
    for number, dyad in enumerate(dyads):
        if cancelled is not None and cancelled():
            raise Interrupted("Stopped before the last dyad.", hint="Nothing was written.")
        if progress is not None:
            progress(number / len(dyads), str(dyad))
        values = values_of[dyad][:end]
        means, edges = forecast_values(values, values_of[dyad.reverse][:end])
        can = enough(values) & ~np.isnan(edges).any(axis=0)
        steps = start + np.flatnonzero(can[start:])
        rows += _rows(series, dyad, steps, values, np.vstack([means, edges]))
        notes += _notes(series, dyad, start, values, can)
    if not rows:
        raise OutsideCoverage(
            "No dyad has enough past to be forecast.",
            hint=" ".join(notes),
            next_step="Begin later, or take a longer series.",
        )
    return SignedForecasts(pa.Table.from_pylist(rows, schema=FORECASTS), tuple(notes))


def forecast_values(values: Floats, answered: Floats) -> tuple[Floats, Floats]:
    """Means [steps] and quantiles at .05, .25, .75, .95 [4, steps] of a series, one step ahead.

    `answered` is the other side's series. NaN where the past is too short to say anything.
    """
    own = memories(values, MOMENTUM)
    others: dict[tuple[float, ...], Floats] = {
        kernels: memories(answered, kernels) for kernels in ANSWERS
    }
    means = pooled(
        values,
        np.array([one_step(values, own, others[member.answer], member) for member in MEMBERS]),
    )
    return means, quantiles(values, means)


def enough(values: Floats) -> NDArray[np.bool_]:
    """At which steps the past holds enough observed steps and changes to forecast, [steps]."""
    seen = ~np.isnan(values)
    changed = np.zeros(values.size, np.int64)
    changed[np.flatnonzero(seen)[1:]] = np.diff(values[seen]) != 0
    before = np.array([np.cumsum(seen) - seen, np.cumsum(changed) - changed])
    return np.asarray((before[0] >= FEWEST_STEPS) & (before[1] >= FEWEST_CHANGES))


def _rows(
    series: SignedSeries, dyad: Dyad, steps: NDArray[np.int64], values: Floats, forecasts: Floats
) -> Iterator[dict[str, Any]]:
    for t in steps.tolist():
        mean, lower90, lower50, upper50, upper90 = forecasts[:, t].tolist()
        yield {
            "source": dyad.source,
            "target": dyad.target,
            "date": series.day_of(t),
            "mean": mean,
            "lower50": lower50,
            "upper50": upper50,
            "lower90": lower90,
            "upper90": upper90,
            "observed": None if np.isnan(values[t]) else float(values[t]),
        }


def _notes(
    series: SignedSeries, dyad: Dyad, start: int, values: Floats, can: NDArray[np.bool_]
) -> Iterator[str]:
    """What has no forecast, and why; steps that were not observed."""
    known = values[~np.isnan(values)]
    if not can[start:].any():
        if known.size and (known == known[0]).all():
            yield f"{dyad}: the value is always {known[0]:g}; there is nothing to forecast."
        else:
            yield (
                f"{dyad}: left out; a forecast needs {FEWEST_STEPS} observed steps and "
                f"{FEWEST_CHANGES} changes of the value before it."
            )
        return
    first = start + int(np.argmax(can[start:]))
    if first > start:
        yield (
            f"{dyad}: the first forecast is for {series.day_of(first)}; before it there are fewer "
            f"than {FEWEST_STEPS} observed steps or {FEWEST_CHANGES} changes of the value."
        )
    gaps = int(np.isnan(values).sum())
    if gaps:
        yield f"{dyad}: {gaps} of {values.size} steps were not observed; nothing is scored there."
