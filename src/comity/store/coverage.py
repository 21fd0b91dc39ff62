"""Coverage: on which days a dataset would have seen an act, and which one to read by default."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from comity.errors import OutsideCoverage, UnknownName, unknown
from comity.store.query import Reading
from comity.vocabulary.dyad import Dyad
from comity.vocabulary.period import Span

DEFAULT_YEARS = 10
ACTS = ("events", "counts")


@dataclass(frozen=True, slots=True)
class DayCovered:
    """One day that a dataset covers for a dyad, and the part of the dataset it lies in."""

    day: dt.date
    part: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The dataset a series is read from, the span, and the covered days in it.

    `others` names the datasets that cover some of the span too, with their covered days.
    """

    dataset: str
    span: Span
    covered: tuple[DayCovered, ...]
    others: tuple[tuple[str, int], ...]
    asked: bool

    @property
    def text(self) -> str:
        """Which dataset was read, and why."""
        why = "as asked" if self.asked else "the best coverage of the span"
        rest = "; ".join(f"{name}: {days} days" for name, days in self.others)
        beside = f" Also in the lake: {rest}." if rest else ""
        return (
            f"Source {self.dataset} ({why}): {len(self.covered)} of {self.span.days} days "
            f"covered, {self.span}.{beside}"
        )


def covered_days(reading: Reading, dyad: Dyad) -> dict[str, dict[dt.date, str]]:
    """For each dataset, the days it covers for a dyad (in either direction), with their part."""
    rows = reading.run("covered_days", {"source": dyad.source, "target": dyad.target})
    days: dict[str, dict[dt.date, str]] = {}
    columns = (rows[name].to_pylist() for name in ("dataset", "day", "part"))
    for dataset, day, part in zip(*columns, strict=True):
        days.setdefault(dataset, {}).setdefault(day, part)
    return days


def choose(
    reading: Reading,
    dyad: Dyad,
    *,
    first_day: dt.date | None = None,
    last_day: dt.date | None = None,
    dataset: str | None = None,
) -> Choice:
    """The dataset for a dyad: the one asked for, else the one with the most covered days.

    Without a span: the ten years up to the last day that any dataset (or the one asked for) covers.
    Raises OutsideCoverage where nothing covers the dyad in the span, UnknownName for a dataset
    that is not in the lake.
    """
    days = covered_days(reading, dyad)
    if dataset is not None:
        check_dataset(reading, dataset)
        days = {dataset: days.get(dataset, {})}
    span = _span(days, first_day, last_day, dyad)
    inside = {
        name: tuple(DayCovered(day, part) for day, part in sorted(of.items()) if day in span)
        for name, of in days.items()
    }
    ranked = sorted(inside, key=lambda name: (-len(inside[name]), name))
    if not ranked or not inside[ranked[0]]:
        raise OutsideCoverage(
            f"No source of the lake covers {dyad} in {span}.",
            hint=_nearest_coverage(days),
            next_step="`comity data` lists what is covered; `comity ingest` adds more.",
        )
    others = tuple((name, len(inside[name])) for name in ranked[1:] if inside[name])
    return Choice(ranked[0], span, inside[ranked[0]], others, dataset is not None)


def check_dataset(reading: Reading, dataset: str) -> None:
    """Raises UnknownName, with the nearest, for a dataset that holds no acts in the lake."""
    of_acts = "SELECT DISTINCT dataset FROM coverage WHERE \"table\" IN ('events', 'counts')"
    known = reading.query(f"{of_acts} ORDER BY 1").column(0).to_pylist()
    if dataset not in known:
        raise _not_held(dataset, known)


def _not_held(dataset: str, known: Sequence[str]) -> UnknownName:
    """The error for a dataset that the lake does not hold: a source without a file in it yet, one
    that has no acts, or no source at all.
    """
    # Only for the error: all sources take long to import.
    from comity.sources.catalogue import find_source

    held = f"In the lake: {', '.join(known)}."
    try:
        about = find_source(dataset).description
    except UnknownName:
        return unknown("source of acts", dataset, known, next_step=held)
    if about.kind not in ACTS:
        return UnknownName(
            f"{dataset} tells of no acts, but of {about.kind.replace('_', ' ')}.", next_step=held
        )
    of_source = (about.name, *about.aliases)
    parts = [name for name in known if name in of_source or name.startswith(f"{about.name}_")]
    if dataset.casefold() == about.name and parts:
        return UnknownName(
            f"{dataset} is in the lake as {' and '.join(parts)}.", next_step="Name one of them."
        )
    return UnknownName(
        f"{dataset} is not in the lake.",
        hint=f"Read it in: comity ingest {about.name} FILE",
        next_step=held,
    )


def _span(
    days: dict[str, dict[dt.date, str]],
    first_day: dt.date | None,
    last_day: dt.date | None,
    dyad: Dyad,
) -> Span:
    every: Sequence[dt.date] = sorted({day for of in days.values() for day in of})
    if not every and (first_day is None or last_day is None):
        raise OutsideCoverage(
            f"No source of the lake covers {dyad}.",
            next_step="`comity data` lists what is covered; `comity ingest` adds more.",
        )
    end = last_day or every[-1]
    if first_day is not None:
        return Span.inclusive(first_day, end)
    earliest = dt.date(end.year - DEFAULT_YEARS, 1, 1)
    start = next((day for day in every if day >= earliest), end)
    return Span.inclusive(min(start, end), end)


def _nearest_coverage(days: dict[str, dict[dt.date, str]]) -> str:
    spans = [f"{name} {_stretches(of)}" for name, of in sorted(days.items()) if of]
    return f"Covered: {'; '.join(spans)}." if spans else ""


def _stretches(days: Mapping[dt.date, str]) -> str:
    """Covered days as stretches; breaks of a week or less are passed over."""
    ordered = sorted(days)
    starts = [ordered[0]] + [b for a, b in pairwise(ordered) if (b - a).days > 7]
    ends = [a for a, b in pairwise(ordered) if (b - a).days > 7] + [ordered[-1]]
    return ", ".join(
        f"{start.isoformat()} to {end.isoformat()}" for start, end in zip(starts, ends, strict=True)
    )
