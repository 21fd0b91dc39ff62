"""Names on a map: inside a state where they fit, else beside it with a thin leader."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from comity.briefs.charts.lettering import text_width
from comity.briefs.charts.map_paths import Outline
from comity.registry.world_map import Point

LINE_HEIGHT = 1.15
SCAN_LINES = 25
CLEARANCE = 2.0
FITS = 0.92
EDGE = 8.0
CROSSING = 5.0
PASSES = 3
REACHES = (0.9, 1.3, 1.8, 2.5, 3.4, 4.5)
DIRECTIONS = 16


@dataclass(frozen=True, slots=True)
class Wanted:
    """A name to place: the outlines that it names, and its size. Earlier ones choose first."""

    code: str
    text: str
    outlines: Sequence[Outline]
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A name with its place: the middle of the text, and the end of the leader if it has one."""

    code: str
    text: str
    middle: Point
    size: float
    bold: bool
    anchor: Point | None = None


@dataclass(frozen=True, slots=True)
class Space:
    """A rectangle around a middle."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: Space) -> bool:
        across, down = (self.width + other.width) / 2, (self.height + other.height) / 2
        return abs(self.x - other.x) < across and abs(self.y - other.y) < down


def place(
    wanted: Sequence[Wanted], width: float, height: float, cost_at: Callable[[str, Point], float]
) -> list[Label]:
    """Labels in a picture. `cost_at(code, point)` says how much it hurts to write over a point.

    First those that fit inside their state; the rest go beside it, where they hide least. A name
    that finds no free place is left out.
    """
    taken: list[Space] = []
    labels: list[Label] = []
    outside: list[tuple[Wanted, Point]] = []
    for name in wanted:
        across = text_width(name.text, name.size, bold=name.bold)
        anchor, room = widest_place(name.outlines, name.size)
        space = Space(*anchor, across, name.size * LINE_HEIGHT)
        if room >= FITS * across and _inside(space, width, height) and _free(space, taken):
            labels.append(Label(name.code, name.text, anchor, name.size, name.bold))
            taken.append(space)
        elif _inside(Space(*anchor, EDGE, EDGE), width, height):
            outside.append((name, anchor))
    beside = _Beside(width, height, cost_at, taken, [anchor for _, anchor in outside])
    return labels + beside.placed(outside)


def widest_place(outlines: Sequence[Outline], size: float) -> tuple[Point, float]:
    """The middle of the widest strip of text height inside the largest outline, and its width."""
    outline = max(outlines, key=lambda ring: _extent(ring))
    ys = [y for _, y in outline]
    top, bottom = min(ys), max(ys)
    half = min(size * 0.5, (bottom - top) / 4)
    best, room = (sum(x for x, _ in outline) / len(outline), (top + bottom) / 2), -1.0
    for i in range(1, SCAN_LINES):
        y = top + (bottom - top) * i / SCAN_LINES
        for left, right in _common(*(_spans(outline, y + dy) for dy in (-half, 0.0, half))):
            # Of equal widths, the one nearer to the middle of the state reads better.
            off_centre = abs(y - (top + bottom) / 2) / (bottom - top)
            if (right - left) * (1 - 0.35 * off_centre) > room:
                best, room = ((left + right) / 2, y), (right - left) * (1 - 0.35 * off_centre)
    return best, room


def _extent(outline: Outline) -> float:
    xs = [x for x, _ in outline]
    ys = [y for _, y in outline]
    return (max(xs) - min(xs)) * (max(ys) - min(ys))


def _spans(outline: Outline, y: float) -> list[tuple[float, float]]:
    crossings = []
    x0, y0 = outline[-1]
    for x1, y1 in outline:
        if (y0 > y) != (y1 > y):
            crossings.append(x0 + (x1 - x0) * (y - y0) / (y1 - y0))
        x0, y0 = x1, y1
    crossings.sort()
    return list(zip(crossings[::2], crossings[1::2], strict=False))


def _common(*strips: list[tuple[float, float]]) -> list[tuple[float, float]]:
    common = strips[0]
    for strip in strips[1:]:
        common = [
            (max(a, c), min(b, d)) for a, b in common for c, d in strip if max(a, c) < min(b, d)
        ]
    return common


class _Beside:
    """Places names beside their states: greedily, then each again now that it knows the others."""

    def __init__(
        self,
        width: float,
        height: float,
        cost_at: Callable[[str, Point], float],
        taken: Sequence[Space],
        anchors: Sequence[Point],
    ) -> None:
        self.width, self.height, self.cost_at = width, height, cost_at
        self.fixed = [*taken, *(Space(*anchor, 6, 6) for anchor in anchors)]
        self.spaces: dict[str, tuple[Space, Point]] = {}

    def placed(self, names: Sequence[tuple[Wanted, Point]]) -> list[Label]:
        for _ in range(PASSES):
            for name, anchor in names:
                self.spaces.pop(name.code, None)
                best = self._best(name, anchor)
                if best:
                    self.spaces[name.code] = (best, anchor)
        labels = []
        for name, anchor in names:
            if name.code in self.spaces:
                space, _ = self.spaces[name.code]
                place = (space.x, space.y)
                labels.append(Label(name.code, name.text, place, name.size, name.bold, anchor))
        return labels

    def _best(self, name: Wanted, anchor: Point) -> Space | None:
        others = [space for space, _ in self.spaces.values()]
        best, least = None, math.inf
        for space in _candidates(name, anchor):
            if not _inside(space, self.width, self.height):
                continue
            if not _free(space, self.fixed) or not _free(space, others):
                continue
            if _reach_cost(name, space, anchor) < least:
                cost = self._cost(name, space, anchor, others)
                if cost < least:
                    best, least = space, cost
        return best

    def _cost(self, name: Wanted, space: Space, anchor: Point, others: Sequence[Space]) -> float:
        hidden = sum(self.cost_at(name.code, point) for point in _samples(space))
        end = leader_end(space, anchor)
        steps = _steps(anchor, end)
        crossed = sum(_under(other, steps) for other in (*self.fixed, *others))
        for other, other_anchor in self.spaces.values():
            other_end = leader_end(other, other_anchor)
            crossed += _cross(anchor, end, other_anchor, other_end)
            crossed += _under(space, _steps(other_anchor, other_end))
        return hidden + _reach_cost(name, space, anchor) + CROSSING * crossed


def _reach_cost(name: Wanted, space: Space, anchor: Point) -> float:
    length = math.dist(leader_end(space, anchor), anchor) / name.size
    return length * math.sqrt(length)


def _candidates(name: Wanted, anchor: Point) -> Iterator[Space]:
    across = text_width(name.text, name.size, bold=name.bold)
    for reach in REACHES:
        for turn in range(DIRECTIONS):
            angle = 2 * math.pi * turn / DIRECTIONS
            yield Space(
                anchor[0] + math.cos(angle) * (across / 2 + reach * name.size),
                anchor[1] + math.sin(angle) * reach * name.size * 1.2,
                across,
                name.size * LINE_HEIGHT,
            )


def _steps(start: Point, end: Point) -> list[Point]:
    """Points along a leader, without its first piece, which lies on its own anchor."""
    across, down = end[0] - start[0], end[1] - start[1]
    return [(start[0] + across * i / 8, start[1] + down * i / 8) for i in range(2, 8)]


def _under(space: Space, steps: Sequence[Point]) -> bool:
    """Whether a text would cover one of the points."""
    across, down = (space.width + 1) / 2, (space.height + 1) / 2
    return any(abs(space.x - x) < across and abs(space.y - y) < down for x, y in steps)


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether the lines from a to b and from c to d cross."""

    def left(p: Point, q: Point, r: Point) -> bool:
        return (q[0] - p[0]) * (r[1] - p[1]) > (q[1] - p[1]) * (r[0] - p[0])

    return left(a, b, c) != left(a, b, d) and left(c, d, a) != left(c, d, b)


def leader_end(space: Space, anchor: Point) -> Point:
    """Where on the edge of a text its leader ends."""
    x = min(max(anchor[0], space.x - space.width / 2), space.x + space.width / 2)
    y = min(max(anchor[1], space.y - space.height / 2), space.y + space.height / 2)
    return x, y


def _samples(space: Space) -> list[Point]:
    return [
        (space.x + space.width * i / 4, space.y + space.height * j / 2)
        for i in (-2, -1, 0, 1, 2)
        for j in (-1, 0, 1)
    ]


def _inside(space: Space, width: float, height: float) -> bool:
    across, down = space.width / 2 + CLEARANCE, space.height / 2 + CLEARANCE
    return across <= space.x <= width - across and down <= space.y <= height - down


def _free(space: Space, taken: Sequence[Space]) -> bool:
    return not any(space.meets(other) for other in taken)
