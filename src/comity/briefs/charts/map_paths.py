"""From shapes in degrees to outlines in the picture: projected, clipped, thinned, written."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator

from comity.briefs.charts.map_frame import MapFrame
from comity.registry.world_map import Box, Point, Shape

LONGEST_STEP_DEGREES = 2.0
OVERHANG = 6.0
THINNEST_STEP = 0.5
STRAIGHT = 0.2
SMALLEST_AREA = 1.0
FARTHEST = 2 * math.sin(math.radians(55))

Outline = list[Point]


def outlines(shape: Shape, frame: MapFrame, *, smallest: float = SMALLEST_AREA) -> list[Outline]:
    """The rings of a shape as they show inside the frame (a little beyond it, to hide the cut)."""
    shown = []
    for ring, box in zip(shape.rings, shape.boxes, strict=True):
        if not _may_show(box, frame):
            continue
        projected = [frame(point) for point in _densified(ring)]
        clipped = _clipped(projected, frame.width, frame.height)
        thinned = _straightened(_thinned(clipped))
        if len(thinned) > 2 and abs(area(thinned)) >= smallest:
            shown.append(thinned)
    return shown


def area(outline: Outline) -> float:
    """The signed area of an outline, in square units of the picture."""
    total = 0.0
    x0, y0 = outline[-1]
    for x1, y1 in outline:
        total += x0 * y1 - x1 * y0
        x0, y0 = x1, y1
    return total / 2


def middle(outline: Outline) -> Point:
    """The middle of an outline's box."""
    xs = [x for x, _ in outline]
    ys = [y for _, y in outline]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def path(shown: Iterable[Outline]) -> str:
    """SVG path data in tenths of a unit, relative steps; closed rings, for the even-odd rule."""
    return "".join(_ring_path(outline) for outline in shown)


def _ring_path(outline: Outline) -> str:
    x, y = round(outline[0][0] * 10), round(outline[0][1] * 10)
    words = [f"M{_tenths(x)} {_tenths(y)}l"]
    separator = ""
    for point in outline[1:]:
        next_x, next_y = round(point[0] * 10), round(point[1] * 10)
        if (next_x, next_y) != (x, y):
            words.append(f"{separator}{_tenths(next_x - x)} {_tenths(next_y - y)}")
            separator = " "
            x, y = next_x, next_y
    return "".join(words) + "z" if len(words) > 2 else ""


def _tenths(value: int) -> str:
    return f"{value / 10:g}"


def _may_show(box: Box, frame: MapFrame) -> bool:
    """Whether a sample of the ring's box comes near the frame; far rings aren't projected at all.

    A ring on the other side of the world could enclose the antipode, and so seem to cover the map.
    """
    west, south, east, north = box
    across, down = max(2, int((east - west) / 4) + 2), max(2, int((north - south) / 4) + 2)
    xs, ys = [], []
    for i in range(across):
        for j in range(down):
            x, y = frame(
                (west + (east - west) * i / (across - 1), south + (north - south) * j / (down - 1))
            )
            xs.append(x)
            ys.append(y)
    centre_x, centre_y = -frame.left * frame.scale, -frame.top * frame.scale
    nearest = min(math.hypot(x - centre_x, y - centre_y) for x, y in zip(xs, ys, strict=True))
    return (
        nearest < FARTHEST * frame.scale
        and min(xs) < frame.width + OVERHANG
        and max(xs) > -OVERHANG
        and min(ys) < frame.height + OVERHANG
        and max(ys) > -OVERHANG
    )


def _densified(ring: Iterable[Point]) -> Iterator[Point]:
    """The ring with long straight borders, such as a parallel, cut in steps that can bend."""
    points = list(ring)
    x0, y0 = points[-1]
    for x1, y1 in points:
        steps = math.ceil(max(abs(x1 - x0), abs(y1 - y0)) / LONGEST_STEP_DEGREES)
        for step in range(1, steps):
            yield x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps
        yield x1, y1
        x0, y0 = x1, y1


def _clipped(outline: Outline, width: float, height: float) -> Outline:
    """Sutherland and Hodgman (1974): the outline inside the frame and its overhang."""
    low, right, bottom = -OVERHANG, width + OVERHANG, height + OVERHANG
    for axis, limit, sign in ((0, low, 1), (0, right, -1), (1, low, 1), (1, bottom, -1)):
        if outline:
            outline = _cut(outline, axis, limit, sign)
    return outline


def _cut(outline: Outline, axis: int, limit: float, sign: int) -> Outline:
    inside: Callable[[Point], bool] = lambda point: (point[axis] - limit) * sign >= 0  # noqa: E731
    kept: Outline = []
    last = outline[-1]
    for point in outline:
        if inside(point) != inside(last):
            share = (limit - last[axis]) / (point[axis] - last[axis])
            crossing = [last[i] + (point[i] - last[i]) * share for i in (0, 1)]
            kept.append((crossing[0], crossing[1]))
        if inside(point):
            kept.append(point)
        last = point
    return kept


def _thinned(outline: Outline) -> Outline:
    """Without points nearer than a stroke's width to the one before: they can't be seen."""
    kept: Outline = []
    for x, y in outline:
        if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= THINNEST_STEP:
            kept.append((x, y))
    return kept


def _straightened(outline: Outline) -> Outline:
    """Without points nearer than `STRAIGHT` to the line without them (Douglas, Peucker 1973)."""
    if len(outline) < 5:
        return outline
    far = max(range(len(outline)), key=lambda i: math.dist(outline[0], outline[i]))
    kept = {0, far}
    ranges = [(0, far), (far, len(outline))]
    closed = [*outline, outline[0]]
    while ranges:
        start, end = ranges.pop()
        worst, distance = start, STRAIGHT
        for i in range(start + 1, end):
            off = _off_line(closed[i], closed[start], closed[end])
            if off > distance:
                worst, distance = i, off
        if worst != start:
            kept.add(worst)
            ranges += [(start, worst), (worst, end)]
    return [outline[i] for i in sorted(kept)]


def _off_line(point: Point, start: Point, end: Point) -> float:
    across, down = end[0] - start[0], end[1] - start[1]
    length = math.hypot(across, down)
    if length == 0:
        return math.dist(point, start)
    return abs(across * (point[1] - start[1]) - down * (point[0] - start[0])) / length
