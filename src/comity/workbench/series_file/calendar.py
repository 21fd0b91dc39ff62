"""The days of a series that a user brings: from when to when, in which steps, made in which way."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from comity.briefs.words import counted, listed
from comity.errors import BadInput, BadValue
from comity.models.reaction_function.series import DAYS, GAP
from comity.vocabulary.period import Granularity, Span, parse_day, period_start
from comity.workbench.series_file.columns import EPOCH, Coded, Codes
from comity.workbench.series_file.rows import SeriesOptions

Steps = NDArray[np.int32]
Volumes = NDArray[np.float64]

# Dates on one weekday alone are weeks where there are so many of them.
FEWEST_WEEKS = 4
LONGEST_DAYS = 366 * 150
# A silence is told where one as long would come by chance less than once in so many series.
TELLING_SILENCE = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """Steps of time from `first_day` on; `parts` of each step as in ActSeries."""

    first_day: dt.date
    period: Granularity
    parts: Steps
    part_names: tuple[str, ...]
    volume: Volumes | None
    notes: tuple[str, ...]

    def steps_of(self, days: Codes) -> Codes:
        """The step of each day (since 1970-01-01); outside the calendar: below 0 or too large."""
        return (days - (self.first_day - EPOCH).days) // DAYS[self.period]

    @property
    def last_day(self) -> dt.date:
        return self.first_day + dt.timedelta(days=len(self.parts) * DAYS[self.period] - 1)


@dataclass(frozen=True, slots=True, eq=False)
class DatedRows:
    """The day of each row, with the part and the volume of news that it names for that day."""

    day: Codes
    part: Coded | None
    volume: Volumes | None


def parse_gap(text: str) -> Span:
    """A gap as FROM:TO, both included; a month or a year means all its days. Raises BadValue."""
    first, colon, last = text.partition(":")
    if not colon:
        raise BadValue(f"{text!r} is no gap.", next_step="Write it as --gap 2018-10-01:2018-10-31.")
    return Span.inclusive(parse_day(first), parse_day(last, last=True))


def calendar(rows: DatedRows, options: SeriesOptions, *, file: str) -> Calendar:
    """The steps from the first to the last row, or between the days that the options give.

    A day without a row has 0 acts. Not observed are the days of the gaps, and those between the
    last row of one part and the first row of the next. Without a period: days, or weeks where all
    dates are of one weekday. Weeks begin on Monday, or on the one weekday of all dates.
    """
    dates = np.unique(rows.day)
    weekly = len(dates) >= FEWEST_WEEKS and len(np.unique(dates % 7)) == 1
    period = options.period or (Granularity.WEEK if weekly else Granularity.DAY)
    unit = 7 if weekly and period is Granularity.WEEK else 1
    first, last, notes = _ends(dates, unit, weekly, period, options)
    _check_length(file, first, last, len(dates))
    units = (last - first).days // unit + 1
    offset = (first - EPOCH).days
    place = (rows.day - offset) // unit
    inside = (place >= 0) & (place < units)
    if not inside.any():
        raise BadInput(
            f"{file} has no row from {first} to {last}.",
            hint=f"Its rows are of {_day(dates[0])} to {_day(dates[-1])}.",
            next_step="Choose other days.",
        )
    parts, part_names, between = _parts(rows.part, place, inside, units, file)
    volume, filled = _volume(rows.volume, place, inside, units, file)
    seen = np.zeros(units, np.bool_)
    seen[place[inside]] = True
    for gap in options.gaps:
        from_, to = ((day - first).days for day in (gap.first_day, gap.last_day))
        parts[max(0, from_ // unit) : max(0, to // unit + 1)] = GAP
    silent = _silences(seen, parts, first, unit)
    made = Calendar(first, period, parts, part_names, volume, (*notes, *between, *filled, *silent))
    return made if unit == DAYS[period] else _by_week(made)


def _day(number: np.int64) -> dt.date:
    return EPOCH + dt.timedelta(days=int(number))


def _ends(
    dates: Codes,
    unit: int,
    weekly: bool,
    period: Granularity,
    options: SeriesOptions,
) -> tuple[dt.date, dt.date, list[str]]:
    """The first and last day of the span (of weeks: their first days), and what to tell of it."""
    lowest, highest = _day(dates[0]), _day(dates[-1])
    first, last = options.first_day or lowest, options.last_day or highest
    notes = []
    if unit == 7:
        notes.append(f"A table of weeks, each named by its {lowest:%A}.")
        first = lowest + dt.timedelta(days=-(-(first - lowest).days // 7) * 7)
        last = lowest + dt.timedelta(days=(last - lowest).days // 7 * 7)
    elif weekly:
        notes.append(
            f"All dates are {lowest:%A}s: were they weeks, --period week would be the right one."
        )
    elif period is Granularity.WEEK:
        first = period_start(first + dt.timedelta(days=6), Granularity.WEEK)
        notes.append(
            "Weeks begin on Monday; days of an unfinished week at either end are left out."
        )
    if last < first:
        raise BadInput(
            f"No whole {period} from {options.first_day or lowest} to "
            f"{options.last_day or highest}.",
            next_step="Widen the span.",
        )
    return first, last, notes


def _check_length(file: str, first: dt.date, last: dt.date, dates: int) -> None:
    if (last - first).days > LONGEST_DAYS:
        raise BadInput(
            f"{file} reaches from {first} to {last}, with rows on {dates:,} days of it.",
            hint="That is longer than any record of acts by day; a date is probably mistyped.",
            next_step="Mend the date, or cut the span with --from and --to.",
        )


def _parts(
    part: Coded | None, place: Codes, inside: NDArray[np.bool_], units: int, file: str
) -> tuple[Steps, tuple[str, ...], list[str]]:
    parts = np.zeros(units, np.int32)
    if part is None:
        return parts, ("all",), []
    pairs = np.unique(place[inside] * len(part.names) + part.code[inside])
    at, code = pairs // len(part.names), pairs % len(part.names)
    if len(at) and (np.diff(at) == 0).any():
        twice = int(np.flatnonzero(np.diff(at) == 0)[0])
        raise BadInput(
            f"{file}: one date stands in two parts, {part.names[code[twice]]} and "
            f"{part.names[code[twice + 1]]}.",
            hint="A part is a stretch of days whose counts were made in one way.",
            next_step="Keep one part a date; counts that were made in two ways are never added up.",
        )
    used = list(dict.fromkeys(code.tolist()))
    number = np.array([used.index(one) for one in code.tolist()], np.int32)
    # Until the next date with a row the part goes on.
    parts[:] = number[np.maximum(np.searchsorted(at, np.arange(units), side="right") - 1, 0)]
    names = tuple(part.names[one] for one in used)
    notes = [f"Parts, each with its own level: {listed(names)}."] if len(names) > 1 else []
    for change in np.flatnonzero(np.diff(number) != 0):
        silent = int(at[change + 1] - at[change]) - 1
        parts[at[change] + 1 : at[change + 1]] = GAP
        if silent:
            told = f"between {names[number[change]]} and {names[number[change + 1]]}"
            notes.append(f"Not observed: {counted(silent, 'date')} without a row {told}.")
    return parts, names, notes


def _volume(
    volume: Volumes | None, place: Codes, inside: NDArray[np.bool_], units: int, file: str
) -> tuple[Volumes | None, list[str]]:
    if volume is None:
        return None, []
    known = inside & ~np.isnan(volume)
    given = np.full(units, np.nan)
    given[place[known]] = volume[known]
    if (volume[known] < 0).any() or not known.any() or (given[place[known]] != volume[known]).any():
        raise BadInput(
            f"{file}: the column volume is not one amount of news, 0 or more, for each date.",
            next_step="Give all rows of a date the same volume, or take the column out.",
        )
    missing = np.isnan(given)
    if not missing.any():
        return given, []
    there = np.flatnonzero(~missing)
    given[missing] = np.interp(np.flatnonzero(missing), there, given[there])
    return given, [
        f"{int(missing.sum()):,} dates name no volume of news: taken between their neighbours."
    ]


def _silences(seen: NDArray[np.bool_], parts: Steps, first: dt.date, unit: int) -> list[str]:
    """Tells of runs of observed steps without a row that chance hardly gives."""
    silent = ~seen & (parts != GAP)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], silent, [False]]).astype(np.int8)))
    runs = edges.reshape(-1, 2)
    found = []
    for start, end in runs[np.argsort(runs[:, 0] - runs[:, 1])][:50]:
        others = max(1, int((parts != GAP).sum()) - int(end - start))
        share = max(int(silent.sum()) - int(end - start), 1) / others
        if len(parts) * share ** int(end - start) * TELLING_SILENCE < 1:
            day = first + dt.timedelta(days=int(start) * unit)
            found.append(Span(day, day + dt.timedelta(days=int(end - start) * unit)))
    return [
        f"No row from {gap}, taken as 0; if nothing was recorded then, give --gap "
        f"{gap.first_day}:{gap.last_day}."
        for gap in sorted(found)
    ]


def _by_week(daily: Calendar) -> Calendar:
    """Whole weeks of days; one with a day that was not observed was not observed."""
    weeks = len(daily.parts) // 7
    if weeks == 0:
        raise BadInput("The series has no whole week.", next_step="Use --period day.")
    parts = daily.parts[: weeks * 7].reshape(weeks, 7)
    whole = np.where((parts == GAP).any(axis=1), GAP, parts[:, 0]).astype(np.int32)
    volume = daily.volume
    summed = None if volume is None else volume[: weeks * 7].reshape(weeks, 7).sum(axis=1)
    return replace(daily, parts=whole, volume=summed)
