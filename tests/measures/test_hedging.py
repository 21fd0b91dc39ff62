"""Hedging: how evenly a state spreads its ties over poles; a missing layer is missing, never 0."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import BadValue
from comity.measures.hedging import Hedging, hedging, layer_interval
from comity.measures.polarity.concentration import evenness
from comity.measures.ties.layer import Layer
from comity.vocabulary.bloc import Bloc, MemberSpell

POLES = ("PPP", "QQQ", "RRR")
UNION = Bloc("UNI", tuple(MemberSpell(s, dt.date(1990, 1, 1)) for s in ("QQQ", "RRR", "SSS")))


def layer(
    ties: Mapping[str, float], *, name: str = "agreements", year: int = 2000, dataset: str = "made"
) -> Layer:
    """The ties of KKK, the same in both directions; between the others there are none."""
    states = ("KKK", *ties)
    weights = np.zeros((len(states), len(states)))
    weights[0, 1:] = weights[1:, 0] = list(ties.values())
    return Layer(name, year, dataset, states, weights, False, "ties")


def of(*layers: Layer, poles: tuple[str | Bloc, ...] = POLES, state: str = "KKK") -> Hedging:
    return hedging(layers, state=state, poles=poles)


def test_a_half_a_quarter_and_a_quarter_are_fifteen_sixteenths_even() -> None:
    # 1 - (1/4 + 1/16 + 1/16) = 5/8, over 2/3 at most.
    found = of(layer({"PPP": 4, "QQQ": 2, "RRR": 2}))
    assert found.table.to_pylist() == [
        {
            "state": "KKK",
            "period": 2000,
            "hedging": pytest.approx(15 / 16),
            "lower": None,
            "upper": None,
            "layers": 1,
            "layer_names": "agreements",
        }
    ]
    assert [row["share"] for row in found.shares.to_pylist()] == [0.5, 0.25, 0.25]
    assert found.text == (
        "KKK spread its ties over PPP, QQQ, RRR with an evenness of 0.94 in 2000 "
        "(0 all with one, 1 even; mean over agreements)."
    )


def test_the_index_is_the_mean_over_layers_and_its_interval_lies_between_them() -> None:
    even = layer({"PPP": 1, "QQQ": 1, "RRR": 1})
    single = layer({"PPP": 1, "QQQ": 0, "RRR": 0}, name="visas")
    (row,) = of(even, single).table.to_pylist()
    assert (row["hedging"], row["layers"]) == (pytest.approx(0.5), 2)
    # Two layers so unlike say nothing of other ties.
    assert (row["lower"], row["upper"]) == (0.0, 1.0)


def test_the_interval_over_layers_is_students() -> None:
    # Standard error 0.1 / sqrt(3); the 95th percentile of t with 2 degrees of freedom is 2.92.
    low, high = layer_interval([0.4, 0.5, 0.6], 0.90)
    assert (low, high) == (pytest.approx(0.3314, abs=1e-4), pytest.approx(0.6686, abs=1e-4))
    assert layer_interval([0.4], 0.90) == (None, None)


def test_a_layer_that_does_not_cover_a_pole_is_left_out_and_is_no_zero() -> None:
    partial = layer({"PPP": 1, "QQQ": 1}, name="trade")
    unsaid = layer({"PPP": 1, "QQQ": 1, "RRR": math.nan}, name="visas")
    assert of(partial, unsaid).table.num_rows == 0
    assert of(partial, unsaid).text == "No layer of ties covers KKK and each of PPP, QQQ, RRR."


def test_a_layer_without_any_tie_says_nothing_of_evenness() -> None:
    none, some = layer({"PPP": 0, "QQQ": 0, "RRR": 0}), layer({"PPP": 1, "QQQ": 0, "RRR": 0})
    assert of(none).table.num_rows == 0
    assert of(none).shares["share"].to_pylist() == [None, None, None]
    assert of(none, some).table["layers"].to_pylist() == [1]


def test_a_tie_below_nothing_counts_as_none() -> None:
    found = of(layer({"PPP": 1, "QQQ": 1, "RRR": -3}, name="cooperation"))
    assert found.shares["share"].to_pylist() == [0.5, 0.5, 0.0]


def test_flows_to_a_bloc_add_up_and_degrees_are_averaged() -> None:
    ties = {"PPP": 0.3, "QQQ": 0.2, "RRR": 0.1, "SSS": 0.0}
    trade, votes = layer(ties, name="trade"), layer(ties, name="votes")
    shares = of(trade, votes, poles=("PPP", UNION)).shares["share"].to_pylist()
    assert shares == pytest.approx([0.5, 0.5, 0.75, 0.25])


def test_a_bloc_is_covered_where_half_of_its_members_are() -> None:
    two = layer({"PPP": 1, "QQQ": 1, "RRR": 1})
    one = layer({"PPP": 1, "QQQ": 1})
    assert of(two, poles=("PPP", UNION)).table.num_rows == 1
    assert of(one, poles=("PPP", UNION)).table.num_rows == 0


def test_trade_is_the_states_own_share_and_not_that_of_the_pole() -> None:
    weights = np.array([[0, 0.6, 0.2], [0.01, 0, 0], [0.9, 0, 0]])
    trade = Layer("trade", 2000, "made", ("KKK", "PPP", "QQQ"), weights, True, "share")
    shares = of(trade, poles=("PPP", "QQQ")).shares["share"].to_pylist()
    assert shares == pytest.approx([0.75, 0.25])


def test_then_and_now_are_compared_over_the_same_layers_of_the_same_datasets() -> None:
    even, single = {"PPP": 1, "QQQ": 1, "RRR": 1}, {"PPP": 1, "QQQ": 0, "RRR": 0}
    found = of(
        layer(even),
        layer(even, name="trade"),
        layer(single, year=2010),
        layer(even, name="trade", year=2010, dataset="other"),
    )
    assert found.compared(2000, 2010) == (pytest.approx(1.0), pytest.approx(0.0), 1)
    assert found.compared(2000, 2005) is None


def test_a_pole_is_no_pole_of_its_own() -> None:
    own = layer({"PPP": 1, "QQQ": 3})
    assert of(own, poles=("KKK", "PPP", "QQQ")).poles == ("PPP", "QQQ")
    with pytest.raises(BadValue, match="no fewer than two poles"):
        of(own, poles=("KKK", "PPP"))


def test_its_shares_hold_all_that_the_index_is_made_of() -> None:
    some, none = {"PPP": 4, "QQQ": 2, "RRR": 2}, {"PPP": 0, "QQQ": 0, "RRR": 0}
    found = of(layer(some), layer(none, name="alliances"))
    again = Hedging.of_shares(found.shares, state="KKK", poles=POLES, level=0.9)
    assert again.table.equals(found.table)
    assert again.shares.equals(found.shares)


TIES = st.lists(st.floats(0.001, 1000), min_size=2, max_size=6)


@given(TIES)
def test_evenness_lies_between_0_and_1_whatever_the_unit_and_the_order(ties: list[float]) -> None:
    found = evenness(ties)
    assert found is not None
    assert 0 <= found <= 1
    assert evenness([2 * tie for tie in ties]) == pytest.approx(found)
    assert evenness(ties[::-1]) == pytest.approx(found)


@given(st.integers(2, 8), st.floats(0.001, 1000))
def test_equal_ties_are_wholly_even_and_a_single_one_not_at_all(poles: int, tie: float) -> None:
    assert evenness([tie] * poles) == pytest.approx(1)
    assert evenness([tie] + [0.0] * (poles - 1)) == pytest.approx(0)
    assert evenness([0.0] * poles) is None


@given(st.lists(st.floats(-5, 100), min_size=3, max_size=3))
def test_shares_of_the_poles_add_up_to_one(ties: list[float]) -> None:
    shares = of(layer(dict(zip(POLES, ties, strict=True)))).shares["share"].to_pylist()
    if max(ties) > 0:
        assert sum(shares) == pytest.approx(1)
        assert min(shares) >= 0
