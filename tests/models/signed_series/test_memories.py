"""What is remembered of a series before each step."""

from __future__ import annotations

import numpy as np
import pytest

from comity.models.signed_series.memories import memories


def test_half_life_zero_is_the_last_step_and_the_first_step_remembers_nothing() -> None:
    assert memories(np.array([3.0, 5.0, 7.0]), [0.0])[:, 0].tolist() == [0.0, 3.0, 5.0]


def test_weights_halve_every_half_life() -> None:
    # Half-life 1: 2, then (2 * 1/2 + 8) / (1/2 + 1).
    found = memories(np.array([2.0, 8.0, 0.0]), [1.0])[:, 0]
    assert found == pytest.approx([0.0, 2.0, 6.0])


def test_a_constant_is_remembered_as_it_is_at_every_scale() -> None:
    found = memories(np.full(40, -3.0), [0.0, 2.0, 26.0])
    assert found[1:] == pytest.approx(np.full((39, 3), -3.0))


def test_over_a_long_gap_only_the_mean_so_far_is_left() -> None:
    values = np.concatenate([np.zeros(50), np.full(50, 10.0), np.full(200, np.nan), [1.0]])
    assert memories(values, [0.0, 2.0, 8.0])[-1] == pytest.approx(np.full(3, 5.0), abs=1e-5)
