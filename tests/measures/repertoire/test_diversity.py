"""How even and how varied a practice is: by hand, by law, and against published numbers."""

from __future__ import annotations

import math
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import BadValue
from comity.measures.repertoire.diversity import (
    entropy_by_weeks,
    expected_kinds,
    observed_entropy,
)

COUNTS = st.lists(st.integers(0, 40), min_size=1, max_size=12).filter(any)


def test_one_kind_has_no_entropy_and_two_used_alike_have_ln_2() -> None:
    assert observed_entropy([7]) == 0
    assert observed_entropy([5, 5, 0]) == pytest.approx(math.log(2))
    assert observed_entropy([1, 3]) == pytest.approx(
        -(0.25 * math.log(0.25) + 0.75 * math.log(0.75))
    )


def test_without_acts_there_is_no_entropy() -> None:
    with pytest.raises(BadValue):
        observed_entropy([0, 0])


def test_two_of_three_acts_drawn_have_as_many_kinds_as_the_pairs_have_on_average() -> None:
    # Acts a, a, b: the pairs aa, ab, ab.
    assert expected_kinds([2, 1], 2) == pytest.approx(5 / 3)


@given(st.lists(st.integers(1, 3), min_size=1, max_size=4), st.data())
def test_rarefaction_is_the_mean_over_all_draws(counts: list[int], data: st.DataObject) -> None:
    acts = [kind for kind, n in enumerate(counts) for _ in range(n)]
    at = data.draw(st.integers(1, len(acts)))
    draws = [len(set(draw)) for draw in combinations(acts, at)]
    assert expected_kinds(counts, at) == pytest.approx(float(np.mean(draws)))


@given(COUNTS)
def test_more_acts_show_more_kinds_but_never_more_than_there_are(counts: list[int]) -> None:
    total, there = sum(counts), sum(n > 0 for n in counts)
    curve = [expected_kinds(counts, at) for at in range(total + 1)]
    assert curve[0] == pytest.approx(0, abs=1e-9)
    assert curve[-1] == pytest.approx(there)
    assert all(b >= a - 1e-9 for a, b in pairwise(curve))
    steps = np.diff(curve)
    assert all(b <= a + 1e-9 for a, b in pairwise(steps))


def test_no_more_acts_can_be_drawn_than_there_are() -> None:
    with pytest.raises(BadValue, match="4 acts"):
        expected_kinds([2, 1], 4)


@given(COUNTS)
def test_entropy_lies_between_none_and_that_of_all_kinds_alike(counts: list[int]) -> None:
    there = sum(n > 0 for n in counts)
    assert 0 <= observed_entropy(counts) <= math.log(there) + 1e-9


WEEKS = st.lists(
    st.lists(st.integers(0, 6), min_size=4, max_size=4).filter(any), min_size=5, max_size=15
).filter(lambda weeks: sum(map(sum, weeks)) >= 20)


@given(WEEKS)
def test_the_corrected_entropy_is_no_less_than_was_seen_and_lies_in_its_interval(
    weeks: list[list[int]],
) -> None:
    seen = observed_entropy(np.sum(weeks, axis=0))
    found = entropy_by_weeks(weeks, kinds=6)
    assert found is not None
    assert seen - 1e-9 <= found.value <= math.log(6) + 1e-9
    assert 0 <= found.lower <= found.value <= found.upper <= math.log(6) + 1e-9


def test_the_correction_by_hand() -> None:
    # Five weeks of four acts of a; the last one has two of b: 18 and 2 in all.
    weeks = [[4, 0], [4, 0], [4, 0], [4, 0], [2, 2]]
    seen = observed_entropy([18, 2])
    without = [observed_entropy([14, 2])] * 4 + [0.0]
    found = entropy_by_weeks(weeks, kinds=10)
    assert found is not None
    assert found.value == pytest.approx(max(seen, 5 * seen - 4 * np.mean(without)))
    error = math.sqrt(4 / 5 * sum((one - np.mean(without)) ** 2 for one in without))
    assert found.upper == pytest.approx(min(math.log(10), found.value + 2.776445 * error), rel=1e-6)


@pytest.mark.parametrize("weeks", [[[19, 0]], [[3, 1]] * 4, [[5, 5]] * 2 + [[0, 0]] * 9])
def test_too_few_acts_or_weeks_have_no_estimate(weeks: list[list[int]]) -> None:
    assert entropy_by_weeks(weeks, kinds=5) is None


@pytest.mark.parametrize("together", [1, 3])
def test_the_interval_covers_the_true_entropy_whether_acts_come_alone_or_together(
    together: int,
) -> None:
    rng, covered, errors, plain = np.random.default_rng(4), [], [], []
    for _ in range(150):
        shares = rng.dirichlet(np.full(20, 0.4))
        true = -float((shares * np.log(np.maximum(shares, 1e-300))).sum())
        weeks = np.zeros((50, 20))
        for _ in range(150 // together):
            weeks[rng.integers(50), rng.choice(20, p=shares)] += together
        found = entropy_by_weeks(weeks, kinds=20)
        assert found is not None
        covered.append(found.lower <= true <= found.upper)
        errors.append(found.value - true)
        plain.append(observed_entropy(weeks.sum(axis=0)) - true)
    assert 0.86 <= np.mean(covered) <= 1.0
    assert abs(np.mean(errors)) < 0.5 * abs(np.mean(plain))
