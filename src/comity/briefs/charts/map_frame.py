"""The part of the world that a map shows, in Lambert's azimuthal equal-area projection (1772).

Equal areas: a colour on a choropleth weighs by the land that it covers, so land must not be
inflated toward the pole, as it is on conformal maps.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from comity.errors import unknown
from comity.registry.tables import read_yaml
from comity.registry.world_map import Point, world_map

MARGIN = 0.015
TALLEST = 0.85


@dataclass(frozen=True, slots=True)
class Projection:
    """Lambert azimuthal equal-area around a centre, in units of the earth's radius, y downward."""

    lon: float
    lat: float

    def __call__(self, point: Point) -> Point:
        lam = math.radians(point[0] - self.lon)
        phi, phi0 = math.radians(point[1]), math.radians(self.lat)
        sin0, cos0, sin, cos = math.sin(phi0), math.cos(phi0), math.sin(phi), math.cos(phi)
        stretch = 1 + sin0 * sin + cos0 * cos * math.cos(lam)
        k = math.sqrt(2 / max(stretch, 1e-6))
        return k * cos * math.sin(lam), -k * (cos0 * sin - sin0 * cos * math.cos(lam))


@dataclass(frozen=True, slots=True)
class MapFrame:
    """A projection, and the rectangle of its plane that fills a picture `width` units wide."""

    projection: Projection
    left: float
    top: float
    scale: float
    width: float
    height: float

    def __call__(self, point: Point) -> Point:
        """Where a place (lon, lat in degrees) lies in the picture."""
        x, y = self.projection(point)
        return (x - self.left) * self.scale, (y - self.top) * self.scale

    @classmethod
    def fitting(cls, centre: Point, places: Iterable[Point], *, width: float = 640) -> MapFrame:
        """The smallest frame around places (lon, lat in degrees), at most `TALLEST` widths tall."""
        projection = Projection(*centre)
        xs, ys = zip(*(projection(place) for place in places), strict=True)
        across, down = max(xs) - min(xs), max(ys) - min(ys)
        margin = MARGIN * max(across, down)
        across, down = across + 2 * margin, down + 2 * margin
        if down > TALLEST * across:
            margin += (down / TALLEST - across) / 2
            across = down / TALLEST
        scale = width / across
        top = min(ys) - MARGIN * max(max(xs) - min(xs), max(ys) - min(ys))
        return cls(projection, min(xs) - margin, top, scale, width, round(down * scale))


def region_frame(region: str, *, width: float = 640) -> MapFrame:
    """The frame of a shipped region. Raises UnknownName."""
    frames = read_yaml("world_map", "frames.yml")
    if region not in frames:
        raise unknown("map frame", region, frames)
    frame = frames[region]
    return MapFrame.fitting(tuple(frame["centre"]), map(tuple, frame["fit"]), width=width)


def frame_around(codes: Sequence[str], *, width: float = 640) -> MapFrame:
    """A frame around the main land of some states, for a region that has no frame of its own.

    Codes without a shape count for nothing. Raises UnknownName when none has one.
    """
    shapes = world_map().states
    boxes = [
        max(shapes[code].boxes, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
        for code in codes
        if code in shapes
    ]
    if not boxes:
        raise unknown("shape of a state", ", ".join(codes), shapes)
    west, east = min(box[0] for box in boxes), max(box[2] for box in boxes)
    south, north = min(box[1] for box in boxes), max(box[3] for box in boxes)
    middle = (west + east) / 2, (south + north) / 2
    corners = [(x, y) for x in (west, middle[0], east) for y in (south, middle[1], north)]
    return MapFrame.fitting(middle, corners, width=width)
