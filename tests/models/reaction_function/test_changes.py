"""Whether an answer changed at a date, in a SIMULATED world where it did."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from comity.errors import BadValue, OutsideCoverage
from comity.models.reaction_function.changes import answer_changed, rolling_reactions
from comity.models.reaction_function.estimate import fit_reactions
from comity.models.reaction_function.result import ReactionFunctions

HALF, DYADS = 600, 8
QUESTION = ("acts", ["acts"])


@pytest.fixture(scope="module")
def fitted(worlds: ModuleType) -> ReactionFunctions:
    """For 600 days nobody answers; then the A sides of the first four dyads answer .5 acts."""
    recipe = worlds.Recipe(name="", seed=31, dyads=DYADS, days=HALF, acts=(900, 1100))
    early = worlds.simulate(recipe).series
    still = worlds.simulate(replace(recipe, seed=32)).series
    answers = {("acts", "acts"): (0.5, 0.5)}
    late = worlds.simulate(replace(recipe, seed=33, answers=answers)).series
    changed, same = late.dyad < DYADS, still.dyad >= DYADS
    columns = {
        name: np.concatenate(
            [getattr(early, name), getattr(late, name)[changed], getattr(still, name)[same]]
        )
        for name in ("dyad", "klass", "n")
    }
    step = [early.step, late.step[changed] + HALF, still.step[same] + HALF]
    parts = np.concatenate([early.parts, late.parts])
    together = replace(early, parts=parts, step=np.concatenate(step).astype(np.int32), **columns)
    return fit_reactions(together)


def changes(fitted: ReactionFunctions) -> list[Any]:
    at = fitted.fit.series.day_of(HALF)
    return [
        answer_changed(fitted, f"A{dyad:03d}", f"B{dyad:03d}", *QUESTION, at)
        for dyad in range(DYADS)
    ]


def test_an_answer_that_changed_is_found_to_have_and_the_others_not(
    fitted: ReactionFunctions,
) -> None:
    found = changes(fitted)
    planted, others = found[: DYADS // 2], found[DYADS // 2 :]
    assert sum(one.p_value < 0.05 for one in planted) >= 3
    assert sum(one.p_value < 0.05 for one in others) <= 1
    assert np.mean([one.difference for one in planted]) == pytest.approx(0.5, abs=0.2)
    assert np.mean([one.difference for one in others]) == pytest.approx(0, abs=0.2)


def test_the_two_stretches_meet_at_the_day(fitted: ReactionFunctions) -> None:
    series, one = fitted.fit.series, changes(fitted)[0]
    assert one.before.first_day == series.first_day
    assert one.after.first_day == one.at == series.day_of(HALF)
    assert one.before.last_day == series.day_of(HALF - 1)
    assert one.after.last_day == series.day_of(2 * HALF - 1)
    assert one.difference == pytest.approx(one.after.own - one.before.own)
    acts = series.n[series.dyad == 1]
    assert one.before.stimulus_acts + one.after.stimulus_acts == acts.sum()
    assert one.after.lower < one.after.extra < one.after.upper


def test_an_answer_rises_along_the_windows(fitted: ReactionFunctions) -> None:
    found = rolling_reactions(fitted, "A000", "B000", *QUESTION, window=300, every=300)
    assert [one.first_day for one in found] == [
        fitted.fit.series.day_of(step) for step in (0, 300, 600, 900)
    ]
    assert np.mean([one.own for one in found[2:]]) > np.mean([one.own for one in found[:2]])


def test_windows_with_too_little_record_are_left_out(fitted: ReactionFunctions) -> None:
    assert rolling_reactions(fitted, "A000", "B000", *QUESTION, window=59, every=400) == []


def test_too_short_a_stretch_is_refused(fitted: ReactionFunctions) -> None:
    for step in (59, 2 * HALF - 59):
        at = fitted.fit.series.day_of(step)
        with pytest.raises(OutsideCoverage, match="gives no reaction function"):
            answer_changed(fitted, "A000", "B000", *QUESTION, at)


def test_a_day_outside_the_series_is_refused(fitted: ReactionFunctions) -> None:
    for step in (-5, 0, 2 * HALF):
        at = fitted.fit.series.day_of(step)
        with pytest.raises(BadValue, match="lies outside the series"):
            answer_changed(fitted, "A000", "B000", *QUESTION, at)


def test_strangers_are_told(fitted: ReactionFunctions) -> None:
    at = fitted.fit.series.day_of(HALF)
    with pytest.raises(OutsideCoverage, match="no act between A000 and B001"):
        answer_changed(fitted, "A000", "B001", *QUESTION, at)
