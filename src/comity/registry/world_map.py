"""Shapes of states, territories and disputed areas, which fit edge to edge without overlap."""

from __future__ import annotations

import functools
import gzip
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType

Point = tuple[float, float]
Ring = tuple[Point, ...]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Shape:
    """Rings of (longitude, latitude) in degrees; a point is inside by the even-odd rule.

    Longitudes go on beyond 180 where a state crosses the antimeridian, so that it stays whole.
    """

    rings: tuple[Ring, ...]
    boxes: tuple[Box, ...]

    def contains(self, lon: float, lat: float) -> bool:
        """Whether the point lies inside; longitudes may be given in either half of the world."""
        return any(self._covers(x, lat) for x in (lon, lon + 360.0))

    def joined(self, other: Shape) -> Shape:
        """The land of both neighbours, without the border between them."""
        borders: Counter[frozenset[Point]] = Counter()
        for ring in (*self.rings, *other.rings):
            borders.update(frozenset(edge) for edge in zip(ring, ring[1:] + ring[:1], strict=True))
        return _enclosed([tuple(edge) for edge, count in borders.items() if count % 2])

    def _covers(self, lon: float, lat: float) -> bool:
        inside = False
        for ring, (west, south, east, north) in zip(self.rings, self.boxes, strict=True):
            if west <= lon <= east and south <= lat <= north:
                inside ^= _odd_crossings(ring, lon, lat)
        return inside


@dataclass(frozen=True, slots=True)
class WorldMap:
    """`states` by code (alpha-3, dependent territories too) and disputed `areas` by id.

    Land of a disputed area belongs to no state's shape.
    """

    states: Mapping[str, Shape]
    areas: Mapping[str, Shape]

    def state_at(self, lon: float, lat: float) -> str | None:
        """The code of the shape at a place; None at sea and in disputed areas."""
        return next((c for c, shape in self.states.items() if shape.contains(lon, lat)), None)

    def area_at(self, lon: float, lat: float) -> str | None:
        """The id of the disputed area at a place; None elsewhere."""
        return next((c for c, shape in self.areas.items() if shape.contains(lon, lat)), None)


@functools.cache
def world_map() -> WorldMap:
    """The embedded world map (Natural Earth 1:50m, with the project's own disputed areas)."""
    packed = resources.files("comity.data") / "world_map" / "shapes.json.gz"
    content = json.loads(gzip.decompress(packed.read_bytes()))
    grid = 1 / round(1 / float(content["grid_degrees"]))
    states, areas = (
        MappingProxyType({code: _shape(rings, grid) for code, rings in content[table].items()})
        for table in ("shapes", "areas")
    )
    return WorldMap(states, areas)


def _shape(rings: list[list[int]], grid: float) -> Shape:
    unpacked = tuple(tuple(_points(ring, grid)) for ring in rings)
    return Shape(unpacked, tuple(_box(ring) for ring in unpacked))


def _enclosed(edges: Sequence[tuple[Point, ...]]) -> Shape:
    """The shape whose rings are made of these edges, in any order and direction."""
    ends: dict[Point, list[Point]] = {}
    for first, second in edges:
        ends.setdefault(first, []).append(second)
        ends.setdefault(second, []).append(first)
    rings = []
    while ends:
        ring = [next(iter(ends))]
        while ring[-1] in ends:
            here = ring[-1]
            following = ends[here].pop()
            ends[following].remove(here)
            for point in (here, following):
                if not ends[point]:
                    del ends[point]
            ring.append(following)
        rings.append(tuple(ring[:-1]))
    return Shape(tuple(rings), tuple(_box(ring) for ring in rings))


def _points(steps: list[int], grid: float) -> Iterator[Point]:
    x = y = 0
    for i in range(0, len(steps), 2):
        x += steps[i]
        y += steps[i + 1]
        yield x * grid, y * grid


def _box(ring: Ring) -> Box:
    lons = [lon for lon, _ in ring]
    lats = [lat for _, lat in ring]
    return min(lons), min(lats), max(lons), max(lats)


def _odd_crossings(ring: Ring, lon: float, lat: float) -> bool:
    odd = False
    x0, y0 = ring[-1]
    for x1, y1 in ring:
        if (y0 > lat) != (y1 > lat) and lon < (x1 - x0) * (lat - y0) / (y1 - y0) + x0:
            odd = not odd
        x0, y0 = x1, y1
    return odd
