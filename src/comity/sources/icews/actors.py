"""Whose act is it? The party that a name, its sectors and its country stand for on a day.

The order matters: organisations and de facto authorities are recognised by name before anything
is dropped, dated offices before sectors (sectors outlive offices), and a generic name such as
"Foreign Affairs (Russia)" by the country in its parenthesis.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from comity.registry.organisations import organisations
from comity.sources.icews.offices import office_holders
from comity.sources.icews.sectors import Role, SectorReading, read_sectors
from comity.sources.icews.tables import Country, countries, forms, listed_names
from comity.vocabulary.actor import DropReason, Organ


@dataclass(frozen=True, slots=True)
class Party:
    """A resolved side of a record: actor code and organ, or the reason why it is none.

    The reasons differ by side: a population can be addressed but can't act.
    """

    code: str = ""
    organ: Organ | None = None
    not_source: DropReason | None = None
    not_target: DropReason | None = None


NOBODY = Party(not_source=DropReason.NO_SOURCE, not_target=DropReason.NO_TARGET)
UNKNOWN = Party(not_source=DropReason.UNKNOWN_SOURCE, not_target=DropReason.UNKNOWN_TARGET)
PRIVATE = Party(not_source=DropReason.PRIVATE_SOURCE, not_target=DropReason.PRIVATE_TARGET)
PLACE = Party(not_source=DropReason.PLACE, not_target=DropReason.PLACE)
TERRITORY = Party(not_source=DropReason.TERRITORY, not_target=DropReason.TERRITORY)
UNRESOLVED = Party(not_source=DropReason.UNRESOLVED_NAME, not_target=DropReason.UNRESOLVED_NAME)


def resolve(
    name: str, sectors: frozenset[str], country: Country | None, day: dt.date | None
) -> Party:
    """The party behind one side of a record, or the reason why there is none.

    `country` is None where the record gives none that is known. A name without sectors that is
    no country, place, organisation or office-holder is unresolved, never guessed.
    """
    plain = name.replace("\xa0", " ").strip()
    if not plain or plain == "NA":
        return NOBODY
    known = _known_name(plain, country)
    if known is not None:
        return known
    if day is not None and office_holders().decides(plain, day):
        return _office_holder(plain, day)
    outer, inner = _split(plain)
    if inner:
        return _generic(outer, inner, sectors)
    if outer in forms().private:
        return PRIVATE
    return _by_sectors(read_sectors(sectors), country)


def _known_name(name: str, country: Country | None) -> Party | None:
    """Bare countries, organisations, de facto authorities, places and names listed one by one."""
    bare = countries().get(name)
    if bare is not None:
        if country is not None and country.code != bare.code:
            return PLACE
        return _of_country(bare, Organ.STATE)
    listed = listed_names().get(name)
    if listed is None:
        organisation = organisations().of_icews(name)
        return Party(organisation.code, Organ.ORGANISATION) if organisation else None
    match listed.what:
        case "organ":
            return Party(listed.code, listed.organ)
        case "organisation":
            return Party(listed.code, Organ.ORGANISATION)
        case "de_facto":
            return Party(listed.code, Organ.AUTHORITY)
        case "place":
            return PLACE
        case "nobody":
            return NOBODY
        case "unknown":
            return UNKNOWN
        case _:
            return PRIVATE


def _office_holder(name: str, day: dt.date) -> Party:
    office = office_holders().on(name, day)
    return PRIVATE if office is None else Party(office.code, office.organ)


def _split(name: str) -> tuple[str, str]:
    """A generic name and what its parenthesis names: ("Foreign Affairs", "Russia").

    The parenthesis must hold a name that is known by itself; the longest such one counts, since
    "Citizen (Holy See (Vatican City State))" nests. Otherwise the second part is empty.
    """
    if not name.endswith(")"):
        return name, ""
    at = name.find(" (")
    first = at
    while at >= 0:
        inner = name[at + 2 : -1].strip()
        if inner in countries() or _known_name(inner, None) is not None:
            return name[:at], inner
        at = name.find(" (", at + 1)
    return (name[:first] if first >= 0 else name), ""


def _generic(outer: str, inner: str, sectors: frozenset[str]) -> Party:
    """A generic name such as "Police (Abkhazia)": its parenthesis says whose, its form what."""
    if outer in forms().private:
        return PRIVATE
    country = countries().get(inner)
    if country is not None:
        return _by_sectors(_reading(outer, sectors), country, is_generic=True)
    whose = _known_name(inner, None)
    if whose is None or whose.not_source is not None:
        return whose or UNRESOLVED
    reading = _reading(outer, frozenset())
    if reading.role is Role.NONE:
        reading = read_sectors(sectors)
    if reading.role is Role.ORGAN:
        if whose.organ is Organ.ORGANISATION:
            return whose
        return Party(whose.code, reading.organ)
    if reading.role is Role.POPULATION and whose.organ is not Organ.ORGANISATION:
        return _population(whose.code)
    return PRIVATE


def _reading(outer: str, sectors: frozenset[str]) -> SectorReading:
    """What the sectors say, or without sectors the form of the name."""
    if sectors:
        return read_sectors(sectors)
    organ = forms().organs.get(outer)
    if organ is not None:
        return SectorReading(Role.ORGAN, organ)
    if outer in forms().population:
        return SectorReading(Role.POPULATION)
    return SectorReading(Role.NONE)


def _by_sectors(
    reading: SectorReading, country: Country | None, *, is_generic: bool = False
) -> Party:
    match reading.role:
        case Role.ORGAN:
            return UNKNOWN if country is None else _of_country(country, reading.organ)
        case Role.POPULATION if is_generic and country is not None:
            return TERRITORY if country.is_territory else _population(country.code)
        case Role.POPULATION | Role.PRIVATE:
            return PRIVATE
        case _:
            # An official of an organisation who is in no table, an unknown sector, or no sector.
            return UNRESOLVED


def _of_country(country: Country, organ: Organ | None) -> Party:
    return TERRITORY if country.is_territory else Party(country.code, organ)


def _population(code: str) -> Party:
    return Party(code, Organ.POPULATION, not_source=DropReason.PRIVATE_SOURCE)
