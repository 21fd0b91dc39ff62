"""The tables of actor codes: what a code, a role and a republic of a federation stand for."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from types import MappingProxyType

from comity.errors import BadConfiguration
from comity.vocabulary.actor import Organ


class Means(StrEnum):
    """What a code of the table stands for.

    `PARTY`: the actor of that code. `ORGANISATION`: the one of that CAMEO known-group code.
    `PEOPLE`: the people of that actor, which can only be addressed.
    """

    PARTY = "party"
    ORGANISATION = "organisation"
    PEOPLE = "people"
    PLACE = "place"
    TERRITORY = "territory"
    PRIVATE = "private"
    UNKNOWN = "unknown"


class RoleKind(StrEnum):
    """What a group of three letters after the country says of the person or body meant."""

    ORGAN = "organ"
    POPULATION = "population"
    ARMED = "armed"
    MEDIA = "media"
    SECTOR = "sector"
    RELIGIOUS = "religious"
    PEACEKEEPERS = "peacekeepers"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a code means from `first_day` until `end_day` (half-open; None: no bound)."""

    means: Means
    party: str = ""
    organ: Organ | None = None
    first_day: dt.date | None = None
    end_day: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        after = self.first_day is None or self.first_day <= day
        return after and (self.end_day is None or day < self.end_day)


@dataclass(frozen=True, slots=True)
class RoleCode:
    """A role, and for an organ which one."""

    kind: RoleKind
    organ: Organ | None = None


@dataclass(frozen=True, slots=True)
class Federation:
    """A federation whose organs those of the republic are.

    `bare`: sources also write the republic's bare name for the federation ("Russia" in 1985);
    where they don't, the bare name is the territory or its people.
    """

    code: str
    bare: bool


Entries = Mapping[tuple[str, str], tuple[Entry, ...]]


def entries() -> Entries:
    """The entries of (project, code), in the order of the table; project "" is every project."""
    found: dict[tuple[str, str], tuple[Entry, ...]] = {}
    for row in _rows("codes.csv"):
        entry = Entry(
            means=Means(row["means"]),
            party=row["party"],
            organ=Organ(row["organ"]) if row["organ"] else None,
            first_day=_day(row["first_day"]),
            end_day=_day(row["end_day"]),
        )
        for project in row["projects"].split("|"):
            for code in row["code"].split("|"):
                found[project, code] = (*found.get((project, code), ()), entry)
    return MappingProxyType(found)


def roles() -> Mapping[str, RoleCode]:
    """The roles by their three letters."""
    organs = {organ.value for organ in Organ} - {"population"}
    return MappingProxyType(
        {
            row["code"]: RoleCode(RoleKind.ORGAN, Organ(row["means"]))
            if row["means"] in organs
            else RoleCode(RoleKind(row["means"]))
            for row in _rows("roles.csv")
        }
    )


def federations() -> Mapping[str, tuple[Federation, ...]]:
    """The federations (or continuing states) that answer for a code outside its own life."""
    found: dict[str, tuple[Federation, ...]] = {}
    for row in _rows("federations.csv"):
        one = Federation(row["federation"], row["bare"] == "yes")
        found[row["code"]] = (*found.get(row["code"], ()), one)
    return MappingProxyType(found)


def _rows(name: str) -> list[dict[str, str]]:
    path = resources.files("comity.sources.cameo_actors") / name
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")), strict=True))
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise BadConfiguration(f"{name}, line {number}: a cell is missing or left over.")
    return rows


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
