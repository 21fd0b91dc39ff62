"""An indicator: what it measures of a state, and the fixed points of its scale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from comity.measures.sovereignty.record import Record


@dataclass(frozen=True, slots=True)
class Found:
    """A value with the year it is of and the dataset it rests on; `note` where one is due."""

    value: float
    year: int
    dataset: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Absent:
    """Why there is no value: what the record does not have is absent, never 0."""

    reason: str


@dataclass(frozen=True, slots=True)
class Scale:
    """The values that score 0 and 100; straight between them, and no further than both.

    They are fixed, as the goalposts of the human development index are: no state's score depends
    on another state's figures, and scores of two years compare.
    """

    at_0: float
    at_100: float

    def score(self, value: float) -> float:
        """0..100; more is more in the state's own hands."""
        share = (value - self.at_0) / (self.at_100 - self.at_0)
        return 100 * min(1.0, max(0.0, share))

    @property
    def direction(self) -> str:
        """Whether a higher value means more or less in its own hands."""
        return "higher is more" if self.at_100 > self.at_0 else "lower is more"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure of a dimension. Without a `scale` it is shown, and not scored.

    `measure` takes the record and a state's code.
    """

    code: str
    title: str
    unit: str
    formula: str
    scale: Scale | None
    measure: Callable[[Record, str], Found | Absent]

    @property
    def direction(self) -> str:
        """Which way the scale runs."""
        return self.scale.direction if self.scale else "not scored"

    def score(self, value: float) -> float | None:
        """The score of a value, 0..100; None where the indicator is not scored."""
        return self.scale.score(value) if self.scale else None
