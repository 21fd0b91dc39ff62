"""How many records a file holds of each day, and which days it covers."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import pyarrow as pa

from comity.sources.contract import Coverage
from comity.sources.gdelt.fields import read_day, read_stamp
from comity.sources.gdelt.versions import HISTORY, Version
from comity.sources.tables import VOLUMES


@dataclass(slots=True)
class Volumes:
    """Counts of well-formed records by part, day of act and slot (DATEADDED as written)."""

    version: Version
    _counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def add(self, counts: Iterable[tuple[str, str, str, int]]) -> None:
        for part, day, slot, n in counts:
            self._counts[part, day, slot] += n

    @property
    def table(self) -> pa.Table:
        """The counts in the columns of VOLUMES."""
        rows = [
            {"part": part, "day": read_day(day), "slot": slot, "records": n}
            for (part, day, slot), n in sorted(self._counts.items())
        ]
        return pa.Table.from_pylist(rows, schema=VOLUMES)

    @property
    def coverage(self) -> tuple[Coverage, ...]:
        """The days of report, of the part "history" the days of act; nothing without a record.

        News of a day are told for years; a day of report is over with its files. The history was
        coded at once and filed by the day of act.
        """
        days: dict[str, set[dt.date]] = {}
        for part, day, slot in self._counts:
            of = read_day(day) if part == HISTORY else read_stamp(slot, self.version.added_lengths)
            if of is not None:
                days.setdefault(part, set()).add(of)
        dataset = self.version.dataset
        return tuple(one for part in sorted(days) for one in coverage(dataset, part, days[part]))


def coverage(
    dataset: str, part: str, days: set[dt.date], table: str = "events"
) -> tuple[Coverage, ...]:
    """Days as stretches without a gap."""
    stretches: list[list[dt.date]] = []
    for day in sorted(days):
        if stretches and day - stretches[-1][1] == dt.timedelta(days=1):
            stretches[-1][1] = day
        else:
            stretches.append([day, day])
    return tuple(Coverage(dataset, part, first, last, table=table) for first, last in stretches)
