"""How fast something moved over years, draw by draw: robust slopes, and differences of ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]

DECADE = 10.0


@dataclass(frozen=True, slots=True)
class Speed:
    """A change per ten years, with its interval."""

    per_decade: float
    lower: float
    upper: float

    @property
    def text(self) -> str:
        return f"{self.per_decade:+.2f} a decade ({self.lower:+.2f} to {self.upper:+.2f})"


def slopes(years: ArrayLike, series: ArrayLike) -> Floats:
    """The change per ten years of each series (Theil 1950; Sen 1968): median over pairs of periods.

    `series` is (..., period); a last axis of one period has no slope and gives NaN. The median of
    the slopes between all pairs of periods: up to 29% of the periods may be odd ones.
    """
    when, values = np.asarray(years, float), np.asarray(series)
    one, other = np.triu_indices(len(when), 1)
    if not len(one):
        return np.full(values.shape[:-1], np.nan)
    # In the precision of the series: draws have single precision, which halves the work.
    kind = values.dtype if values.dtype == np.float32 else np.dtype(float)
    a_decade = (DECADE / (when[other] - when[one])).astype(kind)
    between = (values[..., other] - values[..., one]) * a_decade
    return np.asarray(np.median(between, axis=-1), dtype=np.float64)


def ends_difference(years: ArrayLike, series: ArrayLike) -> Floats:
    """The change per ten years of each series between its first and its last period."""
    when, values = np.asarray(years, float), np.asarray(series, float)
    return np.asarray((values[..., -1] - values[..., 0]) * DECADE / (when[-1] - when[0]))


def interval(draws: ArrayLike, level: float) -> tuple[float, float]:
    """The middle `level` of some draws."""
    low, high = np.quantile(np.asarray(draws, float), [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def share_below(draws: ArrayLike) -> float:
    """The share of draws below 0; a draw of exactly 0 counts half."""
    values = np.asarray(draws, float)
    return float((values < 0).mean() + 0.5 * (values == 0).mean())
