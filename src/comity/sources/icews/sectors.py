"""The sectors of an ICEWS record: what they say about whose act it is."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType

from comity.sources.icews.tables import read_yaml
from comity.vocabulary.actor import Organ

# Sectors are parted by commas; "Bantu, Central-East" is one sector.
_COMMA = re.compile(r",(?! )")


class Role(Enum):
    """What a set of sectors makes of a name."""

    NONE = auto()
    ORGAN = auto()
    ORGANISATION = auto()
    POPULATION = auto()
    PRIVATE = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class SectorReading:
    """The role of a set of sectors, the organ where it is one, and sectors not in the book."""

    role: Role
    organ: Organ | None = None
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectorBook:
    """Every sector with its role; `organs` gives rank (lower goes first) and organ."""

    organs: Mapping[str, tuple[int, Organ]]
    organisation: frozenset[str]
    population: frozenset[str]
    private: frozenset[str]
    barred: frozenset[str]
    opposition: frozenset[str]
    modifier: frozenset[str]
    strong_against_barred: frozenset[str]
    strong_against_opposition: frozenset[str]

    @property
    def known(self) -> frozenset[str]:
        groups = (self.organisation, self.population, self.private, self.barred)
        return frozenset(self.organs).union(self.opposition, self.modifier, *groups)


@functools.cache
def sector_book() -> SectorBook:
    """The book of sectors beside this file (`sectors.yml`)."""
    content = read_yaml("sectors.yml")
    organs: dict[str, tuple[int, Organ]] = {}
    for rank, (group, names) in enumerate(content.pop("organ").items()):
        # Ministries rank above the legislature: a minister who sits in parliament acts as minister.
        organ = Organ.GOVERNMENT if group == "ministry" else Organ(group)
        organs.update({name: (rank, organ) for name in names})
    sets = {group: frozenset(names) for group, names in content.items()}
    return SectorBook(organs=MappingProxyType(organs), **sets)


def split_sectors(text: str | None) -> frozenset[str]:
    """The sectors in a field, in whatever order; an empty field and "NA" are none."""
    if not text or text == "NA":
        return frozenset()
    return frozenset(part for part in _COMMA.split(text) if part and part != "NA")


@functools.lru_cache(maxsize=65_536)
def read_sectors(sectors: frozenset[str]) -> SectorReading:
    """What a set of sectors says: an organ, an organisation, the population, or a private party.

    A party or a faith beside an organ changes nothing; a state-owned firm or state medium, or a
    member of the opposition, is no organ unless an executive office stands beside it. A set with
    a sector that the book does not have is UNKNOWN: nothing is guessed.
    """
    book = sector_book()
    unknown = tuple(sorted(sectors - book.known))
    if not sectors:
        return SectorReading(Role.NONE)
    if unknown:
        return SectorReading(Role.UNKNOWN, unknown=unknown)
    if sectors & book.organisation:
        return SectorReading(Role.ORGANISATION)
    organs = [book.organs[name] for name in sectors if name in book.organs]
    if organs and not _is_barred(sectors, book):
        return SectorReading(Role.ORGAN, min(organs, key=lambda ranked: ranked[0])[1])
    if not organs and sectors & book.population:
        return SectorReading(Role.POPULATION)
    return SectorReading(Role.PRIVATE)


def _is_barred(sectors: frozenset[str], book: SectorBook) -> bool:
    return bool(
        (sectors & book.barred and not sectors & book.strong_against_barred)
        or (sectors & book.opposition and not sectors & book.strong_against_opposition)
    )
