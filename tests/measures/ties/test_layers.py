"""Layers: one kind of tie between all states in a year, by hand and by law."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from comity.errors import BadValue
from comity.measures.ties import layer, layer_names, ties
from comity.measures.ties.layer import matrix
from comity.measures.ties.trade import shares_of_trade
from comity.store.query import Reading

SYMMETRIC = ("votes", "agreements", "organisations")


def test_a_layer_is_none_where_nothing_covers_the_year(tiny: Reading) -> None:
    assert [name for name in layer_names() if layer(tiny, name, 1900)] == []
    assert layer(tiny, "votes", 2001) is None
    assert layer(tiny, "migration", 2001) is None


def test_a_name_that_is_no_layer_is_refused(tiny: Reading) -> None:
    with pytest.raises(BadValue, match="alliances"):
        layer(tiny, "aliances", 2001)


@pytest.mark.parametrize(
    ("name", "year", "there", "back"),
    [
        ("alliances", 2001, 3.0, 3.0),
        ("organisations", 2001, 2.0, 2.0),
        ("agreements", 2001, 2.0, 2.0),
        ("trade", 2001, 0.8, 80 / 180),
        ("migration", 2000, 1_600_000.0, 800_000.0),
        ("visas", 2001, 1.0, 1.0),
    ],
)
def test_a_layer_holds_the_tie_of_each_pair(
    tiny: Reading, name: str, year: int, there: float, back: float
) -> None:
    found = layer(tiny, name, year)
    assert found is not None
    assert found.of("KAZ", "RUS") == pytest.approx(there)
    assert found.of("RUS", "KAZ") == pytest.approx(back)
    assert found.of("KAZ", "SUN") is None


def test_none_inside_coverage_is_zero_and_not_known_is_not(tiny: Reading) -> None:
    alliances, stocks = layer(tiny, "alliances", 2001), layer(tiny, "migration", 2000)
    assert alliances is not None
    assert stocks is not None
    assert alliances.of("KAZ", "CHN") == 0.0
    assert stocks.of("KAZ", "CHN") is None


def test_a_dataset_of_the_state_system_says_nothing_of_others(tiny: Reading) -> None:
    found = layer(tiny, "alliances", 2001)
    assert found is not None
    assert "PSE" not in found.states


@pytest.mark.parametrize("name", ["votes", "organisations", "agreements", "visas", "trade"])
def test_layers_of_the_embedded_default_obey_the_laws(default: Reading, name: str) -> None:
    found = layer(default, name, 2004 if name == "trade" else 2021)
    assert found is not None
    assert found.weights.shape == (len(found.states), len(found.states))
    assert not np.diag(found.weights).any()
    assert not found.weights.flags.writeable
    assert found.directed is (name not in SYMMETRIC)
    if not found.directed:
        np.testing.assert_array_equal(found.weights, found.weights.T)
    if name in ("visas", "trade"):
        known = found.weights[~np.isnan(found.weights)]
        assert known.min() >= 0.0
        assert known.max() <= 1.0


def test_net_cooperation_is_friendly_acts_less_hostile_ones(default: Reading) -> None:
    found = layer(default, "cooperation", 2022)
    assert found is not None
    toward_ukraine = found.of("RUS", "UKR")
    assert toward_ukraine is not None
    assert toward_ukraine < 0.0
    # The embedded counts look at the shipped regions, not at every pair of the world.
    assert found.of("KAZ", "BRA") is None


def test_a_list_of_regions_says_nothing_of_pairs_outside_them(default: Reading) -> None:
    found = layer(default, "agreements", 2021)
    assert found is not None
    assert found.dataset == "agreements"
    assert found.of("FRA", "DEU") is None
    assert (
        found.of("KAZ", "RUS")
        == ties(default, "KAZ", ["RUS"], first_year=2021, last_year=2021, names=["agreements"])
        .rows[0]
        .value
    )


@given(
    arrays.arrays(
        np.float64,
        (5, 5),
        elements=st.one_of(st.just(np.nan), st.floats(0, 1e12, allow_subnormal=False)),
    )
)
def test_the_shares_of_all_partners_sum_to_one(exports: np.ndarray) -> None:
    np.fill_diagonal(exports, 0.0)
    shares = shares_of_trade(exports)
    traded = np.nansum(exports, axis=1) + np.nansum(exports, axis=0) > 0
    np.testing.assert_allclose(np.nansum(shares, axis=1)[traded], 1.0)
    known = shares[~np.isnan(shares)]
    assert ((known >= 0) & (known <= 1)).all()


@given(st.lists(st.tuples(*[st.sampled_from("ABCX")] * 2, st.integers(0, 9))))
def test_a_matrix_adds_up_rows_of_a_pair_and_leaves_out_strangers(
    rows: list[tuple[str, str, float]],
) -> None:
    made = matrix("ABC", rows, absent=np.nan)
    for i, one in enumerate("ABC"):
        for j, other in enumerate("ABC"):
            own = [v for a, b, v in rows if (a, b) == (one, other)]
            if i == j:
                assert made[i, j] == 0.0
            elif own:
                assert made[i, j] == sum(own)
            else:
                assert np.isnan(made[i, j])
