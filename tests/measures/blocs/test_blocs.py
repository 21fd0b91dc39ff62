"""Blocs over the years: the record as it is read, and laws that hold for any layers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.errors import BadValue, OutsideCoverage
from comity.measures.blocs import Blocs, blocs
from comity.measures.blocs.result import LAYERS, MEMBERS

TRUTH = np.arange(24) % 3
STATES = [f"S{number:02d}" for number in range(24)]


def world(simulated: Any, *years: int, name: str = "votes") -> list[Any]:
    return [
        simulated.layer(
            simulated.planted(TRUTH, inside=0.8, outside=0.1, seed=year), name=name, year=year
        )
        for year in years
    ]


def groups(found: Blocs, year: int) -> set[frozenset[str]]:
    return {frozenset(bloc.members) for bloc in found.of(year)}


PLANTED = {frozenset(np.array(STATES)[group == TRUTH].tolist()) for group in range(3)}


def test_each_state_has_a_row_a_year_and_labels_last(simulated: Any) -> None:
    found = blocs([*world(simulated, 1990, 1991, 1993), *world(simulated, 1991, name="trade")])
    assert found.table.schema == MEMBERS
    assert found.layers.schema == LAYERS
    assert found.years == (1990, 1991, 1993)
    assert found.table.num_rows == 3 * 24
    for year in found.years:
        assert groups(found, year) == PLANTED
        assert {bloc.label for bloc in found.of(year)} == {1, 2, 3}
        by_label = {bloc.label: bloc.members for bloc in found.of(year)}
        assert by_label == {bloc.label: bloc.members for bloc in found.of(1990)}
    assert found.of(1992) == ()
    assert set(found.named) == {1, 2, 3}


def test_a_missing_layer_has_no_row_and_a_change_of_layers_is_told(simulated: Any) -> None:
    found = blocs(
        [*world(simulated, 1990, 1991, 1992), *world(simulated, 1991, 1992, name="trade")]
    )
    rows = found.layers.to_pylist()
    assert [(row["year"], row["layer"]) for row in rows] == [
        *((1990, "votes"), (1991, "trade"), (1991, "votes"), (1992, "trade"), (1992, "votes")),
    ]
    assert [row["weight"] for row in rows] == pytest.approx([1, 0.5, 0.5, 0.5, 0.5])
    assert found.breaks == (1991,)
    assert "change in 1991" in found.text
    assert "votes (simulated 1990-1992, 24 states)" in found.text
    last = found.table.to_pylist()[-1]
    assert last["layers"] == ["trade", "votes"]


def test_blocs_are_named_after_the_largest_members_known(simulated: Any) -> None:
    sizes = {1990: {"S03": 5.0, "S00": 4.0, "S21": 3.0, "S06": 1.0}}
    found = blocs(world(simulated, 1990), sizes=sizes)
    first = next(bloc for bloc in found.of(1990) if "S03" in bloc.members)
    assert first.name == "S03, S00, S21 +5"
    assert found.named[first.label] == "S03, S00, S21"


def test_a_bridge_is_the_state_whose_ties_go_both_ways(simulated: Any) -> None:
    ties = np.zeros((9, 9))
    ties[:4, :4] = ties[4:8, 4:8] = 1.0
    ties[8, [0, 1, 4, 5]] = ties[[0, 1, 4, 5], 8] = 1.0
    np.fill_diagonal(ties, 0.0)
    rows = blocs([simulated.layer(ties)]).table.to_pylist()
    assert max(rows, key=lambda row: row["bridge"])["state"] == "S08"
    assert rows[8]["bridge"] > 0.9
    assert rows[8]["stability"] is None or rows[8]["stability"] < rows[0]["stability"]
    assert rows[3]["bridge"] == 0
    assert rows[3]["second_bloc"] is None


def test_the_same_seed_gives_the_same_record(simulated: Any) -> None:
    noise = np.random.default_rng(8).normal(size=(24, 24))
    layers = [simulated.layer(noise + noise.T)]
    assert blocs(layers, seed=3).table == blocs(layers, seed=3).table
    assert blocs(layers, seed=3).table != blocs(layers, seed=4).table


@given(order=st.permutations(range(24)), seed=st.integers(0, 100))
@settings(max_examples=10)
def test_the_order_in_which_states_come_does_not_matter(
    simulated: Any, order: list[int], seed: int
) -> None:
    ties = simulated.planted(TRUTH, inside=0.4, outside=0.2, seed=seed)
    shuffled = simulated.layer(ties[np.ix_(order, order)], [STATES[i] for i in order])
    one, other = blocs([simulated.layer(ties)], runs=5), blocs([shuffled], runs=5)
    assert one.table == other.table


@given(order=st.permutations(range(24)))
@settings(max_examples=10)
def test_states_by_other_names_form_the_same_blocs(simulated: Any, order: list[int]) -> None:
    ties = simulated.planted(TRUTH, inside=0.95, outside=0.02, seed=1)
    layer = simulated.layer(ties)
    renamed = simulated.layer(layer.weights, [STATES[i] for i in order])
    there = {frozenset(STATES[order[STATES.index(s)]] for s in group) for group in PLANTED}
    assert groups(blocs([renamed], runs=10), 2000) == there


@given(
    seed=st.integers(0, 10_000),
    n=st.integers(1, 12),
    unknown=st.floats(0, 0.9),
    name=st.sampled_from(["votes", "trade", "cooperation"]),
)
@settings(max_examples=25)
def test_any_layer_gives_scores_between_0_and_1(
    simulated: Any, seed: int, n: int, unknown: float, name: str
) -> None:
    generator = np.random.default_rng(seed)
    weights = generator.normal(size=(n, n))
    weights[generator.random((n, n)) < unknown] = np.nan
    found = blocs([simulated.layer(weights, name=name)], runs=4)
    for row in found.table.to_pylist():
        for score in ("stability", "bridge", "second_share"):
            assert row[score] is None or 0 <= row[score] <= 1
        assert (row["bloc"] is None) == (row["stability"] is None) == (row["bloc_name"] is None)
        assert row["second_bloc"] is None or row["second_bloc"] != row["bloc"]
        assert (row["second_bloc"] is None) == (row["second_share"] is None)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"resolution": 0.0}, "resolution"),
        ({"resolution": float("nan")}, "resolution"),
        ({"runs": 0}, "run"),
        ({"seed": -1}, "seed"),
    ],
)
def test_what_makes_no_sense_is_told(simulated: Any, options: dict[str, Any], said: str) -> None:
    with pytest.raises(BadValue, match=said):
        blocs(world(simulated, 1990), **options)


def test_layers_that_do_not_fit_are_told(simulated: Any) -> None:
    with pytest.raises(OutsideCoverage, match="No layer"):
        blocs([])
    with pytest.raises(BadValue, match="twice"):
        blocs(world(simulated, 1990, 1990))
    with pytest.raises(BadValue, match="matrix"):
        blocs([simulated.layer(np.zeros((3, 2)), ["A", "B", "C"])])
    with pytest.raises(BadValue, match="without end"):
        blocs([simulated.layer(np.full((3, 3), np.inf))])
