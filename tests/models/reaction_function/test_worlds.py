"""The SIMULATED worlds that estimates are tried on are what they say."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np
import pytest

from comity.models.reaction_function.convex import fit_hawkes
from comity.models.reaction_function.series import GAP


def counts_of(series: Any) -> Any:
    """[dyad, class, step]."""
    counts = np.zeros((len(series.dyads), len(series.classes), series.steps))
    counts[series.dyad, series.klass, series.step] = series.n
    return counts


def test_the_same_recipe_gives_the_same_world(worlds: ModuleType) -> None:
    recipe = worlds.known_answers(dyads=5)[2]
    one, other = worlds.simulate(recipe), worlds.simulate(recipe)
    assert (one.series.n == other.series.n).all()
    assert (one.extra == other.extra).all()


def test_a_world_has_about_as_many_acts_as_its_recipe_says(worlds: ModuleType) -> None:
    for recipe in worlds.no_reciprocity(("middle",), dyads=20):
        acts = np.bincount(worlds.simulate(recipe).series.dyad, minlength=40)
        assert acts.min() > 0.3 * recipe.acts[0]
        assert np.median(acts) < recipe.acts[1]


@pytest.mark.parametrize("name", ["AR(1) .8", "stories of 5 days", "independent days, heavy tail"])
def test_a_shock_moves_both_sides_on_the_same_day(worlds: ModuleType, name: str) -> None:
    made = worlds.simulate(
        worlds.Recipe(name=name, seed=1, dyads=20, acts=(1000, 2000), shock=worlds.SHOCKS[name])
    )
    counts = counts_of(made.series)[:, 0]
    together = [np.corrcoef(counts[at : at + 2])[0, 1] for at in range(0, 40, 2)]
    assert np.mean(together) > 0.15
    assert made.same_day.mean() == pytest.approx(1, abs=0.15)
    assert not made.extra.any()


def test_answers_are_as_large_as_told(worlds: ModuleType) -> None:
    made = worlds.simulate(
        worlds.Recipe(
            name="",
            seed=2,
            dyads=4,
            days=20_000,
            acts=(10_000, 20_000),
            answers={("acts", "acts"): (0.2, 0.2)},
            answer_shape={7.0: 1.0},
        )
    )
    assert made.extra.reshape(-1) == pytest.approx([0.2 * (1 - np.exp(-30 / 7))] * 8)
    assert (made.total > made.extra).all()
    counts = counts_of(made.series)[:, 0]
    fits = [fit_hawkes(counts[at : at + 2], [7.0]).answers[:, :, 0] for at in range(0, 8, 2)]
    assert np.mean([[fit[0, 1], fit[1, 0]] for fit in fits]) == pytest.approx(0.2, abs=0.025)
    assert np.mean([np.diag(fit) for fit in fits]) == pytest.approx(0, abs=0.025)


def test_the_truth_names_responder_and_initiator(worlds: ModuleType) -> None:
    made = worlds.simulate(
        worlds.Recipe(
            name="",
            seed=3,
            dyads=1,
            classes=("friendly", "hostile"),
            answers={("friendly", "hostile"): (0.3, 0.3)},
        )
    )
    assert made.truth["A000", "B000", "friendly", "hostile"] == pytest.approx(
        made.extra[0, 0, 0, 1]
    )
    assert made.truth["A000", "B000", "hostile", "friendly"] == 0
    assert made.series.dyads[0].source == "A000"


def test_nothing_is_seen_in_a_gap(worlds: ModuleType) -> None:
    recipe = next(one for one in worlds.known_answers(dyads=5) if one.gap)
    series = worlds.simulate(recipe).series
    first, end = recipe.gap
    assert (series.parts[first:end] == GAP).all()
    assert not ((series.step >= first) & (series.step < end)).any()
    assert series.volume.mean() == pytest.approx(1)
