"""Portfolios of shares: whom two states trade with."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from comity.errors import BadValue
from comity.measures.similarity import share_similarity, similarity
from comity.measures.similarity.measure import MEASURES

amounts = st.lists(
    st.tuples(st.integers(0, 1000), st.integers(0, 1000)), min_size=2, max_size=25
).filter(lambda pairs: any(a for a, _ in pairs) and any(b for _, b in pairs))

# Shares: 50, 30, 20 and 20, 30, 50 per cent; units do not matter.
KAZ, UZB = [5.0, 3.0, 2.0], [200.0, 300.0, 500.0]


def value(*sides: list[float], **asked: str) -> float:
    found = share_similarity(*sides, **asked).value  # type: ignore[arg-type]
    assert found is not None
    return found


def test_the_overlap_of_two_portfolios_by_hand() -> None:
    assert value(KAZ, UZB, measure="agreement") == pytest.approx(0.2 + 0.3 + 0.2)
    assert value(KAZ, UZB, measure="s") == pytest.approx(2 * 0.7 - 1)


def test_pi_of_shares_is_pi_of_the_numbers_themselves() -> None:
    """The mean difference is 0.2; pooled, 20, 30 and 50 per cent are a third each."""
    expected = 2 * (0.1 + 0.3 + 0.2) / 9
    assert value(KAZ, UZB) == pytest.approx(1 - 0.2 / expected)
    shares = [np.array(side) / np.sum(side) for side in (KAZ, UZB)]
    for measure in ("pi", "kappa"):
        for distance in ("absolute", "squared"):
            same = similarity(*shares, measure=measure, distance=distance, levels=(0, 1))
            assert value(KAZ, UZB, measure=measure, distance=distance) == pytest.approx(same)


def test_a_partner_of_whom_one_side_says_nothing_is_left_out() -> None:
    found = share_similarity([*KAZ, np.nan], [*UZB, 900.0])
    assert found.items == 3
    assert found.value == pytest.approx(value(KAZ, UZB))


def test_nobody_to_trade_with_is_no_number() -> None:
    assert share_similarity([0.0, 0.0], [1.0, 2.0]).value is None
    assert share_similarity([], []).items == 0


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"one": [-1.0, 2.0], "other": [1.0, 2.0]}, "negative"),
        ({"one": [1.0], "other": [1.0], "distance": "nominal"}, "hardly ever equal"),
    ],
)
def test_what_is_no_amount_is_refused(asked: dict, said: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(BadValue, match=said):
        share_similarity(**asked)


@given(amounts, st.sampled_from(MEASURES), st.sampled_from(["absolute", "squared"]))
def test_shares_have_the_same_laws(
    pairs: list[tuple[int, int]], measure: str, distance: str
) -> None:
    one, other = [float(a) for a, _ in pairs], [float(b) for _, b in pairs]
    found = share_similarity(one, other, measure=measure, distance=distance)
    back = share_similarity(other, one, measure=measure, distance=distance)
    assume(found.value is not None)
    assert found.value is not None
    assert found.lower is not None
    assert found.upper is not None
    assert found.value == pytest.approx(back.value)
    least = 0.0 if measure == "agreement" else -1.0
    assert least - 1e-9 <= found.lower <= found.value <= found.upper <= 1 + 1e-9


@given(amounts, st.floats(0.1, 1000))
def test_the_unit_of_the_amounts_does_not_matter(pairs: list[tuple[int, int]], unit: float) -> None:
    one, other = [float(a) for a, _ in pairs], [float(b) for _, b in pairs]
    found = share_similarity(one, other)
    assume(found.value is not None)
    again = share_similarity([unit * a for a in one], other)
    assert again.value == pytest.approx(found.value, abs=1e-6)
