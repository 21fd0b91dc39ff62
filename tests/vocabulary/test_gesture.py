"""The gesture classes as a ladder, and the rule from a Goldstein score to an intensity."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.vocabulary.gesture import (
    GestureClass,
    MeetingRule,
    QuadClass,
    Reading,
    ruled_intensity,
)

CLASSES = st.sampled_from(list(GestureClass))
SCORES = st.integers(-100, 100)

APPEAL = Reading(
    scheme="cameo",
    code="020",
    title="Make an appeal or request",
    gesture_class=GestureClass.NEUTRAL,
    meeting=MeetingRule.NEVER,
    recognition=False,
    aim=False,
    intensity=1.5,
    goldstein_tenths=30,
    quad=QuadClass.VERBAL_COOPERATION,
    plover_type=None,
    plover_mode=None,
    reason="Asks.",
)


def test_the_ladder_goes_from_friendly_to_attack_in_four_steps() -> None:
    assert GestureClass.FRIENDLY.steps_to(GestureClass.ATTACK) == 4
    assert GestureClass.NEUTRAL.steps_to(GestureClass.INSULT) == 1


def test_insult_offence_and_attack_are_hostile() -> None:
    hostile = [c for c in GestureClass if c.is_hostile]
    assert hostile == [GestureClass.INSULT, GestureClass.OFFENCE, GestureClass.ATTACK]


@pytest.mark.parametrize(
    ("gesture_class", "score", "intensity"),
    [
        (GestureClass.FRIENDLY, 83, 8.5),
        (GestureClass.FRIENDLY, 34, 3.5),
        (GestureClass.INSULT, -20, 2.0),
        (GestureClass.OFFENCE, -58, 6.0),
        (GestureClass.ATTACK, -72, 7.0),
        (GestureClass.NEUTRAL, 0, 0.0),
        (GestureClass.NEUTRAL, -1, 0.5),
        (GestureClass.NEUTRAL, 34, 1.5),
    ],
)
def test_the_intensity_of_a_score_by_hand(
    gesture_class: GestureClass, score: int, intensity: float
) -> None:
    assert ruled_intensity(gesture_class, score) == intensity


@given(CLASSES, SCORES, SCORES)
def test_a_stronger_score_never_has_a_lower_intensity(
    gesture_class: GestureClass, one: int, other: int
) -> None:
    weaker, stronger = sorted((one, other), key=abs)
    assert ruled_intensity(gesture_class, weaker) <= ruled_intensity(gesture_class, stronger)


@given(CLASSES, SCORES)
def test_an_intensity_is_a_half_step_between_0_and_10(
    gesture_class: GestureClass, score: int
) -> None:
    intensity = ruled_intensity(gesture_class, score)
    assert 0 <= intensity <= 10
    assert (intensity * 2).is_integer()


@given(CLASSES, CLASSES)
def test_steps_are_the_same_both_ways(one: GestureClass, other: GestureClass) -> None:
    assert one.steps_to(other) == other.steps_to(one)


def test_an_own_reading_keeps_the_intensity_and_says_so() -> None:
    own = APPEAL.read_as(GestureClass.INSULT)
    assert own.intensity == APPEAL.intensity
    assert own.reason == "Own reading: insult instead of neutral. Asks."


def test_the_same_class_is_no_own_reading() -> None:
    assert APPEAL.read_as(GestureClass.NEUTRAL) is APPEAL


def test_an_act_read_as_neutral_has_half_its_strength() -> None:
    shown = replace(APPEAL, gesture_class=GestureClass.ATTACK, intensity=7.0, goldstein_tenths=-72)
    assert shown.as_neutral("Invited.").intensity == 3.5
    assert replace(shown, goldstein_tenths=None).as_neutral("Invited.").intensity == 3.5
    assert shown.as_neutral("Invited.").reason == "Invited. Asks."
