"""The four coefficients: one formula, four ways to say how far apart two might have been."""

from __future__ import annotations

import numpy as np

from comity.measures.similarity.measure import Floats, Measure


def coefficients(observed: Floats, against: Floats) -> Floats:
    """1 - observed / against: 1 where all is alike.

    NaN where `against` is 0: both always had one and the same value, chance explains all of their
    agreement, and there is nothing left to measure.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(against > 0.0, 1.0 - observed / against, np.nan)


def coefficients_of_tables(tables: Floats, apart: Floats, measure: Measure, most: float) -> Floats:
    """The coefficient of each joint table (table, level of one, level of the other), sums 1.

    `apart` is the distance between levels, `most` the greatest one of the scale.
    """
    observed = np.einsum("tij,ij->t", tables, apart)
    rows, columns = tables.sum(axis=2), tables.sum(axis=1)
    return coefficients(observed, yardstick(rows, columns, apart, measure, most))


def yardstick(
    rows: Floats, columns: Floats, apart: Floats, measure: Measure, most: float
) -> Floats:
    """What the observed distance is held against, from each side's shares of the levels.

    `rows` and `columns` are (..., level).

    - agreement: the greatest distance there can be, so that it lies in 0..1;
    - S (Signorino and Ritter 1999): half of that, in -1..1;
    - pi (Scott 1955): the mean distance of two draws from the pooled values;
    - kappa (Cohen 1960, 1968): the same, one draw from each side's own values.
    """
    match measure:
        case "agreement":
            return np.full(rows.shape[:-1], most)
        case "s":
            return np.full(rows.shape[:-1], most / 2.0)
        case "pi":
            rows = columns = (rows + columns) / 2.0
    expected: Floats = ((rows @ apart) * columns).sum(axis=-1)
    return expected
