"""The acts of a lake as the series that reactions are estimated from."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from comity.errors import OutsideCoverage
from comity.measures.all_acts import all_acts
from comity.measures.dyad_series import CoveredDay
from comity.measures.news_volume import daily_volume
from comity.measures.panel import PairsCovered, PanelPlan, panel
from comity.measures.reading_tables import default_reading
from comity.models.reaction_function.series import DAYS, GAP, ActSeries, Floats, Ints
from comity.store.coverage import Choice, choose
from comity.store.engines import open_engine
from comity.store.query import Reading
from comity.vocabulary.dyad import Dyad
from comity.vocabulary.period import Granularity, Span, period_start

# Meetings are mirrored by the coders and neutral acts ask for nothing: they are neither answered
# nor answers.
CLASSES = ("friendly", "insult", "offence", "attack")
# Where one pair makes so much of a dataset's news, that news is no measure beside its acts.
OWN_NEWS = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class RecordedSeries:
    """The series of all pairs that a dataset covers on the same days, and where it comes from.

    `left_out` counts the directed dyads with acts that the dataset covers on fewer days.
    """

    series: ActSeries
    dataset: str
    span: Span
    days: int
    left_out: int

    @property
    def text(self) -> str:
        """Which dataset, how much of the span, and what stands beside the acts."""
        said = (
            f"Source {self.dataset}: {self.days} of {self.span.days} days covered, {self.span}; "
            f"{len(self.series.dyads) // 2:,} pairs estimated together."
        )
        if self.series.volume is None:
            said += " The volume of news is not known, or made by few pairs: it is left out."
        if self.left_out:
            said += f" {self.left_out:,} directed dyads are covered on fewer days and left out."
        return said


def region_choice(
    reading: Reading,
    codes: Sequence[str],
    *,
    first_day: dt.date | None = None,
    last_day: dt.date | None = None,
    dataset: str | None = None,
) -> Choice:
    """The dataset and days for the pairs of a region: those that the most of them share.

    Raises OutsideCoverage where no pair is covered, UnknownName for a dataset not in the lake.
    """
    found: dict[tuple[object, ...], tuple[int, Choice]] = {}
    for first, second in combinations(sorted(set(codes)), 2):
        try:
            one = choose(
                reading,
                Dyad(first, second),
                first_day=first_day,
                last_day=last_day,
                dataset=dataset,
            )
        except OutsideCoverage:
            continue
        key = (one.dataset, one.covered)
        found[key] = (found[key][0] + 1 if key in found else 1, one)
    if not found:
        raise OutsideCoverage(
            "No source of the lake covers a pair of the region in these days.",
            next_step="`comity data` lists what is covered; `comity ingest` adds more.",
        )
    return max(found.values(), key=lambda one: (one[0] * len(one[1].covered), one[1].dataset))[1]


def recorded_series(
    reading: Reading, choice: Choice, *, period: Granularity = Granularity.DAY
) -> RecordedSeries:
    """Counts of gestures of every pair that the chosen dataset covers on the chosen days.

    One dataset alone, never summed with another. A day without coverage is a gap, and so is a week
    with such a day; each way of making the dataset (its `part`) stays apart. Weeks begin on Monday.
    Raises OutsideCoverage where no whole step is covered.
    """
    span = choice.span
    with (
        tempfile.TemporaryDirectory(prefix="comity-") as folder,
        open_engine("duckdb", folder=Path(folder)) as engine,
    ):
        found = all_acts(
            reading,
            engine,
            first_day=span.first_day,
            last_day=span.last_day,
            dataset=choice.dataset,
        )
        # Whether an act is a breach is not asked here.
        plan = PanelPlan(
            found.acts,
            default_reading(),
            found.covered,
            frozenset(),
            Granularity.DAY,
            choice.dataset,
        )
        rows = panel(engine, plan).table
    calendar = _calendar([CoveredDay(c.day, c.part) for c in choice.covered], period)
    kept, left_out = _seen_alike(rows, found.covered, {c.day for c in choice.covered})
    volume = daily_volume(reading, choice.dataset, span)
    series = _series(kept, calendar, volume)
    return RecordedSeries(series, choice.dataset, span, len(choice.covered), left_out)


@dataclass(frozen=True, slots=True, eq=False)
class _Calendar:
    """The steps: the part of each, or GAP, and which step a day lies in."""

    first_day: dt.date
    period: Granularity
    parts: Ints
    names: tuple[str, ...]

    def steps_of(self, days: NDArray[np.int64]) -> NDArray[np.int64]:
        """The step of each day, given as days since 1970; may lie outside."""
        return (days - _since_1970(self.first_day)) // DAYS[self.period]


def _since_1970(day: dt.date) -> int:
    return (day - dt.date(1970, 1, 1)).days


def _calendar(covered: Sequence[CoveredDay], period: Granularity) -> _Calendar:
    names = tuple(dict.fromkeys(c.part for c in covered))
    first = period_start(covered[0].day, period)
    length = DAYS[period]
    days = np.full(-(-((covered[-1].day - first).days + 1) // length) * length, GAP, np.int32)
    for c in covered:
        days[(c.day - first).days] = names.index(c.part)
    by_step = days.reshape(-1, length)
    # A step that is not observed whole, or made in two ways, is a gap.
    whole = (by_step == by_step[:, :1]).all(axis=1)
    parts = np.where(whole, by_step[:, 0], GAP).astype(np.int32)
    observed = np.flatnonzero(parts != GAP)
    if not len(observed):
        raise OutsideCoverage(
            f"No {period} of these days is covered from its first day to its last.",
            next_step="Ask by day (--period day), or for a longer time.",
        )
    begin, end = observed[0], observed[-1] + 1
    start = first + dt.timedelta(days=int(begin) * length)
    return _Calendar(start, period, parts[begin:end], names)


def _seen_alike(rows: pa.Table, covered: PairsCovered, days: set[dt.date]) -> tuple[pa.Table, int]:
    """The rows of pairs that are covered on all these days, and how many other dyads there are."""
    if covered.groups is None:
        return rows, 0
    whole = [number for number, of in enumerate(covered.days) if days <= {c.day for c in of}]
    inside = pc.is_in(covered.groups["group"], value_set=pa.array(whole, pa.int32()))
    pairs = covered.groups.filter(inside).select(["source", "target"])
    others = _pairs(rows) - _pairs(pairs)
    if not others:
        return rows, 0
    plain = rows.set_column(0, "source", rows["source"].cast(pa.string()))
    plain = plain.set_column(1, "target", plain["target"].cast(pa.string()))
    return plain.join(pairs, ["source", "target"], join_type="inner"), len(others)


def _pairs(rows: pa.Table) -> set[tuple[str, str]]:
    distinct = rows.select(["source", "target"]).group_by(["source", "target"]).aggregate([])
    return set(
        zip(
            *(distinct[name].cast(pa.string()).to_pylist() for name in ("source", "target")),
            strict=True,
        )
    )


def _series(rows: pa.Table, calendar: _Calendar, volume: Mapping[dt.date, int]) -> ActSeries:
    rows = rows.filter(pc.greater(_gestures(rows), 0))
    days = rows["period_first_day"].cast(pa.int32()).to_numpy().astype(np.int64)
    steps = calendar.steps_of(days)
    inside = (steps >= 0) & (steps < len(calendar.parts))
    inside[inside] = calendar.parts[steps[inside]] != GAP
    dyads, dyad = _dyads(rows)
    inside &= dyad >= 0
    counts = np.stack([rows[name].to_numpy()[inside] for name in CLASSES] or [np.empty(0)], axis=1)
    row, klass = np.nonzero(counts)
    places = np.stack([dyad[inside][row], klass, steps[inside][row]], axis=1)
    ordered, n = _added_up(places, counts[row, klass])
    by_step = _volumes(calendar, volume)
    if by_step is not None and _own_share(ordered[:, 0], n, by_step) > OWN_NEWS:
        by_step = None
    return ActSeries(
        first_day=calendar.first_day,
        period=calendar.period,
        parts=calendar.parts,
        part_names=calendar.names,
        classes=CLASSES,
        dyads=dyads,
        dyad=ordered[:, 0].astype(np.int32),
        klass=ordered[:, 1].astype(np.int32),
        step=ordered[:, 2].astype(np.int32),
        n=n.astype(np.int32),
        volume=by_step,
    )


def _gestures(rows: pa.Table) -> pa.ChunkedArray:
    """How many acts of the classes each row has."""
    total = rows[CLASSES[0]]
    for name in CLASSES[1:]:
        total = pc.add(total, rows[name])
    return total


def _dyads(rows: pa.Table) -> tuple[tuple[Dyad, ...], NDArray[np.int64]]:
    """The directed dyads, each followed by its reverse, and the dyad of each row.

    -1 where a party acts toward itself.
    """
    codes = sorted(
        {str(code) for name in ("source", "target") for code in pc.unique(rows[name]).to_pylist()}
    )
    at = {code: number for number, code in enumerate(codes)}
    source, target = (
        np.array([at[code] for code in rows[name].to_pylist()], np.int64)
        for name in ("source", "target")
    )
    low, high = np.minimum(source, target), np.maximum(source, target)
    pairs, pair = np.unique(low * len(codes) + high, return_inverse=True)
    apart = pairs // max(len(codes), 1) != pairs % max(len(codes), 1)
    number = np.where(apart, np.cumsum(apart) - 1, -1)
    dyads: list[Dyad] = []
    for key in pairs[apart].tolist():
        one = Dyad(codes[key // len(codes)], codes[key % len(codes)])
        dyads += [one, one.reverse]
    of_row = number[pair]
    return tuple(dyads), np.where(of_row < 0, -1, 2 * of_row + (source > target))


def _added_up(
    places: NDArray[np.int64], n: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The counts of each place (dyad, class, step) once, in order."""
    ordered, at = np.unique(places, axis=0, return_inverse=True)
    sums = np.bincount(at.reshape(-1), weights=n, minlength=len(ordered))
    return ordered.reshape(-1, 3), sums.astype(np.int64)


