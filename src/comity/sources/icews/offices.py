"""Who held which office when: named persons of ICEWS, read as the organ they spoke for that day.

ICEWS dates the sectors of its actors, but not always well (for 2018 it gives Emmanuel Macron to
Andorra, and Narendra Modi to no government), and files without sectors need the offices anyway.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from comity.errors import BadConfiguration
from comity.sources.icews.tables import read_csv
from comity.vocabulary.actor import Organ

# The table is complete for its persons on these days only; on other days the sectors decide.
FIRST_DAY = dt.date(2018, 1, 1)
END_DAY = dt.date(2023, 1, 1)
NO_OFFICE = "none"


@dataclass(frozen=True, slots=True)
class Office:
    """An office of a person: half-open; `organ` None says that the person spoke for no state."""

    code: str
    organ: Organ | None
    first_day: dt.date
    end_day: dt.date
    evidence: str


@dataclass(frozen=True, slots=True)
class OfficeHolders:
    """Offices by the holder's name as ICEWS writes it."""

    by_name: Mapping[str, tuple[Office, ...]]

    def __contains__(self, name: object) -> bool:
        return name in self.by_name

    def decides(self, name: str, day: dt.date | None) -> bool:
        """Whether the table speaks about this name on this day."""
        return name in self.by_name and day is not None and FIRST_DAY <= day < END_DAY

    def on(self, name: str, day: dt.date) -> Office | None:
        """The office held that day, or None: then the person speaks for nobody."""
        for office in self.by_name.get(name, ()):
            if office.first_day <= day < office.end_day:
                return office if office.organ is not None else None
        return None


@functools.cache
def office_holders() -> OfficeHolders:
    """The table beside this file. Raises BadConfiguration where two offices of one name overlap."""
    found: dict[str, list[Office]] = {}
    wrong: list[str] = []
    for number, row in enumerate(read_csv("office_holders.csv"), start=2):
        office = _office(row)
        if office.first_day >= office.end_day:
            wrong.append(f"line {number}: the office ends before it begins")
        for other in found.get(row["name"], []):
            if office.first_day < other.end_day and other.first_day < office.end_day:
                wrong.append(f"line {number}: two offices of {row['name']} on one day")
        found.setdefault(row["name"], []).append(office)
    if wrong:
        raise BadConfiguration("icews/office_holders.csv: " + "; ".join(wrong) + ".")
    return OfficeHolders(MappingProxyType({name: tuple(held) for name, held in found.items()}))


def _office(row: Mapping[str, str]) -> Office:
    return Office(
        code=row["code"],
        organ=None if row["organ"] == NO_OFFICE else Organ(row["organ"]),
        first_day=_day(row["first_day"], FIRST_DAY),
        end_day=_day(row["end_day"], END_DAY),
        evidence=row["evidence"],
    )


def _day(text: str, default: dt.date) -> dt.date:
    return dt.date.fromisoformat(text) if text else default
