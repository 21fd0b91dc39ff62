"""Dyads with little record borrow from their region and from all."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from comity.models.reaction_function import pooling
from comity.models.reaction_function.pooling import (
    GROUP_SHARE,
    MEAN_SD,
    SHAPE,
    false_discovery,
    pooled,
    shape_of,
)

SPREAD = 0.1


def posterior(estimates: Any, s: Any, groups: Any) -> tuple[Any, Any]:
    """Mean and sd of answers A = mean of all + of the group + own, by conditioning at once."""
    together = MEAN_SD**2 + (GROUP_SHARE * SPREAD) ** 2 * np.equal.outer(groups, groups)
    before = together + SPREAD**2 * np.eye(len(s))
    taken = before @ np.linalg.inv(before + np.diag(1 / s))
    after = before - taken @ before
    return taken @ estimates, np.sqrt(np.diag(after))


@pytest.fixture
def one_spread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pooling, "SPREADS", np.array([SPREAD]))


@pytest.mark.usefixtures("one_spread")
def test_two_dyads_of_one_region_by_hand() -> None:
    # Both have variance .25^2 + .05^2 + .1^2 = .075, of it .065 in common; own records say
    # .4 with variance .01 and 0 with variance .04.
    s = np.array([100.0, 25.0])
    found = pooled(np.array([0.4, 0.0]) * s, s, np.zeros(2, np.int64))
    # The second alone says of the first: mean 0, variance .075 - .065^2 / .115.
    variance = 0.075 - 0.065**2 / 0.115
    assert found.prior_mean[0] == pytest.approx(0)
    assert found.prior_sd[0] ** 2 == pytest.approx(variance)
    assert found.mean[0] == pytest.approx(0.4 * variance / (variance + 0.01))
    assert found.sd[0] ** 2 == pytest.approx(1 / (1 / variance + 100))
    # The first says of the second: mean .4 x .065 / .085.
    assert found.prior_mean[1] == pytest.approx(0.4 * 0.065 / 0.085)
    assert found.own[0] == pytest.approx(100 / (100 + 1 / variance))


@pytest.mark.usefixtures("one_spread")
@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 9))
def test_borrowing_is_conditioning_on_all_that_others_show(seed: int, size: int) -> None:
    random = np.random.default_rng(seed)
    s = random.gamma(1, 100, size) + 0.1
    estimates = random.normal(0.2, 0.3, size)
    groups = np.unique(random.integers(0, 3, size), return_inverse=True)[1].astype(np.int64)
    mean, sd = posterior(estimates, s, groups)
    # The spread is given to the code as the only one there is, so it is not weighed up.
    found = pooled(estimates * s, s, groups)
    assert found.mean == pytest.approx(mean, abs=1e-9)
    assert found.sd == pytest.approx(sd, abs=1e-9)


def test_a_dyad_that_knows_all_borrows_nothing() -> None:
    s = np.array([1e12, 50.0, 50.0])
    found = pooled(np.array([0.9, 0.1, 0.1]) * s, s, np.zeros(3, np.int64))
    assert found.mean[0] == pytest.approx(0.9)
    assert found.own[0] == pytest.approx(1)
    assert found.sd[0] < 1e-5


def test_a_dyad_that_knows_nothing_is_as_the_others() -> None:
    s = np.array([0.0, *[400.0] * 30])
    found = pooled(np.array([0.0, *[0.3 * 400] * 30]), s, np.zeros(31, np.int64))
    assert found.own[0] == 0
    assert found.mean[0] == found.prior_mean[0] == pytest.approx(0.3, abs=0.02)
    assert found.sd[0] == pytest.approx(found.prior_sd[0])


def test_a_dyad_borrows_first_from_its_own_region() -> None:
    groups = np.array([0, *[0] * 20, 1, *[1] * 20], np.int64)
    s = np.array([0.01, *[400.0] * 20, 0.01, *[400.0] * 20])
    answers = np.array([0, *[0.4] * 20, 0, *[0.0] * 20])
    found = pooled(answers * s, s, groups)
    assert found.mean[0] > 0.3
    assert found.mean[21] < 0.1


def test_what_is_unknown_of_all_is_not_made_smaller_by_more_dyads() -> None:
    s, u = np.full(500, 25.0), np.full(500, 0.2 * 25.0)
    groups = np.zeros(500, np.int64)
    sure, unsure = pooled(u, s, groups), pooled(u, s, groups, unknown=0.2**2)
    assert (unsure.sd > sure.sd).all()
    assert (unsure.prior_sd > 0.2).all()
    assert (unsure.own > sure.own).all()


@pytest.mark.parametrize("truth", [[0.7, 0.2, 0.05, 0.05], [0.05, 0.15, 0.6, 0.2]])
def test_a_shape_that_all_dyads_share_is_found(truth: list[float]) -> None:
    random = np.random.default_rng(5)
    root = random.normal(0, 8, (400, 4, 6))
    information = root @ root.transpose(0, 2, 1)
    answers = random.normal(0.25, 0.1, 400)[:, None] * np.array(truth)
    noise = np.array([random.multivariate_normal(np.zeros(4), one) for one in information])
    y = np.einsum("nij,nj->ni", information, answers) + noise
    found = shape_of(y, information)
    assert found == pytest.approx(truth, abs=0.04)
    assert found.sum() == pytest.approx(1)


def test_without_a_dyad_the_shape_is_what_was_thought() -> None:
    assert shape_of(np.zeros((0, 4)), np.zeros((0, 4, 4))) == pytest.approx(SHAPE)


def test_rates_of_false_discovery_by_hand() -> None:
    # One of four lies above one half: all four may be of nothing, (1 + 1) / (4 / 2) = 1.
    found = false_discovery([0.01, 0.04, 0.03, 0.9])
    assert found == pytest.approx([0.04, 0.16 / 3, 0.16 / 3, 0.9])


def test_where_few_are_of_nothing_more_is_told() -> None:
    # None of ten above one half: 1 / 5 of them may be of nothing.
    assert false_discovery([0.04] * 10) == pytest.approx([0.04 / 5] * 10)


def test_a_published_example_of_false_discovery() -> None:
    """The 15 treatments of Benjamini and Hochberg (1995): four are told at 5% by their rule."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    p += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    theirs = false_discovery_control(p)
    assert (theirs <= 0.05).sum() == 4
    # Four above one half: (4 + 1) / 7.5 of them are thought to be of nothing.
    assert false_discovery(p) == pytest.approx(theirs * 5 / 7.5)


def test_what_was_not_tested_stays_so_and_does_not_count() -> None:
    found = false_discovery([0.01, np.nan, 0.04, 0.03, 0.9, np.nan])
    assert np.isnan(found[[1, 5]]).all()
    assert found[[0, 2, 3, 4]] == pytest.approx([0.04, 0.16 / 3, 0.16 / 3, 0.9])
    assert np.isnan(false_discovery([np.nan])).all()
    assert len(false_discovery([])) == 0
