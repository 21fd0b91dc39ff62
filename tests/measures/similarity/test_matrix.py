"""All pairs at once: the same numbers as pair by pair, fast, and nothing made up."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from comity.errors import BadValue
from comity.measures.similarity import similarity, similarity_matrix, vote_matrix_similarity
from comity.measures.similarity.measure import ALLIANCES, DISTANCES, MEASURES

Votes = NDArray[np.int8]
matrices = arrays(
    np.int8, st.tuples(st.integers(2, 5), st.integers(1, 12)), elements=st.integers(0, 3)
)


@given(matrices, st.sampled_from(MEASURES), st.sampled_from(DISTANCES))
def test_the_matrix_has_what_each_pair_has(matrix: Votes, measure: str, distance: str) -> None:
    found = vote_matrix_similarity(matrix, measure=measure, distance=distance, min_items=1)
    cast = np.where(matrix == 0, np.nan, matrix)
    for i, one in enumerate(cast):
        for j, other in enumerate(cast):
            pair = similarity(one, other, measure=measure, distance=distance)
            assert found.value[i, j] == pytest.approx(pair, nan_ok=True, abs=1e-9)
            assert found.items[i, j] == np.sum(np.isfinite(one) & np.isfinite(other))


@given(matrices, st.sampled_from(MEASURES))
def test_the_matrix_is_symmetric_to_the_last_digit(matrix: Votes, measure: str) -> None:
    found = vote_matrix_similarity(matrix, measure=measure, min_items=1)
    np.testing.assert_array_equal(found.value, found.value.T)
    np.testing.assert_array_equal(found.items, found.items.T)


def test_a_pair_with_too_few_common_votes_has_no_number() -> None:
    matrix = np.array([[1, 2, 3, 1, 1, 3], [1, 2, 3, 1, 2, 3], [1, 0, 0, 3, 0, 0]], np.int8)
    value, items = vote_matrix_similarity(matrix)
    assert items.tolist() == [[6, 6, 2], [6, 6, 2], [2, 2, 2]]
    assert value[0, 1] == pytest.approx(similarity(matrix[0], matrix[1]))
    assert np.isnan(value[2]).all()


def test_two_that_were_never_there_together_share_nothing() -> None:
    value, items = vote_matrix_similarity([[1, 0], [0, 1]], measure="agreement", min_items=0)
    assert np.isnan(value[0, 1])
    assert items[0, 1] == 0


def test_items_can_be_weighed_in_the_matrix_too() -> None:
    rng = np.random.default_rng(5)
    portfolios, weights = rng.choice(ALLIANCES, size=(4, 30)), rng.random(30)
    found = similarity_matrix(portfolios, levels=ALLIANCES, weights=weights, measure="s").value
    pair = similarity(portfolios[0], portfolios[3], levels=ALLIANCES, weights=weights, measure="s")
    assert found[0, 3] == pytest.approx(pair)


def test_codes_outside_the_list_are_counted_and_refused() -> None:
    with pytest.raises(BadValue, match="2 votes have codes outside the list: 8, 9"):
        vote_matrix_similarity(np.array([[1, 8], [9, 1]], np.int8))


def test_a_series_is_no_matrix() -> None:
    with pytest.raises(BadValue, match="1 dimensions"):
        similarity_matrix([1, 2, 3])


def test_two_hundred_states_and_a_hundred_roll_calls_take_no_time() -> None:
    matrix = np.random.default_rng(0).integers(0, 4, size=(200, 100)).astype(np.int8)
    vote_matrix_similarity(matrix)
    best = min(_seconds(matrix) for _ in range(5))
    assert best < 0.5


def _seconds(matrix: Votes) -> float:
    start = time.perf_counter()
    vote_matrix_similarity(matrix)
    return time.perf_counter() - start
