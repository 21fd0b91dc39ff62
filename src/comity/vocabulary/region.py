"""A region: the states that are looked at together, and the poles between which they move."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extent:
    """A map's box in degrees: longitude west and east, latitude south and north."""

    west: float
    east: float
    south: float
    north: float

    def holds(self, longitude: float, latitude: float) -> bool:
        """Whether a place lies in the box, its edges included."""
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north


@dataclass(frozen=True, slots=True)
class Region:
    """States under one name, with the poles (states or blocs) that their briefs look toward.

    `extent` is the default map. To be listed says how the briefs are arranged, nothing about
    belonging: a state may be of several regions, and a pole may be one of its states.
    """

    code: str
    name: str
    description: str
    states: tuple[str, ...]
    poles: tuple[str, ...]
    extent: Extent
    note: str

    def poles_of(self, state: str) -> tuple[str, ...]:
        """The poles in the brief of a state: all but itself."""
        return tuple(pole for pole in self.poles if pole != state)

    @property
    def actors(self) -> tuple[str, ...]:
        """States and poles, each once."""
        return tuple(dict.fromkeys((*self.states, *self.poles)))
