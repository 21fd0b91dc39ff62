"""The regions of the briefs."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from comity.registry.lookup import the_one
from comity.registry.tables import read_yaml, take
from comity.vocabulary.names import NameIndex
from comity.vocabulary.region import Extent, Region

KEYS = ("name", "description", "states", "poles", "extent", "note")


@dataclass(frozen=True, slots=True)
class RegionRegistry:
    """The regions, in the order of the file."""

    by_code: Mapping[str, Region]
    index: NameIndex

    def __iter__(self) -> Iterator[Region]:
        return iter(self.by_code.values())

    def __len__(self) -> int:
        return len(self.by_code)

    def get(self, code: str) -> Region | None:
        """The region of a code ("eurasia"); None where there is none."""
        return self.by_code.get(code)

    def find(self, text: str) -> Region:
        """The region of a code or name. Raises UnknownName with the nearest names."""
        return the_one(
            text,
            self.index,
            self.by_code,
            kind="region",
            next_step=f"The regions are {', '.join(self.by_code)}.",
        )

    def search(self, text: str) -> list[Region]:
        """The regions that match by name, best first."""
        return [self.by_code[match.key] for match in self.index.search(text)]

    def of_state(self, state: str) -> tuple[Region, ...]:
        """The regions that list a state."""
        return tuple(region for region in self if state in region.states)


@functools.cache
def regions() -> RegionRegistry:
    """The regions of the embedded file. Raises BadConfiguration for an unknown key."""
    entries = read_yaml("regions", "regions.yml")
    by_code = {code: _region(code, entry) for code, entry in entries.items()}
    listed = list(by_code.values())
    index = NameIndex.of(
        [(region.code, region.code) for region in listed],
        [(text, region.code) for region in listed for text in (region.code, region.name)],
    )
    return RegionRegistry(MappingProxyType(by_code), index)


def _region(code: str, entry: dict[str, Any]) -> Region:
    where = f"regions.yml, {code}"
    name, description, states, poles, extent, note = take(entry, KEYS, where=where)
    edges = take(extent, ("west", "east", "south", "north"), where=f"{where}, extent")
    return Region(
        code=code,
        name=name,
        description=description,
        states=tuple(states),
        poles=tuple(poles),
        extent=Extent(*(float(edge) for edge in edges)),
        note=" ".join(note.split()),
    )
