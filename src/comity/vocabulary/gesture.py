"""How an act is read: the five gesture classes, and the reading of one code."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class GestureClass(StrEnum):
    """What an act is to the other side, from cooperation to armed force.

    The order is a ladder: an own reading may move a code by one step of it.
    """

    FRIENDLY = "friendly"
    NEUTRAL = "neutral"
    INSULT = "insult"
    OFFENCE = "offence"
    ATTACK = "attack"

    @property
    def is_hostile(self) -> bool:
        """Whether the act is directed against the other side, in word or deed."""
        return self not in (GestureClass.FRIENDLY, GestureClass.NEUTRAL)

    def steps_to(self, other: GestureClass) -> int:
        """How many steps of the ladder lie between this class and another one, at least 0."""
        ladder = list(GestureClass)
        return abs(ladder.index(self) - ladder.index(other))


class MeetingRule(StrEnum):
    """When a code is an undirected meeting instead of a directed act.

    `IF_MIRRORED`: where the same full code stands in both directions of a pair on one day.
    """

    ALWAYS = "always"
    IF_MIRRORED = "if_mirrored"
    NEVER = "never"


class QuadClass(StrEnum):
    """The four quadrants of cooperation and conflict, in word (verbal) or deed (material)."""

    VERBAL_COOPERATION = "verbal_cooperation"
    MATERIAL_COOPERATION = "material_cooperation"
    VERBAL_CONFLICT = "verbal_conflict"
    MATERIAL_CONFLICT = "material_conflict"

    @property
    def is_cooperation(self) -> bool:
        """Whether it is one of the two quadrants of cooperation."""
        return self in (QuadClass.VERBAL_COOPERATION, QuadClass.MATERIAL_COOPERATION)


@dataclass(frozen=True, slots=True)
class Reading:
    """How one full code is read.

    `intensity` is the strength within the class, 0..10 in steps of a half. `goldstein_tenths` is
    the Goldstein (1992) score times ten, or None where the scheme has none. `recognition`: friendly
    only where the recognised party is the target. `aim`: hostile only where forces are not posted
    with the target by its consent. `plover_type` and `plover_mode`: the counterpart in PLOVER.
    `both_ways`: both sides did it, and the record does not say who began: an act in each direction.
    """

    scheme: str
    code: str
    title: str
    gesture_class: GestureClass
    meeting: MeetingRule
    recognition: bool
    aim: bool
    intensity: float
    goldstein_tenths: int | None
    quad: QuadClass | None
    plover_type: str | None
    plover_mode: str | None
    reason: str
    both_ways: bool = False

    def read_as(self, own: GestureClass) -> Reading:
        """The same code in a country's own class; its intensity stays."""
        if own is self.gesture_class:
            return self
        reason = f"Own reading: {own} instead of {self.gesture_class}. {self.reason}"
        return replace(self, gesture_class=own, reason=reason)

    def as_neutral(self, why: str) -> Reading:
        """The same code read as neutral, for the reason `why`, with the intensity of the rule.

        Without a Goldstein score the intensity of its own class stands for the score.
        """
        neutral, score = GestureClass.NEUTRAL, self.goldstein_tenths
        intensity = ruled_intensity(neutral, round(self.intensity * 10) if score is None else score)
        reason = f"{why} {self.reason}"
        return replace(self, gesture_class=neutral, intensity=intensity, reason=reason)


def ruled_intensity(gesture_class: GestureClass, goldstein_tenths: int) -> float:
    """The intensity that follows from a class and a Goldstein score, when nothing else is known.

    The absolute score to the nearest half (quarters upward), at least .5. A neutral act has half
    of that: at least .5 where its score is not 0, and 0 where it is. It never falls as the absolute
    score rises within a class.
    """
    size = abs(goldstein_tenths)
    if gesture_class is GestureClass.NEUTRAL:
        return 0.0 if size == 0 else max(0.5, (size + 5) // 10 / 2)
    return max(0.5, (2 * size + 5) // 10 / 2)
