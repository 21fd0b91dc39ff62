"""Intervals cover at their rate, also where the scale changes."""

from __future__ import annotations

import numpy as np
import pytest

from comity.models.scoring import coverage
from comity.models.signed_series.intervals import FEWEST, quantiles


@pytest.mark.parametrize("kind", ["calm", "heavy tails", "leaning to one side", "scale grows"])
def test_intervals_cover_at_their_rate(kind: str) -> None:
    random = np.random.default_rng(7)
    values = {
        "calm": random.normal(size=4000),
        "heavy tails": random.standard_t(3, 4000),
        "leaning to one side": 1 - random.exponential(size=4000),
        "scale grows": random.normal(size=4000) * np.repeat([1.0, 8.0, 2.0, 16.0], 1000),
    }[kind]
    low90, low50, high50, high90 = quantiles(values, np.zeros(4000))
    assert coverage(values, low50, high50) == pytest.approx(0.5, abs=0.03)
    assert coverage(values, low90, high90) == pytest.approx(0.9, abs=0.02)


def test_edges_are_in_order_and_none_before_forty_errors() -> None:
    values = np.random.default_rng(8).normal(size=300)
    found = quantiles(values, np.zeros(300))
    # The first error has no scale yet, so it counts for none.
    assert np.isnan(found[:, : FEWEST + 1]).all()
    assert (np.diff(found[:, FEWEST + 1 :], axis=0) >= 0).all()
