"""The similarity of two states by period: what was measured, how, on which items, from where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

import pyarrow as pa

from comity.measures.similarity.measure import Distance, Measure
from comity.measures.similarity.pair import Estimate

Of = Literal["votes", "alliances", "organisations", "trade"]
By = Literal["year", "session", "all"]

S, F = pa.string(), pa.float64()
TABLE = pa.schema(
    [
        *(("state", S), ("other", S), ("of", S), ("period", pa.int32())),
        *(("measure", S), ("distance", S), ("value", F), ("lower", F), ("upper", F)),
        *(("items", pa.int32()), ("dataset", S), ("scale", S), ("weights", S)),
    ]
)
# A period with fewer items is too thin for a headline (the first weeks of a session, say).
HEADLINE_ITEMS = 20
NAMES = {
    "pi": "Scott's pi",
    "kappa": "Cohen's kappa",
    "agreement": "agreement",
    "s": "Signorino and Ritter's S",
}
ITEMS = {
    "votes": "roll calls in which both voted",
    "alliances": "states of the system",
    "organisations": "organisations",
    "trade": "third states with which both have trade on record",
}
BOUNDS = {
    "agreement": "0 (as far apart as can be) to 1 (the same)",
    "s": "-1 (as far apart as can be) to 1 (the same)",
    "pi": "1 the same, 0 as expected by chance, below 0 less than that",
    "kappa": "1 the same, 0 as expected by chance, below 0 less than that",
}


@dataclass(frozen=True, slots=True)
class PeriodSimilarity:
    """One period (None: all of them at once); `estimate` is of the items in `dataset`."""

    period: int | None
    estimate: Estimate
    dataset: str


@dataclass(frozen=True, slots=True)
class How:
    """What is measured, and with which measure and distance; `scale`: of the values."""

    of: Of
    by: By
    measure: Measure
    distance: Distance
    scale: str
    weights: str
    level: float


@dataclass(frozen=True, slots=True)
class Similarity:
    """The periods that have enough items, oldest first. `thin` had too few: period and items.

    A period in which nothing could be compared is in neither: it is absent, not 0.
    """

    state: str
    other: str
    how: How
    periods: tuple[PeriodSimilarity, ...]
    thin: tuple[tuple[int | None, int], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def table(self) -> pa.Table:
        """One row a period; value and interval are null where the measure is not defined."""
        rows = [
            {
                "state": self.state,
                "other": self.other,
                "of": self.how.of,
                "period": item.period,
                "measure": self.how.measure,
                "distance": self.how.distance,
                "value": item.estimate.value,
                "lower": item.estimate.lower,
                "upper": item.estimate.upper,
                "items": item.estimate.items,
                "dataset": item.dataset,
                "scale": self.how.scale,
                "weights": self.how.weights,
            }
            for item in self.periods
        ]
        return pa.Table.from_pylist(rows, schema=TABLE)

    @property
    def text(self) -> str:
        """The newest period in a sentence, against the first; then what was left out and why."""
        return " ".join([*self._sentences(), *self.notes])

    def _sentences(self) -> list[str]:
        how = self.how
        said = [
            f"{self.state} and {self.other}, {how.of}: {NAMES[how.measure]} over {how.distance} "
            f"distance{self._weighing()}; {BOUNDS[how.measure]}."
        ]
        said += self._newest()
        empty = [self._name(item) for item in self.periods if item.estimate.value is None]
        if empty:
            said += [
                f"Not defined in {_listed(empty)}: both had one and the same value in every item, "
                "which chance explains as well."
            ]
        if self.thin:
            named = [f"{_period(self.how.by, at)} ({count})" for at, count in self.thin]
            said += [f"Left out for too few shared items: {_listed(named)}."]
        return said

    def _newest(self) -> list[str]:
        """The newest value on enough items, against the first such one of the same dataset."""
        known = [item for item in self.periods if item.estimate.value is not None]
        if not known:
            return []
        full = [item for item in known if item.estimate.items >= HEADLINE_ITEMS] or known
        last = full[-1]
        first = next(item for item in full if item.dataset == last.dataset)
        against = f", against {_number(first)} in {self._name(first)}"
        said = [
            f"{_with_interval(last, self.how.level)} in {self._name(last)}, over "
            f"{last.estimate.items} {ITEMS[self.how.of]}{against if first is not last else ''}."
        ]
        if len(stretches := self._stretches()) > 1:
            said += [f"From {'; '.join(stretches)}: their levels are not to be compared."]
        return said

    def _stretches(self) -> list[str]:
        """Each dataset with the periods that run on in it, oldest first."""
        grouped = groupby(self.periods, key=lambda item: item.dataset)
        runs = [(dataset, list(of)) for dataset, of in grouped]
        return [f"{name} {self._name(of[0])} to {self._name(of[-1])}" for name, of in runs]

    def _weighing(self) -> str:
        return f", items weighed by {self.how.weights}" if self.how.weights != "none" else ""

    def _name(self, item: PeriodSimilarity) -> str:
        return _period(self.how.by, item.period)


def _period(by: By, period: int | None) -> str:
    if period is None:
        return "all periods"
    return f"session {period}" if by == "session" else str(period)


def _number(item: PeriodSimilarity) -> str:
    return f"{item.estimate.value:.2f}"


def _with_interval(item: PeriodSimilarity, level: float) -> str:
    one = item.estimate
    return f"{one.value:.2f} ({level:.0%} interval {one.lower:.2f} to {one.upper:.2f})"


def _listed(words: Sequence[str], most: int = 5) -> str:
    more = f" and {len(words) - most} more" if len(words) > most else ""
    return ", ".join(words[:most]) + more
