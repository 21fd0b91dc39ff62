"""What blocs are found from in a lake: pledges of support, roll calls drawn anew, sizes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from comity.measures.blocs.from_lake import lake_layers, lake_sizes
from comity.measures.blocs.network import SampledLayer
from comity.measures.ties.layers import Layer, layer
from comity.store.query import Reading, reading


@pytest.fixture(scope="module")
def held(default_lake_home: Path) -> Reading:
    return reading(default_lake_home)


def test_a_promise_not_to_attack_is_no_alliance(
    held: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    grades = np.array([[0, 3, 2, 1], [3, 0, 0, 0], [2, 0, 0, np.nan], [1, 0, np.nan, 0]])
    states = ("BLR", "RUS", "POL", "UKR")

    def written(_reading: Reading, name: str, year: int) -> Layer:
        return Layer(name, year, "by_hand", states, grades, True, "pledge")

    monkeypatch.setattr("comity.measures.blocs.from_lake.layer", written)
    (found,) = lake_layers(held, ("alliances",), 2000)
    np.testing.assert_array_equal(
        found.weights, [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, np.nan], [0, 0, np.nan, 0]]
    )
    (trade,) = lake_layers(held, ("trade",), 2000)
    assert trade.weights is grades


def test_votes_are_those_of_the_layer_and_are_told_again_from_half_the_roll_calls(
    held: Reading,
) -> None:
    (found,) = lake_layers(held, ("votes",), 2019)
    votes = layer(held, "votes", 2019)
    assert votes is not None
    assert isinstance(found, SampledLayer)
    np.testing.assert_array_equal(found.weights, votes.weights)
    one, same, other = (found.again(np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert not np.array_equal(one, other, equal_nan=True)
    apart = np.nanmean(np.abs(one - votes.weights))
    assert 0 < apart < 0.2


def test_a_layer_that_is_not_on_record_is_none(held: Reading) -> None:
    assert list(lake_layers(held, ("votes", "visas", "migration"), 1900)) == []


def test_sizes_are_of_the_year_or_of_at_most_five_years_before(held: Reading) -> None:
    sizes = lake_sizes(held, range(1900, 2031))
    assert 1900 not in sizes
    known = max(year for year in sizes if year < 2026)
    assert all(size > 0 for of in sizes.values() for size in of.values())
    assert sizes[known]["CHN"] > sizes[known]["KAZ"]
    assert 2030 not in sizes
