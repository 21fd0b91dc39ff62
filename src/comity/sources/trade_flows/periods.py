"""The stretch of days that a figure stands for: half-open."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple


class Period(NamedTuple):
    """From `day` until the day before `end_day`."""

    day: dt.date
    end_day: dt.date

    @property
    def last_day(self) -> dt.date:
        """The last day of the period, itself inside."""
        return self.end_day - dt.timedelta(days=1)


def year(number: int) -> Period:
    """A calendar year. Raises ValueError for a number that is no year of the calendar."""
    return Period(dt.date(number, 1, 1), dt.date(number + 1, 1, 1))


def quarter(number: int, which: int) -> Period:
    """A quarter, 1 to 4. Raises ValueError for another."""
    if not 1 <= which <= 4:
        raise ValueError(f"quarter {which}; 1 to 4 expected")
    first = dt.date(number, 3 * which - 2, 1)
    return Period(first, _month_after(dt.date(number, 3 * which, 1)))


def month(number: int, which: int) -> Period:
    """A month, 1 to 12. Raises ValueError for another."""
    first = dt.date(number, which, 1)
    return Period(first, _month_after(first))


def _month_after(day: dt.date) -> dt.date:
    return dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)
