"""The data files of this folder: each row is what a code means on the days of a span."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources

from comity.errors import BadConfiguration


@dataclass(frozen=True, slots=True)
class Meaning:
    """A state's code, for days from `first_day` until `end_day` (None: without end there)."""

    code: str
    first_day: dt.date | None = None
    end_day: dt.date | None = None

    def holds_on(self, day: dt.date | None) -> bool:
        """Whether it holds on `day`; without a day, whether it holds to this day."""
        if day is None:
            return self.end_day is None
        begun = self.first_day is None or self.first_day <= day
        return begun and (self.end_day is None or day < self.end_day)


@functools.cache
def read_rows(file: str, columns: tuple[str, ...]) -> tuple[Mapping[str, str], ...]:
    """The rows of a data file of this folder. Raises BadConfiguration where it is damaged."""
    text = resources.files("comity.sources.state_codes").joinpath(file).read_text("utf-8")
    reader = csv.DictReader(io.StringIO(text), strict=True)
    rows = tuple(reader)
    if tuple(reader.fieldnames or ()) != columns or any(None in row.values() for row in rows):
        raise BadConfiguration(
            f"state_codes/{file}: the columns {', '.join(columns)} were expected in each row.",
            next_step="Install comity again: its data folder is not complete.",
        )
    return rows


def meaning(row: Mapping[str, str]) -> Meaning:
    """The meaning that a row with code, first_day and end_day gives."""
    first, end = row.get("first_day", ""), row.get("end_day", "")
    return Meaning(
        row["code"],
        dt.date.fromisoformat(first) if first else None,
        dt.date.fromisoformat(end) if end else None,
    )


def holding(meanings: Iterable[Meaning], day: dt.date | None) -> str | None:
    """The code of the first meaning that holds on `day`."""
    return next((one.code for one in meanings if one.holds_on(day)), None)