def _volumes(calendar: _Calendar, volume: Mapping[dt.date, int]) -> Floats | None:
    """The records of each step; None where that of an observed step is not known, or is 0."""
    length = DAYS[calendar.period]
    by_step = np.zeros(len(calendar.parts))
    known = np.zeros(len(calendar.parts), np.int64)
    for day, records in volume.items():
        at = (day - calendar.first_day).days // length
        if 0 <= at < len(by_step):
            by_step[at] += records
            known[at] += 1
    observed = calendar.parts != GAP
    if (known[observed] < length).any() or (by_step[observed] <= 0).any():
        return None
    # Nothing is read on a gap; a number there keeps logarithms finite.
    by_step[~observed] = by_step[observed].mean()
    return by_step


def _own_share(dyad: NDArray[np.int64], n: NDArray[np.int64], volume: Floats) -> float:
    """The largest share that the acts of one pair, both directions, have in all records."""
    if not len(n):
        return 0.0
    return float(np.bincount(dyad // 2, weights=n).max() / volume.sum())


def check_covered(series: ActSeries, dyads: Iterable[Dyad]) -> None:
    """Raises OutsideCoverage for a dyad that has no act of a class in either direction."""
    there = set(series.dyads)
    for dyad in dyads:
        if dyad not in there:
            raise OutsideCoverage(
                f"Neither of {dyad.source} and {dyad.target} is recorded to have done anything "
                "friendly or hostile to the other in these days.",
                next_step=f"See what there is: `comity ledger {dyad.source} {dyad.target}`.",
            )
