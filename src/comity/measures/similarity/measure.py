"""Which measure of similarity, over which distance between two values, on which scale of values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from comity.errors import BadValue, not_one_of

Measure: TypeAlias = Literal["pi", "kappa", "agreement", "s"]
Distance: TypeAlias = Literal["absolute", "squared", "nominal"]
Floats: TypeAlias = NDArray[np.float64]

MEASURES: tuple[Measure, ...] = get_args(Measure)
DISTANCES: tuple[Distance, ...] = get_args(Distance)

# The values that each kind of item can take, as the literature codes them.
VOTES = (1.0, 2.0, 3.0)
ALLIANCES = (0.0, 1.0, 2.0, 3.0)
MEMBERSHIPS = (0.0, 1.0, 2.0, 3.0)
BINARY = (0.0, 1.0)


def check_measure(measure: str) -> Measure:
    """A measure by name. Raises BadValue with the valid names."""
    for known in MEASURES:
        if measure == known:
            return known
    raise not_one_of("measure of similarity", measure, MEASURES)


def check_distance(distance: str | None, measure: Measure) -> Distance:
    """A distance by name; None: the one that the measure's authors use.

    Squared for pi and kappa (Cohen 1968; Häge 2011), absolute for S (Signorino and Ritter 1999) and
    agreement (Lijphart 1963). Raises BadValue with the valid names.
    """
    if distance is None:
        return "squared" if measure in ("pi", "kappa") else "absolute"
    for known in DISTANCES:
        if distance == known:
            return known
    raise not_one_of("distance", distance, DISTANCES)


def check_level(level: float) -> float:
    """The level of an interval. Raises BadValue unless it lies between 0 and 1."""
    if not 0.0 < level < 1.0:
        raise BadValue(f"The level of an interval lies between 0 and 1, not at {level}.")
    return level


def separations(one: Floats, other: Floats, distance: Distance) -> Floats:
    """The distance of each value of `one` to each of `other`: (one, other)."""
    apart = np.abs(one[:, None] - other[None, :])
    match distance:
        case "absolute":
            return apart
        case "squared":
            return np.square(apart)
        case "nominal":
            return (apart > 0.0).astype(np.float64)


def widest(levels: Sequence[float], distance: Distance) -> float:
    """The distance between the two ends of a scale: the greatest that two values can have."""
    ends = np.array([min(levels), max(levels)], dtype=np.float64)
    return float(separations(ends[:1], ends[1:], distance)[0, 0])
