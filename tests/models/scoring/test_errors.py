"""Errors in one number."""

from __future__ import annotations

import numpy as np
import pytest

from comity.errors import BadValue
from comity.models.scoring import rmse


def test_the_root_of_the_mean_square_by_hand() -> None:
    assert rmse(np.array([3.0, -4.0, np.nan])) == pytest.approx(np.sqrt(12.5))


def test_no_error_at_all_is_named() -> None:
    with pytest.raises(BadValue, match="no error"):
        rmse(np.array([np.nan]))
