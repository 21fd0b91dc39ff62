"""Reaction functions of SIMULATED worlds whose answers are known."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from comity.errors import BadValue, Interrupted, OutsideCoverage, UnknownName
from comity.models.reaction_function.echoes import direct_share
from comity.models.reaction_function.estimate import fit_reactions
from comity.models.reaction_function.result import ReactionFunctions
from comity.models.reaction_function.series import act_series

MONDAY = dt.date(2020, 1, 6)


def recipe(recipes: list[Any], name: str, **changes: Any) -> Any:
    return replace(next(one for one in recipes if one.name == name), **changes)


def against(fitted: ReactionFunctions, truth: Any) -> tuple[Any, ...]:
    """Truth, estimate, lower and upper end of each answer."""
    rows = fitted.table.to_pylist()
    keys = ("responder", "initiator", "stimulus", "response")
    known = [truth[tuple(row[key] for key in keys)] for row in rows]
    columns = ("extra_acts_30d", "lower", "upper")
    return np.array(known), *(np.array([row[name] for row in rows]) for name in columns)


@pytest.fixture(scope="module")
def plain(worlds: ModuleType) -> Any:
    return worlds.simulate(
        recipe(worlds.known_answers(), "one class, no shock", dyads=30, seed=401)
    )


@pytest.fixture(scope="module")
def fitted(plain: Any) -> ReactionFunctions:
    return fit_reactions(plain.series)


def test_known_answers_are_found(plain: Any, fitted: ReactionFunctions) -> None:
    truth, found, _, _ = against(fitted, plain.truth)
    assert len(found) == 60
    assert np.corrcoef(truth, found)[0, 1] > 0.8
    assert np.mean(found - truth) == pytest.approx(0, abs=0.05)
    assert np.abs(found - truth).mean() < 0.08


def test_nine_in_ten_intervals_hold_the_known_answer(plain: Any, fitted: ReactionFunctions) -> None:
    truth, _, lower, upper = against(fitted, plain.truth)
    assert 0.8 <= np.mean((lower <= truth) & (truth <= upper)) <= 0.97


def test_with_momentum_and_echoes_more_follows_than_the_direct_answer(
    plain: Any, fitted: ReactionFunctions
) -> None:
    names = [f"{'AB'[side]}{dyad:03d}" for dyad in range(30) for side in (0, 1)]
    found = [
        fitted.answer(one, f"{'BA'[one[0] == 'B']}{one[1:]}", "acts", ["acts"]) for one in names
    ]
    truth = plain.total.reshape(-1)
    total = np.array([one.total for one in found])
    assert np.corrcoef(truth, total)[0, 1] > 0.8
    assert np.mean(total - truth) == pytest.approx(0, abs=0.1)
    strong = [one for one in found if one.extra > 0.1]
    assert all(one.total > one.extra for one in strong)


def test_momentum_is_found_beside_the_answers(fitted: ReactionFunctions) -> None:
    assert np.mean(fitted.momentum["momentum_30d"].to_numpy()) == pytest.approx(0.2, abs=0.1)


def test_half_of_an_answer_comes_as_soon_as_the_world_says(fitted: ReactionFunctions) -> None:
    """Half of the answers fade by a day and half by a week: half has come within 2.2 days."""
    assert 1 < fitted.table["half_life_days"][0].as_py() < 4


def test_the_curve_of_an_answer_ends_in_the_answer(fitted: ReactionFunctions) -> None:
    one = fitted.answer("A000", "B000", "acts", ["acts"])
    curve = fitted.curve("A000", "B000", "acts", ["acts"]).to_pylist()
    assert [row["day"] for row in curve] == list(range(1, 91))
    at = curve[29]
    assert (at["extra"], at["lower"], at["upper"], at["total"]) == pytest.approx(
        (one.extra, one.lower, one.upper, one.total)
    )
    shape = fitted.fit.prior.shapes[0, 0]
    part = direct_share(shape, 3) / direct_share(shape, 30)
    assert curve[2]["extra"] == pytest.approx(part * one.extra)


def test_a_stranger_has_no_reaction_function(fitted: ReactionFunctions) -> None:
    with pytest.raises(OutsideCoverage, match="A000 toward B001"):
        fitted.answer("A000", "B001", "acts", ["acts"])
    with pytest.raises(UnknownName, match="insult"):
        fitted.answer("A000", "B000", "insult", ["acts"])


def test_the_result_says_how_the_optimum_was_checked(fitted: ReactionFunctions) -> None:
    assert fitted.converged
    assert "each of 30 dyads" in fitted.checked
    assert all(fitted.dyads["converged"].to_pylist())


@pytest.mark.parametrize("name", ["AR(1) .8, middle", "independent days, heavy tail, middle"])
def test_a_common_shock_is_not_taken_for_an_answer(worlds: ModuleType, name: str) -> None:
    world = worlds.simulate(recipe(worlds.no_reciprocity(), name, dyads=20))
    found = fit_reactions(world.series)
    assert not any(world.truth.values())
    assert np.mean(found.table["significant"].to_numpy(zero_copy_only=False)) <= 0.05
    moved = found.dyads["shock_sd"].to_numpy()
    assert np.median(moved) > 0.3
    lasting = 1 - found.dyads["shock_same_day_share"].to_numpy()
    assert np.median(lasting) > 0.5 if name.startswith("AR") else np.median(lasting) < 0.6


@pytest.fixture(scope="module")
def sparse(worlds: ModuleType) -> Any:
    return worlds.simulate(recipe(worlds.known_answers(), "few acts", dyads=15, acts=(8, 200)))


def test_every_dyad_with_thirty_acts_is_in_the_result(sparse: Any) -> None:
    series = sparse.series
    found = fit_reactions(series)
    acts = np.bincount(series.dyad, series.n, len(series.dyads))
    wanted = {
        (dyad.source, dyad.target)
        for dyad, both in zip(
            series.dyads, np.repeat(acts.reshape(-1, 2).sum(axis=1), 2), strict=True
        )
        if both >= 30
    }
    columns = (found.table["responder"].to_pylist(), found.table["initiator"].to_pylist())
    told = set(zip(*columns, strict=True))
    assert wanted <= told
    assert acts.min() < 30
    for name in ("extra_acts_30d", "lower", "upper", "total_30d"):
        assert np.isfinite(found.table[name].to_numpy()).all()


def test_the_same_series_gives_the_same_result(sparse: Any) -> None:
    series = sparse.series.until(300)
    one, other = fit_reactions(series), fit_reactions(series)
    assert one.table.equals(other.table)
    assert one.coefficients.equals(other.coefficients)
    assert one.log_likelihood == other.log_likelihood


def test_a_fit_tells_how_far_it_is_and_can_be_stopped(sparse: Any) -> None:
    told: list[float] = []
    series = sparse.series.until(60)
    fit_reactions(series, progress=lambda share, _: told.append(share))
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1)
    with pytest.raises(Interrupted):
        fit_reactions(series, cancelled=lambda: True)


def few(steps: int, classes: int = 1, n: int = 1) -> Any:
    names = [f"class {number}" for number in range(classes)]
    last = MONDAY + dt.timedelta(days=steps - 1)
    rows = [(MONDAY, "AAA", "BBB", names[0], n)]
    return act_series(rows, first_day=MONDAY, last_day=last, classes=names)


def test_a_series_without_acts_is_refused() -> None:
    with pytest.raises(BadValue, match="no act"):
        fit_reactions(few(100, n=0))


def test_a_series_of_a_few_days_is_refused() -> None:
    with pytest.raises(BadValue, match="19 observed days are too few"):
        fit_reactions(few(19))


def test_too_many_classes_are_refused() -> None:
    with pytest.raises(BadValue, match="13 classes are too many"):
        fit_reactions(few(100, classes=13))


def test_one_act_in_all_gives_a_result_that_is_only_borrowed() -> None:
    found = fit_reactions(few(100))
    assert found.table.num_rows == 2
    assert not any(found.table["significant"].to_pylist())
    assert found.table["own_evidence"].to_numpy().max() < 0.1
