"""An entry of DESTA's list: a treaty, a protocol, or who joined or left one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from comity.registry.states import states
from comity.sources.state_codes import in_year, iso_of_m49
from comity.vocabulary.actor import DropReason

SHARED = (
    *("number", "base_treaty", "name", "entry_type", "consolidated", "year", "entryforceyear"),
    *("language", "typememb", "regioncon", "wto_listed", "wto_name"),
)
TREATIES = frozenset({"base_treaty", "protocol or amendment"})
JOINS, LEAVES = "accession", "withdrawal"
# Not signed yet, and the text of an older entry with its amendments: neither is an agreement.
NO_AGREEMENTS = frozenset({"negotiation", "consolidated"})
MISSING = frozenset({"", "NA"})
# DESTA gives Kosovo a number of its own; those of territories are no states of the registry.
OWN_NUMBERS = {900: "XKX"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. Years are all that DESTA knows of its days; None where it gives none."""

    number: str
    base: str
    name: str
    kind: str
    year: int | None
    force_year: int | None

    @property
    def agreement(self) -> str:
        """The agreement that the entry is, or that it changes."""
        return f"desta-{self.number if self.kind in TREATIES else self.base}"

    @property
    def signed(self) -> dt.date | None:
        return last_day(self.year)

    @property
    def in_force(self) -> dt.date | None:
        return last_day(self.force_year)

    @property
    def evidence(self) -> str:
        return f"DESTA {self.number}; years only: by the last day of the year"


def last_day(year: int | None) -> dt.date | None:
    """The last day of a year, on which what happened in it surely has; None for no year."""
    return None if year is None else dt.date(year, 12, 31)


def entry_of(row: Mapping[str, str]) -> Entry:
    """The entry in a row. Raises ValueError, saying what is wrong."""
    kind = row["entry_type"].strip()
    if kind not in TREATIES | NO_AGREEMENTS | {JOINS, LEAVES}:
        raise ValueError(f"entry_type {kind[:40]!r} is not known")
    number, base, name = (row[key].strip() for key in ("number", "base_treaty", "name"))
    if not number or not base or not name:
        raise ValueError("number, base_treaty or name is empty")
    year, force = _year("year", row), _year("entryforceyear", row)
    if year and force and force < year:
        # An accession repeats the year in which the agreement itself came into force.
        if kind != JOINS:
            raise ValueError(f"in force in {force}, before it was signed in {year}")
        force = None
    return Entry(number, base, name, kind, year, force)


def party_of(text: str, year: int | None) -> str | DropReason:
    """The state of an ISO number in a year. Raises ValueError for what is no number."""
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"country number {text[:20]!r} is no number")
    number = int(text)
    code = OWN_NUMBERS.get(number) or iso_of_m49(number)
    if code is None or states().get(code) is None:
        return DropReason.TERRITORY
    if year is None or number in OWN_NUMBERS:
        return code
    # A present-day state may stand for the one before it, or a dependency for itself.
    return in_year(iso_of_m49, number, year) or DropReason.NOT_BETWEEN_STATES


def _year(column: str, row: Mapping[str, str]) -> int | None:
    text = row[column].strip()
    if text in MISSING:
        return None
    if not (text.isascii() and text.isdigit() and 1900 <= int(text) <= 2100):
        raise ValueError(f"{column} {text[:20]!r} is no year")
    return int(text)
