"""How alike all pairs of states are at once, from a matrix of their values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from comity.errors import BadValue
from comity.measures.similarity.coefficient import coefficients, yardstick
from comity.measures.similarity.measure import (
    VOTES,
    Distance,
    Floats,
    Measure,
    check_distance,
    check_measure,
    separations,
    widest,
)
from comity.measures.similarity.pair import check_values

# A state with fewer common votes than this has no estimate.
MIN_ITEMS = 5
ABSENT = 0


class PairMatrix(NamedTuple):
    """Each pair's coefficient and number of shared items, both (state, state) and symmetric.

    `value` is NaN where too few items are shared, or the measure is not defined.
    """

    value: Floats
    items: NDArray[np.int32]


def vote_matrix_similarity(
    matrix: ArrayLike,
    *,
    measure: str = "pi",
    distance: str | None = None,
    min_items: int = MIN_ITEMS,
) -> PairMatrix:
    """The similarity of all pairs in roll calls: (state, roll call), 1 yes, 2 abstain, 3 no.

    0 is absent, and says nothing. See `similarity` for the measures. Raises BadValue for other
    codes, with the number of them.
    """
    votes = np.asarray(matrix)
    wrong = votes[(votes != ABSENT) & ~np.isin(votes, VOTES)]
    if wrong.size:
        named = ", ".join(map(str, np.unique(wrong)[:5].tolist()))
        raise BadValue(
            f"{wrong.size} votes have codes outside the list: {named}.",
            next_step="Votes are 1 yes, 2 abstain, 3 no; 0 is absent.",
        )
    return similarity_matrix(
        np.where(votes == ABSENT, np.nan, votes),
        measure=measure,
        distance=distance,
        levels=VOTES,
        min_items=min_items,
    )


def similarity_matrix(
    values: ArrayLike,
    *,
    measure: str = "pi",
    distance: str | None = None,
    levels: Sequence[float] = VOTES,
    weights: ArrayLike | None = None,
    min_items: int = MIN_ITEMS,
) -> PairMatrix:
    """The similarity of all pairs of rows of (state, item) values; NaN is absent.

    The values are some of `levels`, or a few others between them. `weights`: one for each item.
    Equal to `similarity` of each pair. Raises BadValue for values outside the levels.
    """
    kind = check_measure(measure)
    apart = check_distance(distance, kind)
    table = np.asarray(values, np.float64)
    if table.ndim != 2:
        raise BadValue(f"A matrix of values has states and items, not {table.ndim} dimensions.")
    scale = np.unique([*levels, *np.unique(table[np.isfinite(table)])])
    check_values(scale, levels)
    heavy = np.ones(table.shape[1]) if weights is None else np.asarray(weights, np.float64)
    there = np.isfinite(table).astype(np.float32)
    items = np.rint(there @ there.T).astype(np.int32)
    found = _coefficients(table, scale, heavy, kind, apart, widest(levels, apart))
    return PairMatrix(np.where(items >= max(1, min_items), found, np.nan), items)


def _coefficients(
    table: Floats, scale: Floats, heavy: Floats, kind: Measure, apart: Distance, most: float
) -> Floats:
    """The coefficients of all pairs, from how often each pair of levels meets in them."""
    at = [np.where(table == level, 1.0, 0.0) for level in scale]
    there = np.isfinite(table).astype(np.float64)
    between = separations(scale, scale, apart)
    with np.errstate(divide="ignore", invalid="ignore"):
        total = (there * heavy) @ there.T
        # The levels of a row's state where the column's state is there too, and the reverse.
        rows = np.stack([(level * heavy) @ there.T for level in at], axis=-1) / total[..., None]
        observed = np.zeros_like(total)
        for level, far in zip(at, between, strict=True):
            observed += (level * heavy) @ np.tensordot(far, at, axes=1).T
        observed /= total
    found = coefficients(observed, yardstick(rows, rows.swapaxes(0, 1), between, kind, most))
    # Sums in another order differ in their last digits; a pair has one number.
    return (found + found.T) / 2.0
