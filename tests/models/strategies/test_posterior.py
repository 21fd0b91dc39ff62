"""One sequence: which strategy it looks like, and what a free memory-one strategy makes of it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import beta, betainc
from simulated_games import played

from comity.errors import BadValue, OutsideCoverage
from comity.models.strategies import (
    NAMES,
    Moves,
    StrategyPosterior,
    memory_one,
    posterior_of,
    posterior_strategies,
)


def chances(found: StrategyPosterior) -> dict[str, float]:
    return {row["strategy"]: row["probability"] for row in found.table.to_pylist()}


def test_two_choices_have_a_posterior_by_hand() -> None:
    # d after the other's d: tit for tat, grim, WSLS and T2 are right twice, ALLC and ALLD once.
    found = posterior_strategies("cd", "dc", tremble=0.1)
    weights = {name: 0.81 for name in ("GRIM", "TFT", "WSLS", "T2")} | {"ALLC": 0.09, "ALLD": 0.09}
    assert chances(found) == pytest.approx(
        {name: weight / sum(weights.values()) for name, weight in weights.items()}
    )


def test_an_unknown_tremble_is_uniform_below_one_half() -> None:
    rng = np.random.default_rng(2)
    moves = played(rng, "TFT", games=1, periods=40, tremble=0.2)
    found = posterior_of(moves)
    for row in found.table.to_pylist():
        right = round(row["agreed"] * 40)
        shape = (40 - right + 1, right + 1)
        exact = 2 * beta(*shape) * betainc(*shape, 0.5)
        assert row["log_evidence"] == pytest.approx(math.log(exact), abs=1e-5)


@given(st.text("cd", min_size=1, max_size=60), st.data())
def test_probabilities_add_up_to_one_and_alike_means_equal(own: str, data: st.DataObject) -> None:
    other = data.draw(st.text("cd", min_size=len(own), max_size=len(own)))
    found = posterior_strategies(own, other)
    probability = chances(found)
    assert sum(probability.values()) == pytest.approx(1)
    for row in found.table.to_pylist():
        for same in row["alike"]:
            assert probability[same] == pytest.approx(row["probability"])


@pytest.mark.parametrize("name", NAMES)
def test_a_long_sequence_is_told_by_its_strategy(name: str) -> None:
    moves = played(np.random.default_rng(9), name, games=10, periods=10, tremble=0.1)
    found = posterior_of(moves)
    assert chances(found)[name] > 0.99
    assert name in found.text


def test_a_very_long_sequence_does_not_underflow() -> None:
    rng = np.random.default_rng(9)
    other = rng.random(5000) < 0.6
    own = np.append(True, other[:-1]) ^ (rng.random(5000) < 0.45)
    found = posterior_strategies(own, other)
    assert sum(chances(found).values()) == pytest.approx(1)
    assert chances(found)["TFT"] > 0.99


def test_one_that_cooperates_after_its_own_defection_alone_fits_no_named_strategy() -> None:
    rng = np.random.default_rng(3)
    own, other = [True], rng.random(80) < 0.5
    while len(own) < 80:
        own.append(not own[-1])
    found = posterior_strategies(np.array(own), other)
    assert found.memory_one.log_evidence > max(found.table["log_evidence"].to_pylist()) + 10
    assert "describes them better" in found.text


def test_a_memory_one_strategy_has_frequencies_and_jeffreys_intervals() -> None:
    # After cc: c, c, d. After dc: c. Nothing follows cd or dd.
    found = posterior_strategies("cccdc", "ccccc").memory_one
    rows = {row["after"]: row for row in found.table.to_pylist()}
    assert (rows["cc"]["times"], rows["cc"]["cooperated"]) == (3, 2)
    assert rows["cc"]["probability"] == pytest.approx(2 / 3)
    assert betainc(2.5, 1.5, rows["cc"]["lower"]) == pytest.approx(0.05)
    assert betainc(2.5, 1.5, rows["cc"]["upper"]) == pytest.approx(0.95)
    assert rows["dc"]["probability"] == rows["dc"]["upper"] == 1
    assert rows["dc"]["lower"] == pytest.approx(0.2288, abs=1e-3)
    for name in ("cd", "dd"):
        assert rows[name]["times"] == 0
        assert rows[name]["probability"] is rows[name]["lower"] is rows[name]["upper"] is None


def test_intervals_of_a_memory_one_strategy_cover() -> None:
    rng = np.random.default_rng(12)
    truth = {"cc": 0.9, "cd": 0.3, "dc": 0.6, "dd": 0.15}
    within = []
    for _ in range(150):
        own, other = [True], rng.random(150) < 0.5
        while len(own) < 150:
            after = ("c" if own[-1] else "d") + ("c" if other[len(own) - 1] else "d")
            own.append(bool(rng.random() < truth[after]))
        ones = np.ones(150, np.bool_)
        found = memory_one(Moves(np.array(own), other, np.zeros(150, np.int64), ones))
        within += [
            row["lower"] <= truth[row["after"]] <= row["upper"] for row in found.table.to_pylist()
        ]
    assert 0.87 <= np.mean(within) <= 0.93


def test_bad_choices_are_refused() -> None:
    with pytest.raises(BadValue, match="'x' is neither c nor d"):
        posterior_strategies("cx", "cc")
    with pytest.raises(BadValue, match="2 choices, the other 1"):
        posterior_strategies("cc", "c")
    with pytest.raises(BadValue, match=r"tremble of 0\.5"):
        posterior_strategies("cc", "cc", tremble=0.5)
    with pytest.raises(OutsideCoverage, match="no choice"):
        posterior_strategies("", "")
