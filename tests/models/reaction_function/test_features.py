"""What acts leave behind them, step by step."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from comity.models.reaction_function.features import SCALES, decays, kernels
from comity.models.reaction_function.pairs import Pairs, calendar
from comity.models.reaction_function.series import act_series
from comity.vocabulary.period import Granularity

FIRST = dt.date(2020, 1, 6)


def left(counts: Any, decay: list[float], fresh: list[int], before: float) -> Any:
    counts = np.asarray(counts, float)
    out = np.full((len(decay), len(counts)), np.nan)
    starts = np.isin(np.arange(len(counts)), fresh)
    kernels(counts, np.array(decay), starts, before, out)
    return out


def test_a_kernel_of_a_week_has_a_seventh_power_of_e_left_each_day() -> None:
    assert decays(Granularity.DAY) == pytest.approx([math.exp(-1 / s) for s in SCALES])
    assert decays(Granularity.WEEK) == pytest.approx(decays(Granularity.DAY) ** 7)


def test_an_act_is_felt_from_the_next_step_on_and_fades() -> None:
    assert left([2, 0, 1, 0], [0.5], [0], 0)[0] == pytest.approx([0, 1, 0.5, 0.75])
    assert left([2, 0, 1, 0], [0.5], [0], 4)[0] == pytest.approx([4, 3, 1.5, 1.25])


def test_an_act_weighs_one_in_all_whatever_the_scale() -> None:
    counts = np.zeros(3000)
    counts[2] = 1
    felt = left(counts, decays(Granularity.DAY).tolist(), [0], 0)
    assert felt.sum(axis=1) == pytest.approx([1, 1, 1, 1])
    assert not felt[:, :3].any()


def test_a_steady_flow_is_felt_as_it_is() -> None:
    assert left(np.full(50, 3.0), [0.2, 0.9], [0, 20], 3) == pytest.approx(np.full((2, 50), 3.0))


@settings(max_examples=40, deadline=None)
@given(
    arrays(np.float64, 12, elements=st.integers(0, 50).map(float)),
    arrays(np.float64, 5, elements=st.integers(0, 50).map(float)),
    st.floats(0, 0.99),
)
def test_nothing_is_carried_into_a_new_stretch_but_the_usual_level(
    counts: Any, other: Any, decay: float
) -> None:
    changed = np.concatenate([other, counts[5:]])
    one, two = left(counts, [decay], [0, 5], 1.5), left(changed, [decay], [0, 5], 1.5)
    assert (one[:, 5:] == two[:, 5:]).all()
    assert one[0, 5] == 1.5


def test_after_a_gap_or_in_a_new_part_a_state_is_thought_to_have_done_what_is_usual() -> None:
    rows = [(FIRST + dt.timedelta(days=at), "AAA", "BBB", "acts", 4) for at in (0, 1, 2, 7)]
    series = act_series(
        rows,
        first_day=FIRST,
        last_day=FIRST + dt.timedelta(days=8),
        classes=["acts"],
        gaps=[FIRST + dt.timedelta(days=3)],
        part_starts=[(FIRST, "old"), (FIRST + dt.timedelta(days=6), "new")],
    )
    days = calendar(series, np.zeros(9))
    assert days.at.tolist() == [0, 1, 2, 4, 5, 6, 7, 8]
    assert np.flatnonzero(days.fresh).tolist() == [0, 3, 5]
    assert days.part.tolist() == [0, 0, 0, 0, 0, 1, 1, 1]
    felt = Pairs(series, days)[0].left[0, 0]
    assert felt[:, [0, 3, 5]] == pytest.approx(np.full((4, 3), 16 / 8))
    assert (felt[:, 7] > 2).all()
