"""One reaction function, refitted at each step."""

from __future__ import annotations

import numpy as np
import pytest
from made_signed import ANSWERS, LEVEL, answering

from comity.models.signed_series.members import Member
from comity.models.signed_series.memories import memories
from comity.models.signed_series.one_step import BASELINE, FIRST, one_step

LOOSE = Member((0.0,), (0.0, 0.0), (10.0, 10.0), by_scale=False, kept=1.0)


def test_the_answer_that_made_a_series_is_found_again() -> None:
    values = answering(6000, 1)
    last = [memories(side, [0.0]) for side in values]
    truth = LEVEL[0] + ANSWERS[0] @ values[:, :-1]
    found = one_step(values[0], last[0], last[1], LOOSE)[1:]
    assert np.sqrt(np.nanmean((found - truth)[3000:] ** 2)) < 0.1


def test_each_step_is_the_posterior_mean_of_all_before_it() -> None:
    values = answering(80, 2)
    member = Member((0.0,), (0.3, 0.0), (0.2, 0.1), by_scale=False, kept=1.0)
    own, other = (memories(side, [0.0]) for side in values)
    found = one_step(values[0], own, other, member)
    rows, past = np.column_stack([np.ones(80), own, other]), slice(FIRST, 79)
    noise = np.mean((values[0] - found)[FIRST:79] ** 2)
    scale = np.sum(rows[:79] ** 2, axis=0) / np.sum(values[0, :79] ** 2)
    prior = noise / np.array([BASELINE, 0.2, 0.1]) ** 2 * np.array([scale[0], 1.0, scale[2]])
    coefficients = np.linalg.solve(
        rows[past].T @ rows[past] + np.diag(prior),
        rows[past].T @ values[0, past] + prior * np.array([0.0, 0.3, 0.0]),
    )
    assert found[79] == pytest.approx(rows[79] @ coefficients)


def test_a_slowly_forgetting_member_follows_a_changed_answer() -> None:
    values = answering(2400, 3)
    values[0, 1200:] = LEVEL[0] - values[0, 1199:-1] * 0.5 + np.diff(values[1, 1199:])
    own, other = (memories(side, [0.0]) for side in values)
    forgets = Member((0.0,), (0.0, 0.0), (10.0, 10.0), by_scale=False, kept=0.99)
    error = [
        np.sqrt(np.mean((one_step(values[0], own, other, member) - values[0])[2000:] ** 2))
        for member in (LOOSE, forgets)
    ]
    assert error[1] < error[0]
