"""From the Population Division's location codes and names to states of a mid-year."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import io
from collections.abc import Mapping
from importlib import resources

from comity.sources.state_codes import iso_of_m49, iso_of_name
from comity.sources.state_years.places import stood_on, territories, territory_numbers
from comity.vocabulary.actor import DropReason

# Location codes from here on are of regions and groups, not of M49 countries and areas.
FIRST_GROUP = 900
OTHERS = 2003


def mid_year(year: int) -> dt.date:
    """The day of the estimates: 1 July."""
    return dt.date(year, 7, 1)


@functools.cache
def by_number(number: int, year: int) -> str | DropReason | None:
    """The state of a location code in a year; why it is none; None where nobody knows the code."""
    if number == OTHERS:
        return DropReason.UNKNOWN_SOURCE
    if number >= FIRST_GROUP:
        return DropReason.PLACE
    if number in territory_numbers():
        return DropReason.TERRITORY
    return _standing(iso_of_m49(number), year)


@functools.cache
def by_name(name: str, year: int) -> str | DropReason | None:
    """The same for the name of an origin; a star behind it marks a note."""
    plain = " ".join(name.replace("*", " ").split())
    folded = plain.casefold()
    if folded in _own():
        return _own()[folded]
    if folded in {territory.casefold() for territory in territories().values()}:
        return DropReason.TERRITORY
    return _standing(iso_of_name(plain), year)


def _standing(code: str | None, year: int) -> str | DropReason | None:
    if code is None:
        return None
    return code if stood_on(code, mid_year(year)) else DropReason.NO_STATE_THEN


@functools.cache
def _own() -> Mapping[str, DropReason]:
    package = resources.files("comity.sources.undesa_migrants")
    rows = csv.DictReader(io.StringIO(package.joinpath("names.csv").read_text("utf-8")))
    return {row["name"].casefold(): DropReason[row["dropped"]] for row in rows}
