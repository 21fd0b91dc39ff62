"""The days that a file covers, read from the file itself."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from comity.sources.contract import Coverage

LEAST_SHARE = 0.10


def coverage_of(days: Counter[dt.date], *, dataset: str, part: str) -> tuple[Coverage, ...]:
    """Contiguous runs of covered days, from the number of records of each day (acts or not).

    A day is covered when it holds at least a tenth of the typical number. Typical is the day of
    the median *record*: a daily file holds stragglers of many earlier days, of which the median
    day would be one.
    """
    if not days:
        return ()
    least = LEAST_SHARE * _typical(days)
    covered = sorted(day for day, count in days.items() if count >= least)
    return tuple(
        Coverage(dataset=dataset, part=part, first_day=first, last_day=last)
        for first, last in _runs(covered)
    )


def _typical(days: Counter[dt.date]) -> int:
    half = days.total() / 2
    seen = 0
    for count in sorted(days.values()):
        seen += count
        if seen >= half:
            return count
    raise AssertionError("a counter that is not empty has a median")


def _runs(days: list[dt.date]) -> Iterator[tuple[dt.date, dt.date]]:
    first = last = days[0]
    for day in days[1:]:
        if day - last > dt.timedelta(days=1):
            yield first, last
            first = day
        last = day
    yield first, last
