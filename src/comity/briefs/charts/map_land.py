"""What a frame shows of the world on a day: outlines of states and of disputed areas."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from comity.briefs.charts import map_paths
from comity.briefs.charts.map_frame import MapFrame
from comity.briefs.charts.map_paths import Outline
from comity.registry.disputed_areas import disputed_areas
from comity.registry.world_map import Point, Shape, world_map
from comity.vocabulary.disputed_area import DisputedArea

CELL = 5.0
LARGE = 9000.0


@dataclass(frozen=True, slots=True)
class Land:
    """Outlines of states by code and of disputed areas by id, as they lie in the picture.

    `paths` are the same as SVG path data. `large` states have room for the names of neighbours;
    `seen` are the states whose main land shows, not some island alone. `owners` says by code (or
    id) whose land is at the middle of each cell of `CELL` units; sea is absent.
    """

    states: Mapping[str, list[Outline]]
    areas: Mapping[str, list[Outline]]
    paths: Mapping[str, str]
    large: frozenset[str]
    seen: frozenset[str]
    owners: Mapping[tuple[int, int], str]

    @property
    def disputed(self) -> tuple[DisputedArea, ...]:
        """The disputed areas that show."""
        return tuple(area for area in disputed_areas() if area.id in self.areas)

    def owner(self, point: Point) -> str | None:
        """Whose land is at a point of the picture, to the nearest cell; None at sea."""
        return self.owners.get((int(point[0] // CELL), int(point[1] // CELL)))

    def area_of(self, code: str) -> str | None:
        """The hatched area of a party that has no shape of its own, such as TWN or XKX."""
        if code in world_map().states:
            return None
        return next((area.id for area in self.disputed if code in area.parties), None)


@functools.lru_cache(maxsize=16)
def land(frame: MapFrame, day: dt.date | None) -> Land:
    """The land in a frame: as it is now, or with the areas that were in dispute on a day."""
    world = world_map()
    shapes = dict(world.states)
    areas: dict[str, list[Outline]] = {}
    for area in disputed_areas():
        if area.otherwise is None or _disputed(area, day):
            areas[area.id] = map_paths.outlines(world.areas[area.id], frame)
        else:
            shapes[area.otherwise] = shapes[area.otherwise].joined(world.areas[area.id])
    states = {code: map_paths.outlines(shape, frame) for code, shape in shapes.items()}
    states = {code: shown for code, shown in states.items() if shown}
    areas = {name: shown for name, shown in areas.items() if shown}
    seen = frozenset(code for code in states if _main_land_shows(world.states[code], frame))
    both = {**states, **areas}
    paths = {name: map_paths.path(shown) for name, shown in both.items()}
    sizes = {code: sum(abs(map_paths.area(r)) for r in shown) for code, shown in states.items()}
    large = frozenset(code for code, size in sizes.items() if size > LARGE)
    return Land(states, areas, paths, large, seen, _owners(both))


def _disputed(area: DisputedArea, day: dt.date | None) -> bool:
    return area.until is None if day is None else area.in_dispute(day)


def _main_land_shows(shape: Shape, frame: MapFrame) -> bool:
    sizes = [(box[2] - box[0]) * (box[3] - box[1]) for box in shape.boxes]
    main = sizes.index(max(sizes))
    rings, boxes = (shape.rings[main],), (shape.boxes[main],)
    return bool(map_paths.outlines(Shape(rings, boxes), frame, smallest=0.0))


def _owners(land: Mapping[str, Sequence[Outline]]) -> dict[tuple[int, int], str]:
    """The owner of each cell: rows of cells are filled between the borders that they cross."""
    owners: dict[tuple[int, int], str] = {}
    for name, shown in land.items():
        crossings: dict[int, list[float]] = {}
        for outline in shown:
            for start, end in pairwise([*outline, outline[0]]):
                _cross_rows(start, end, crossings)
        for row, xs in crossings.items():
            xs.sort()
            for left, right in zip(xs[::2], xs[1::2], strict=False):
                for column in range(round(left / CELL), round(right / CELL)):
                    owners[column, row] = name
    return owners


def _cross_rows(start: Point, end: Point, crossings: dict[int, list[float]]) -> None:
    (x0, y0), (x1, y1) = sorted((start, end), key=lambda point: point[1])
    for row in range(round(y0 / CELL), round(y1 / CELL)):
        middle = (row + 0.5) * CELL
        crossings.setdefault(row, []).append(x0 + (x1 - x0) * (middle - y0) / (y1 - y0))
