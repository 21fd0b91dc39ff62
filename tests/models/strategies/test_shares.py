"""Shares of strategies: a case by hand, known players found again, and what can't be told."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulated_games import one_period_games, played, players

from comity.errors import OutsideCoverage
from comity.models.strategies import NAMES, population, populations, strategy_shares
from comity.models.strategies.climb import climbed
from comity.models.strategies.mixture import Mixtures, agreement, likelihoods, look
from comity.models.strategies.optimum import best_mixture


def test_three_defectors_and_a_cooperator_are_three_quarters_and_one_quarter() -> None:
    games = one_period_games({"a": "dddd", "b": "dddd", "c": "dddd", "e": "cccc"})
    found = strategy_shares(populations(games)[0])
    rows = {row["strategy"]: row for row in found.table.to_pylist()}
    assert rows["ALLD"]["share"] == pytest.approx(0.75)
    assert found.log_likelihood == pytest.approx(3 * math.log(0.75) + math.log(0.25))
    assert found.tremble == pytest.approx(0, abs=1e-6)
    # The standard error of a share of four is the root of 3/4 · 1/4 / 4.
    assert rows["ALLD"]["standard_error"] == pytest.approx(0.2165, abs=0.02)


def test_strategies_that_prescribe_the_same_have_a_share_only_together() -> None:
    games = one_period_games({"a": "dddd", "b": "dddd", "c": "dddd", "e": "cccc"})
    found = strategy_shares(populations(games)[0])
    rows = {row["strategy"]: row for row in found.table.to_pylist()}
    for name in ("ALLC", "GRIM", "TFT", "WSLS", "T2"):
        assert rows[name]["share"] is rows[name]["standard_error"] is None
        assert set(rows[name]["alike"]) == set(NAMES) - {"ALLD", name}
    (together,) = (group for group in found.groups if len(group[0]) == 5)
    assert together[1] == pytest.approx(0.25)


def test_one_player_who_slips_once_has_a_likelihood_by_hand() -> None:
    # Two players of ten choices, one of which was a slip: tremble 1/20, shares one half each.
    games = one_period_games({"a": "dddddddddd", "b": "cccccccccd"})
    found = strategy_shares(populations(games)[0])
    told = 1 - found.tremble

    def height(p: float) -> float:
        one = 0.5 * p**10 + 0.5 * (1 - p) ** 10
        two = 0.5 * p**9 * (1 - p) + 0.5 * p * (1 - p) ** 9
        return math.log(one) + math.log(two)

    grid = np.linspace(0.5, 0.9999, 20001)
    assert told == pytest.approx(grid[np.argmax([height(p) for p in grid])], abs=1e-4)
    assert found.log_likelihood == pytest.approx(max(map(height, grid)), abs=1e-6)
    assert found.gamma == pytest.approx(1 / math.log(told / found.tremble))


def test_known_players_are_found_again() -> None:
    counts = {"ALLD": 60, "TFT": 40, "GRIM": 30, "ALLC": 20, "T2": 30, "WSLS": 20}
    made = players(np.random.default_rng(3), counts, tremble=0.1)
    found = strategy_shares(population("SIMULATED", made))
    for row in found.table.to_pylist():
        truth = counts[row["strategy"]] / 200
        assert abs(row["share"] - truth) < 3 * max(row["standard_error"], 0.005)
    assert found.tremble == pytest.approx(0.1, abs=0.005)
    likely = {
        row["id"]: max(NAMES, key=lambda name: row[name]) for row in found.sequences.to_pylist()
    }
    assert np.mean([name == player.split()[0] for player, name in likely.items()]) > 0.97


def test_standard_errors_cover_the_truth() -> None:
    rng = np.random.default_rng(8)
    within = []
    for _ in range(30):
        number = rng.binomial(60, 0.3)
        made = players(rng, {"ALLD": number, "TFT": 60 - number}, tremble=0.05, games=3)
        found = strategy_shares(population("SIMULATED", made), resamples=100)
        (row,) = (row for row in found.table.to_pylist() if row["strategy"] == "ALLD")
        within.append(abs(row["share"] - 0.3) < 1.645 * row["standard_error"])
    assert 0.78 <= np.mean(within) <= 1


def test_the_same_seed_gives_the_same_numbers() -> None:
    made = players(np.random.default_rng(4), {"ALLD": 8, "TFT": 7}, tremble=0.1, games=2)
    group = population("SIMULATED", made)
    assert strategy_shares(group, seed=3).table == strategy_shares(group, seed=3).table
    assert strategy_shares(group, seed=3).table != strategy_shares(group, seed=4).table


def test_the_order_of_players_does_not_matter() -> None:
    made = players(np.random.default_rng(4), {"ALLD": 8, "TFT": 7}, tremble=0.1, games=2)
    ahead = strategy_shares(population("SIMULATED", made))
    back = strategy_shares(population("SIMULATED", dict(reversed(made.items()))))
    shares = [np.array(found.table["share"].to_pylist()) for found in (ahead, back)]
    assert shares[0] == pytest.approx(shares[1], abs=1e-5)
    assert ahead.log_likelihood == pytest.approx(back.log_likelihood, abs=1e-8)


@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1))
def test_no_other_mixture_is_likelier_whatever_the_choices(seed: int) -> None:
    rng = np.random.default_rng(seed)
    sequences, strategies = rng.integers(2, 12), rng.integers(2, 7)
    choices = rng.integers(1, 9, sequences)
    data = agreement(rng.integers(0, choices[:, None] + 1, (sequences, strategies)), choices)
    best = best_mixture(data)
    others = Mixtures(rng.dirichlet(np.full(strategies, 0.5), 400), rng.uniform(0.5, 0.9999, 400))
    ones = np.ones((400, sequences))
    seen = look(data, others, ones, likelihoods(data, others.followed))
    assert seen.log_likelihood.max() <= best.log_likelihood + 1e-6
    assert best.gap <= 1e-6
    assert best.shares.sum() == pytest.approx(1)


def test_each_round_of_a_climb_ends_higher_than_it_began() -> None:
    made = players(np.random.default_rng(6), {"T2": 5, "TFT": 5, "WSLS": 4}, tremble=0.2, games=3)
    data = population("SIMULATED", made).agreement
    start = Mixtures(np.full((3, 6), 1 / 6), np.array([0.55, 0.75, 0.99]))
    ones = np.ones((3, 14))
    end = climbed(data, start, ones)
    below = look(data, start, ones, likelihoods(data, start.followed)).log_likelihood
    above = look(data, end, ones, likelihoods(data, end.followed)).log_likelihood
    assert (above > below).all()
    assert above == pytest.approx(above[0])


def test_one_sequence_has_no_shares() -> None:
    alone = {"a": played(np.random.default_rng(1), "TFT", games=3, periods=9, tremble=0.1)}
    with pytest.raises(OutsideCoverage, match=r"one sequence(.|\n)*posterior probabilities"):
        strategy_shares(population("T", alone))


def test_choices_that_a_coin_tells_as_well_have_no_shares() -> None:
    with pytest.raises(OutsideCoverage, match="coin"):
        strategy_shares(populations(one_period_games({"a": "cd", "b": "dc"}))[0])
