"""Stretches of time: spans of days, and the periods a series is counted in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from comity.errors import BadValue, not_one_of


class Granularity(StrEnum):
    """The length of the periods of a series."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of days: `first_day` belongs to it, `end_day` no longer does."""

    first_day: dt.date
    end_day: dt.date

    def __post_init__(self) -> None:
        if self.end_day <= self.first_day:
            raise BadValue(
                f"The span ends on {self.last_day.isoformat()}, "
                f"before it begins on {self.first_day.isoformat()}.",
                next_step="Exchange --from and --to.",
            )

    @property
    def last_day(self) -> dt.date:
        return self.end_day - dt.timedelta(days=1)

    @property
    def days(self) -> int:
        return (self.end_day - self.first_day).days

    def __contains__(self, day: object) -> bool:
        return isinstance(day, dt.date) and self.first_day <= day < self.end_day

    def __str__(self) -> str:
        return f"{self.first_day.isoformat()} to {self.last_day.isoformat()}"

    @classmethod
    def inclusive(cls, first_day: dt.date, last_day: dt.date) -> Span:
        """The span from one day to another, both included."""
        return cls(first_day, last_day + dt.timedelta(days=1))


def period_start(day: dt.date, granularity: Granularity) -> dt.date:
    """The first day of the period in which a day lies; weeks begin on Monday (ISO 8601)."""
    match granularity:
        case Granularity.DAY:
            return day
        case Granularity.WEEK:
            return day - dt.timedelta(days=day.isoweekday() - 1)
        case Granularity.MONTH:
            return day.replace(day=1)
        case Granularity.QUARTER:
            return day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)
        case Granularity.YEAR:
            return day.replace(month=1, day=1)


def next_period(start: dt.date, granularity: Granularity) -> dt.date:
    """The first day of the period after the one that begins on `start`."""
    match granularity:
        case Granularity.DAY:
            return start + dt.timedelta(days=1)
        case Granularity.WEEK:
            return start + dt.timedelta(days=7)
        case Granularity.MONTH:
            return period_start(start + dt.timedelta(days=31), granularity)
        case Granularity.QUARTER:
            return period_start(start + dt.timedelta(days=92), granularity)
        case Granularity.YEAR:
            return start.replace(year=start.year + 1)


def period_label(start: dt.date, granularity: Granularity) -> str:
    """How a period is written: 2021-02-20, 2021-W07, 2021-02, 2021-Q1, 2021 (ISO 8601)."""
    match granularity:
        case Granularity.DAY:
            return start.isoformat()
        case Granularity.WEEK:
            year, week, _ = start.isocalendar()
            return f"{year:04d}-W{week:02d}"
        case Granularity.MONTH:
            return f"{start.year:04d}-{start.month:02d}"
        case Granularity.QUARTER:
            return f"{start.year:04d}-Q{(start.month - 1) // 3 + 1}"
        case Granularity.YEAR:
            return f"{start.year:04d}"


def periods(span: Span, granularity: Granularity) -> Iterator[dt.date]:
    """The starts of all periods that share a day with the span, in order."""
    start = period_start(span.first_day, granularity)
    while start < span.end_day:
        yield start
        start = next_period(start, granularity)


def parse_granularity(text: str) -> Granularity:
    """A granularity by name. Raises BadValue with the valid names."""
    try:
        return Granularity(text.strip().lower())
    except ValueError:
        raise not_one_of("period", text, list(Granularity)) from None


def parse_day(text: str, *, last: bool = False) -> dt.date:
    """A day written as 2021-02-20, or the first (or `last`) day of 2021-02 or of 2021.

    Raises BadValue for anything else, and for days that do not exist.
    """
    found = re.fullmatch(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", text.strip())
    if found is None:
        raise BadValue(
            f"{text!r} is not a date.", next_step="Write it as 2021-02-20, 2021-02 or 2021."
        )
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        start = dt.date(year or 0, month or 1, day or 1)
    except ValueError as error:
        raise BadValue(
            f"{text!r} is not a date that exists ({error}).",
            next_step="Write it as 2021-02-20, 2021-02 or 2021.",
        ) from None
    if not last or day is not None:
        return start
    granularity = Granularity.MONTH if month is not None else Granularity.YEAR
    return next_period(start, granularity) - dt.timedelta(days=1)
