"""What intervals held, and what they cost."""

from __future__ import annotations

import numpy as np
import pytest

from comity.errors import BadValue
from comity.models.scoring import coverage, interval_score

OBSERVED = np.array([0.0, 1.0, 5.0, np.nan])
LOWER = np.array([-1.0, 1.0, 0.0, 0.0])
UPPER = np.array([1.0, 2.0, 3.0, 1.0])


def test_an_edge_belongs_to_the_interval_and_an_unobserved_step_does_not_count() -> None:
    assert coverage(OBSERVED, LOWER, UPPER) == pytest.approx(2 / 3)


def test_a_miss_costs_the_more_the_surer_the_interval() -> None:
    # Widths 2, 1, 3, and the third value lies 2 above: times 2/0.5 or 2/0.1.
    assert interval_score(OBSERVED, LOWER, UPPER, level=0.5) == pytest.approx((6 + 8) / 3)
    assert interval_score(OBSERVED, LOWER, UPPER, level=0.9) == pytest.approx((6 + 40) / 3)


def test_nothing_observed_is_named() -> None:
    with pytest.raises(BadValue, match="No observed step"):
        coverage(OBSERVED[3:], LOWER[3:], UPPER[3:])
