"""The disputed areas that maps draw hatched, in no holder's colour."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from comity.errors import unknown
from comity.registry.tables import read_yaml
from comity.registry.world_map import world_map
from comity.vocabulary.disputed_area import DisputedArea, Reference
from comity.vocabulary.names import fold


@dataclass(frozen=True, slots=True)
class DisputedAreaRegistry:
    """All disputed areas by id."""

    by_id: Mapping[str, DisputedArea]

    def __iter__(self) -> Iterator[DisputedArea]:
        return iter(self.by_id.values())

    def __len__(self) -> int:
        return len(self.by_id)

    def get(self, area_id: str) -> DisputedArea | None:
        """The area of that id, or None."""
        return self.by_id.get(area_id)

    def find(self, text: str) -> DisputedArea:
        """The area by id or name, whatever the case and accents. Raises UnknownName."""
        for area in self:
            if fold(text) in (fold(area.id), fold(area.name)):
                return area
        names = [name for area in self for name in (area.id, area.name)]
        raise unknown("disputed area", text, names)

    def search(self, text: str) -> list[DisputedArea]:
        """Areas whose id, name, parties or references contain the text."""
        wanted = fold(text)
        return [area for area in self if wanted in fold(_searchable(area))]

    def at(self, lon: float, lat: float, day: dt.date | None = None) -> DisputedArea | None:
        """The disputed area at a place (degrees), on a day if given; None where there is none."""
        area_id = world_map().area_at(lon, lat)
        area = self.by_id[area_id] if area_id else None
        return area if area and (day is None or area.in_dispute(day)) else None


@functools.cache
def disputed_areas() -> DisputedAreaRegistry:
    """The embedded table of disputed areas."""
    areas = (_area(entry) for entry in read_yaml("disputed_areas", "areas.yml"))
    return DisputedAreaRegistry({area.id: area for area in areas})


def _area(entry: dict[str, Any]) -> DisputedArea:
    return DisputedArea(
        id=entry["id"],
        name=entry["name"],
        parties=tuple(entry["parties"]),
        references=tuple(Reference(*fields) for fields in entry["references"]),
        note=entry.get("note", ""),
        since=entry.get("since"),
        until=entry.get("until"),
        otherwise=entry.get("otherwise"),
    )


def _searchable(area: DisputedArea) -> str:
    references = (f"{reference.symbol} {reference.about}" for reference in area.references)
    return " ".join((area.id, area.name, *area.parties, *references))
