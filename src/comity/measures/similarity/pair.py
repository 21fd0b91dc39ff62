"""How alike two series of values are: a number, and with an interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from comity.errors import BadValue
from comity.measures.similarity.coefficient import coefficients_of_tables
from comity.measures.similarity.draws import DRAWS, interval, joint_draws
from comity.measures.similarity.measure import (
    VOTES,
    Floats,
    check_distance,
    check_level,
    check_measure,
    separations,
    widest,
)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient with its interval, over `items` shared items.

    All three are None where the measure is not defined: both sides had one and the same value in
    every item, so that chance alone explains their agreement.
    """

    value: float | None
    lower: float | None
    upper: float | None
    items: int


@dataclass(frozen=True, slots=True)
class Shared:
    """The items that two sides share: their values, and how much each item weighs."""

    one: Floats
    other: Floats
    weights: Floats


def similarity(
    one: ArrayLike,
    other: ArrayLike,
    *,
    measure: str = "pi",
    distance: str | None = None,
    levels: Sequence[float] = VOTES,
    weights: ArrayLike | None = None,
) -> float:
    """How alike two series of values are, item by item; at most 1, 1 if they are identical.

    `measure` is pi (Scott 1955; recommended by Häge 2011), kappa (Cohen 1960, 1968), agreement
    (0..1) or s (Signorino and Ritter 1999). `distance` between two values is absolute, squared or
    nominal (0 or 1: as Scott and Cohen had it first); None takes that of the measure's authors.
    `levels` are the values that there can be (votes by default): a value may lie between two of
    them, as a bloc's median does. An item counts where both values are there (NaN: absent).
    `weights` are relative, one for each item.

    NaN where the measure is not defined or no item is shared. Raises BadValue for values outside
    the levels, series of unequal length and weights that are negative or all 0.
    """
    shared = shared_items(one, other, levels=levels, weights=weights)
    if not len(shared.one):
        return float("nan")
    kind = check_measure(measure)
    apart = check_distance(distance, kind)
    scale, table = joint_table(shared, levels)
    between, most = separations(scale, scale, apart), widest(levels, apart)
    return float(coefficients_of_tables(table[None], between, kind, most)[0])


def estimate(
    one: ArrayLike,
    other: ArrayLike,
    *,
    measure: str = "pi",
    distance: str | None = None,
    levels: Sequence[float] = VOTES,
    weights: ArrayLike | None = None,
    level: float = 0.90,
    seed: int = 0,
) -> Estimate:
    """The same with an interval at `level`: the items are resampled (Rubin 1981).

    The interval asks how much the number hangs on which items came up; of a full count of items,
    such as all treaties of a year, it says how sensitive the number is to single ones, no more.
    The same for the same `seed`. Raises BadValue as `similarity` does, and for a bad level.
    """
    check_level(level)
    kind = check_measure(measure)
    apart = check_distance(distance, kind)
    shared = shared_items(one, other, levels=levels, weights=weights)
    items = len(shared.one)
    if not items:
        return Estimate(None, None, None, 0)
    scale, table = joint_table(shared, levels)
    drawn = joint_draws(shared.one, shared.other, shared.weights, scale, draws=DRAWS, seed=seed)
    between, most = separations(scale, scale, apart), widest(levels, apart)
    value = float(coefficients_of_tables(table[None], between, kind, most)[0])
    if np.isnan(value):
        return Estimate(None, None, None, items)
    lower, upper = interval(coefficients_of_tables(drawn, between, kind, most), value, level)
    return Estimate(value, lower, upper, items)


def shared_items(
    one: ArrayLike, other: ArrayLike, *, levels: Sequence[float], weights: ArrayLike | None
) -> Shared:
    """The items in which both have a value, with weights of sum 1. Raises BadValue."""
    first, second = np.asarray(one, np.float64).ravel(), np.asarray(other, np.float64).ravel()
    heavy = np.ones_like(first) if weights is None else np.asarray(weights, np.float64).ravel()
    if not len(first) == len(second) == len(heavy):
        raise BadValue(
            f"The series differ in length: {len(first)} and {len(second)} values, "
            f"{len(heavy)} weights."
        )
    there = np.isfinite(first) & np.isfinite(second) & np.isfinite(heavy)
    first, second, heavy = first[there], second[there], heavy[there]
    check_values(np.concatenate([first, second]), levels)
    if np.any(heavy < 0.0) or (len(heavy) and heavy.sum() <= 0.0):
        raise BadValue("Weights can't be negative, nor all 0.")
    return Shared(first, second, heavy / heavy.sum() if len(heavy) else heavy)


def check_values(values: Floats, levels: Sequence[float]) -> None:
    """Raises BadValue with the values that lie outside a scale, and how many there are."""
    if len(levels) < 2 or min(levels) == max(levels):
        raise BadValue("A scale has at least two different values.")
    outside = values[(values < min(levels)) | (values > max(levels))]
    if len(outside):
        named = ", ".join(f"{value:g}" for value in np.unique(outside)[:5])
        raise BadValue(
            f"{len(outside)} values lie outside the scale: {named}.",
            hint=f"The scale goes from {min(levels):g} to {max(levels):g}.",
            next_step="Leave out what is no value; mark an absence as NaN.",
        )


def joint_table(shared: Shared, levels: Sequence[float]) -> tuple[Floats, Floats]:
    """All levels in order, and the share of the weight at each pair of them: (level, level)."""
    scale = np.unique(np.concatenate([np.asarray(levels, np.float64), shared.one, shared.other]))
    table = np.zeros((len(scale), len(scale)))
    at = (np.searchsorted(scale, shared.one), np.searchsorted(scale, shared.other))
    np.add.at(table, at, shared.weights)
    return scale, table
