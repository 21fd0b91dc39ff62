"""The World Bank's dates: a year ("2020"), a quarter ("2020Q1"), a month ("2020M03")."""

from __future__ import annotations

import datetime as dt
import re

from comity.sources.state_years import read_year, year_span

_PART = re.compile(r"(\d{4})(?:([QM])(\d{1,2}))?")
_MONTHS = {"Q": 3, "M": 1}


def span_of(date: object) -> tuple[dt.date, dt.date]:
    """The half-open days of a date. Raises ValueError for any other text."""
    found = _PART.fullmatch(date.strip()) if isinstance(date, str) else None
    if found is None:
        raise ValueError(f"date {str(date)[:40]!r}; 2020, 2020Q1 or 2020M03 expected")
    year = read_year(found[1])
    if found[2] is None:
        return year_span(year)
    months, number = _MONTHS[found[2]], int(found[3])
    if not 1 <= number <= 12 // months:
        raise ValueError(f"date {date!r}: there is no such part of a year")
    return _month(year, months * (number - 1)), _month(year, months * number)


def _month(year: int, count: int) -> dt.date:
    """The first day of the month that is `count` months after January."""
    return dt.date(year + count // 12, count % 12 + 1, 1)
