"""Ideal points of invented states: laws, known positions found again, refusals."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from invented_votes import World, world

from comity.errors import BadValue, NotConverged, OutsideCoverage
from comity.measures.ideal_points import IdealPoints, estimate, ideal_points

SCRIPT = """
import sys
sys.path.insert(0, sys.argv[1])
from invented_votes import world
from comity.measures.ideal_points import ideal_points
small = world(3, states=12, sessions=3, each=25)
found = ideal_points(small.votes, small.roll_calls)
sys.stdout.write(repr(found.table.to_pylist()))
"""


@pytest.fixture(scope="module")
def known() -> World:
    return world(1)


@pytest.fixture(scope="module")
def found(known: World) -> IdealPoints:
    return ideal_points(known.votes, known.roll_calls)


def in_order(found: IdealPoints, known: World) -> list[int]:
    return [found.states.index(state) for state in known.states]


def test_known_positions_are_found_again(known: World, found: IdealPoints) -> None:
    estimated = found.position[in_order(found, known)]
    assert np.corrcoef(estimated.ravel(), known.positions.ravel())[0, 1] > 0.95


def test_about_nine_in_ten_known_positions_lie_in_their_intervals(
    known: World, found: IdealPoints
) -> None:
    rows = in_order(found, known)
    inside = (known.positions >= found.lower[rows]) & (known.positions <= found.upper[rows])
    assert 0.82 < inside.mean() < 0.97


def test_the_united_states_are_positive(found: IdealPoints) -> None:
    assert found.of("USA").mean() > 0


def test_the_scale_has_mean_0_and_variance_1_in_every_draw(found: IdealPoints) -> None:
    draws = found.draws.reshape(len(found.draws), -1)
    assert np.nanmean(draws, axis=1) == pytest.approx(0, abs=1e-2)
    assert np.nanvar(draws, axis=1) == pytest.approx(1, abs=0.05)


def test_each_interval_is_around_its_position(found: IdealPoints) -> None:
    assert (found.lower < found.position).all()
    assert (found.position < found.upper).all()


def test_a_narrower_level_gives_narrower_intervals(known: World, found: IdealPoints) -> None:
    half = ideal_points(known.votes, known.roll_calls, level=0.5)
    assert (half.upper - half.lower < found.upper - found.lower).all()
    assert half.position == pytest.approx(found.position)


def test_the_table_has_a_row_for_each_position(found: IdealPoints) -> None:
    assert found.table.num_rows == 40 * 6
    assert found.table.column_names == [
        *("state", "period", "ideal_point", "lower", "upper", "votes")
    ]
    assert sum(found.table["votes"].to_pylist()) == found.votes.sum()


def test_a_state_without_votes_has_no_position(found: IdealPoints) -> None:
    assert np.isnan(found.of("ATA")).all()


@pytest.fixture(scope="module")
def small() -> World:
    return world(2, states=15, sessions=3, each=30)


def test_the_same_seed_gives_the_same_numbers(small: World) -> None:
    one, other = (ideal_points(small.votes, small.roll_calls, seed=4) for _ in range(2))
    assert one.table.equals(other.table)


def test_another_seed_gives_nearly_the_same_positions(small: World) -> None:
    one, other = (ideal_points(small.votes, small.roll_calls, seed=seed) for seed in (1, 2))
    assert not one.table.equals(other.table)
    assert np.corrcoef(one.position.ravel(), other.position.ravel())[0, 1] > 0.98


def test_the_order_of_rows_does_not_matter(small: World) -> None:
    order = np.random.default_rng(0).permutation(small.votes.num_rows)
    mixed = ideal_points(small.votes.take(pa.array(order)), small.roll_calls)
    assert mixed.table.equals(ideal_points(small.votes, small.roll_calls).table)


def test_what_a_roll_call_is_called_does_not_matter(small: World) -> None:
    renamed = [
        table.set_column(0, "rcid", pc.add(pc.multiply(table["rcid"], 7), 90_000))
        for table in (small.votes, small.roll_calls)
    ]
    assert ideal_points(*renamed).table.equals(ideal_points(small.votes, small.roll_calls).table)


def test_the_number_of_threads_does_not_matter() -> None:
    told = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(Path(__file__).parent)],
            env={**os.environ, "NUMBA_NUM_THREADS": threads},
            capture_output=True,
            check=True,
        ).stdout
        for threads in ("1", "2")
    ]
    assert told[0] == told[1]
    assert told[0].count(b"USA") == 3


def test_chains_that_disagree_are_refused_with_the_figure(
    small: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(estimate, "CONVERGED", 1.0)
    with pytest.raises(NotConverged, match=r"scale reduction of 1\.\d+"):
        ideal_points(small.votes, small.roll_calls)


def test_the_scale_reduction_of_chains_that_agree_is_about_1_and_of_others_large() -> None:
    draws = np.random.default_rng(1).normal(size=(2, 400, 50)).astype(np.float32)
    assert estimate.scale_reduction(draws) == pytest.approx(1, abs=0.02)
    draws[1] += 3
    assert estimate.scale_reduction(draws) > 2


def test_draws_of_chains_that_lie_apart_are_widened() -> None:
    draws = np.random.default_rng(1).normal(size=(2, 400, 50)).astype(np.float32)
    assert estimate.widened(draws).std() == pytest.approx(1, abs=0.02)
    draws[0] -= 1
    draws[1] += 1
    # Variance within 1, of the chains' means 2: a new chain and the mean of two, 1 + 2 + 1.
    assert estimate.widened(draws).std() == pytest.approx(2, abs=0.05)


def test_without_the_united_states_the_scale_has_no_direction(small: World) -> None:
    without = small.votes.filter(pc.not_equal(small.votes["state"], "USA"))
    with pytest.raises(OutsideCoverage, match="United States"):
        ideal_points(without, small.roll_calls)


@pytest.mark.parametrize("level", [0.2, 1.0, 1.5])
def test_a_level_that_is_no_share_is_refused(small: World, level: float) -> None:
    with pytest.raises(BadValue, match="level"):
        ideal_points(small.votes, small.roll_calls, level=level)
