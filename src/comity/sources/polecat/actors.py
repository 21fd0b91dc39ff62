"""Whose act is it? The party that a side's name, countries and sectors stand for on a day."""

from __future__ import annotations

import csv
import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from types import MappingProxyType
from typing import Literal

from comity.registry.organisations import organisations
from comity.registry.states import states
from comity.sources.act_rows import Side
from comity.sources.state_codes import iso_of_alpha3
from comity.vocabulary.actor import ActingParty, DropReason, Organ
from comity.vocabulary.names import fold

Role = Literal["source", "target"]
NOTHING = frozenset({"", "None", "NA", "nan"})


class Means(StrEnum):
    """What a sector says of a side. `AGAINST`: whatever stands beside it, the side is no organ."""

    ORGAN = "organ"
    POPULATION = "population"
    ORGANISATION = "organisation"
    AGAINST = "against"
    PRIVATE = "private"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector of PLOVER, and for an organ which one."""

    means: Means
    organ: Organ | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A side of a record as written. `countries` and `sectors` are lists parted by semicolons."""

    name: str
    countries: str
    primary: str
    sectors: str
    article: str


@functools.lru_cache(maxsize=131_072)
def resolve(side: Written, role: Role, day: dt.date) -> Side:
    """The party, or the reason why there is none.

    Organisations go by their names. A side of several countries is none of them. The first sector
    says which organ, "government" more exactly where a court, parliament or service stands beside
    it. Civilians with an article of their own are persons; without one, the people of the country.
    """
    if organisation := _organisation(side.name):
        return ActingParty(organisation, Organ.ORGANISATION)
    countries = listed(side.countries)
    if not countries:
        nobody = side.name in NOTHING
        none = DropReason.NO_SOURCE if role == "source" else DropReason.NO_TARGET
        return none if nobody else DropReason.UNRESOLVED_NAME
    if len(countries) > 1:
        return DropReason.SEVERAL_PARTIES
    found = sectors().get(countries[0])
    if found is not None:
        return _no_organ(found.means, role)
    code = iso_of_alpha3(countries[0], day)
    if code is None:
        return DropReason.UNKNOWN_SOURCE if role == "source" else DropReason.UNKNOWN_TARGET
    organ = _organ(side, code, role)
    return ActingParty(code, organ) if isinstance(organ, Organ) else organ


def listed(text: str) -> list[str]:
    """The different items of a list parted by semicolons, in their order; without empty ones."""
    items = (item.strip() for item in text.split(";"))
    return list(dict.fromkeys(item for item in items if item not in NOTHING))


@functools.cache
def sectors() -> Mapping[str, Sector]:
    """Every sector by its code."""
    text = resources.files(__package__).joinpath("sectors.csv").read_text("utf-8")
    found = {}
    for row in csv.DictReader(text.splitlines(), strict=True):
        kinds = {one.value for one in Means} - {Means.ORGAN}
        kind = row["means"]
        found[row["code"]] = (
            Sector(Means(kind)) if kind in kinds else Sector(Means.ORGAN, Organ(kind))
        )
    return MappingProxyType(found)


def _organ(side: Written, code: str, role: Role) -> Organ | DropReason:
    names = listed(f"{side.primary};{side.sectors}")
    if not names:
        bare = code in states().index.exact(side.name)
        return Organ.STATE if bare else DropReason.UNRESOLVED_NAME
    # Sectors of two elements are written together: GOVMIL.
    codes = [name[i : i + 3] for name in names for i in range(0, len(name), 3)]
    read = [sectors().get(one) for one in codes]
    if None in read:
        return DropReason.UNRESOLVED_NAME
    known = [one for one in read if one]
    if any(one.means is Means.AGAINST for one in known):
        return _no_organ(Means.AGAINST, role)
    first = known[0]
    if first.organ is Organ.GOVERNMENT:
        exact = {one.organ for one in known[1:] if one.organ} - {Organ.GOVERNMENT}
        return next(iter(exact)) if len(exact) == 1 else Organ.GOVERNMENT
    if first.organ is not None:
        return first.organ
    generic = first.means is Means.POPULATION and side.article in NOTHING
    return Organ.POPULATION if generic and role == "target" else _no_organ(first.means, role)


def _no_organ(means: Means, role: Role) -> DropReason:
    if means in (Means.UNKNOWN, Means.ORGANISATION):
        return DropReason.UNRESOLVED_NAME
    return DropReason.PRIVATE_SOURCE if role == "source" else DropReason.PRIVATE_TARGET


@functools.lru_cache(maxsize=65_536)
def _organisation(name: str) -> str | None:
    """By its whole name only: a short code may be anything."""
    found = organisations().index.names.get(fold(name), ())
    return found[0] if len(found) == 1 and name not in NOTHING else None
