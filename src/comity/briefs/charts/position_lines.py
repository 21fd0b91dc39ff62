"""Positions over time: the state's line with its band, and the poles as lines beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from comity.briefs import theme
from comity.briefs.charts.canvas import Canvas, Point
from comity.briefs.charts.lettering import shortened, text_width
from comity.briefs.words import signed

TOP = 22.0
HEIGHT = {True: 250.0, False: 280.0}
LINE_HEIGHT = 14.5
# Above and below all that is drawn, so much of the scale stays free.
MARGIN = 0.02


@dataclass(frozen=True, slots=True)
class Place:
    """A position in one period, with its interval (None: none is known)."""

    period: int
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class PositionLine:
    """The positions of one state or pole, oldest first. The `main` line is drawn over the others.

    Periods that are not here have no estimate; no line spans them.
    """

    label: str
    colour: str
    places: Sequence[Place]
    main: bool = False

    @property
    def last(self) -> Place:
        return self.places[-1]


@dataclass(frozen=True, slots=True)
class Ends:
    """What the two ends of the scale stand for, in a few words each."""

    high: str
    low: str


@dataclass(frozen=True, slots=True)
class _Plot:
    left: float
    right: float
    height: float
    periods: tuple[int, int]
    scale: tuple[float, float]

    @property
    def bottom(self) -> float:
        return TOP + self.height

    def at(self, period: int, value: float) -> Point:
        span = max(1, self.periods[1] - self.periods[0])
        x = self.left + (self.right - self.left) * (period - self.periods[0]) / span
        low, high = self.scale
        return x, TOP + self.height * (high - value) / (high - low)


def position_lines(
    lines: Sequence[PositionLine],
    *,
    title: str,
    ends: Ends,
    year_of_period: int = 0,
    width: float = theme.WIDE,
) -> str:
    """The SVG of lines with bands on one scale, each named at its end with its newest value.

    `year_of_period` is what to add to a period's number for the year on the axis (1945 for
    sessions of the General Assembly, which open in the autumn of that year).
    """
    drawn = [line for line in lines if line.places]
    periods = [place.period for line in drawn for place in line.places]
    span = (min(periods), max(periods))
    room = width * (0.34 if width < theme.WIDE else 0.3)
    names = [_name(line, span[1], year_of_period, room) for line in drawn]
    widest = max(text_width(name, theme.TEXT_SIZE, bold=True) for name in names)
    height = HEIGHT[width < theme.WIDE]
    plot = _Plot(28, width - widest - 12, height, span, _scale(drawn))
    canvas = Canvas(width)
    _ground(canvas, plot, ends)
    _years(canvas, plot, year_of_period)
    for line in sorted(drawn, key=lambda line: line.main):
        _band(canvas, plot, line)
        _line(canvas, plot, line)
    _names(canvas, plot, drawn, names)
    return canvas.svg(plot.bottom + 35, title=title)


def _scale(lines: Sequence[PositionLine]) -> tuple[float, float]:
    """From the half below to the half above all that is drawn."""
    values = [place.value for line in lines for place in line.places]
    values += [v for line in lines for p in line.places for v in (p.low, p.high) if v is not None]
    low, high = min(values) - MARGIN, max(values) + MARGIN
    return math.floor(low * 2) / 2, math.ceil(high * 2) / 2


def _name(line: PositionLine, newest: int, year_of_period: int, room: float) -> str:
    """A name with its newest value, and the year where it ends before the others."""
    ended = line.last.period != newest
    year = f" ({line.last.period + year_of_period})" if ended else ""
    value = f" {signed(line.last.value)}{year}"
    left = room - text_width(value, theme.TEXT_SIZE, bold=True)
    return shortened(line.label, theme.TEXT_SIZE, left, bold=True) + value


def _ground(canvas: Canvas, plot: _Plot, ends: Ends) -> None:
    low, high = plot.scale
    size = theme.SMALL_SIZE
    step = 0.5 if high - low <= 3 else 1.0
    for i in range(math.ceil(low / step), math.floor(high / step) + 1):
        _, y = plot.at(plot.periods[0], i * step)
        canvas.grid((plot.left, y), (plot.right, y), theme.LINE if i == 0 else theme.GRID)
        canvas.text((plot.left - 5, y), signed(i * step), colour=theme.QUIET, size=size,
                    anchor="right")  # fmt: skip
    canvas.text((0, 6), f"▲ {ends.high}", colour=theme.QUIET, size=size)
    canvas.text((0, plot.bottom + 27), f"▼ {ends.low}", colour=theme.QUIET, size=size)


def _years(canvas: Canvas, plot: _Plot, year_of_period: int) -> None:
    canvas.rule((plot.left, plot.bottom), (plot.right, plot.bottom), theme.LINE)
    room = (plot.right - plot.left) / (plot.periods[1] - plot.periods[0] + 1)
    apart = next((n for n in (1, 2, 5, 10) if n * room >= 34), 20)
    for period in range(plot.periods[0], plot.periods[1] + 1):
        year = period + year_of_period
        if year % apart == 0:
            x, _ = plot.at(period, 0.0)
            canvas.rule((x, plot.bottom), (x, plot.bottom + 4), theme.LINE)
            canvas.text((x, plot.bottom + 11), str(year), colour=theme.QUIET,
                        size=theme.SMALL_SIZE, anchor="center")  # fmt: skip


def stretches(places: Sequence[Place]) -> list[list[Place]]:
    """Runs of consecutive periods, so that no line spans one without an estimate."""
    runs: list[list[Place]] = []
    for place in places:
        if runs and runs[-1][-1].period == place.period - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _band(canvas: Canvas, plot: _Plot, line: PositionLine) -> None:
    known = [place for place in line.places if place.low is not None and place.high is not None]
    for run in stretches(known):
        edges = [
            (*plot.at(p.period, p.high), plot.at(p.period, p.low)[1])
            for p in run
            if p.low is not None and p.high is not None
        ]
        if len(edges) == 1:
            x, top, bottom = edges[0]
            edges = [(x - 1.5, top, bottom), (x + 1.5, top, bottom)]
        canvas.band(edges, line.colour, 0.26 if line.main else 0.13)


def _line(canvas: Canvas, plot: _Plot, line: PositionLine) -> None:
    for run in stretches(line.places):
        points = [plot.at(place.period, place.value) for place in run]
        if len(points) == 1:
            canvas.dot(points[0], 2.6 if line.main else 1.9, line.colour)
        else:
            canvas.line(points, line.colour, thick=2.8 if line.main else 1.4)


def _names(
    canvas: Canvas, plot: _Plot, lines: Sequence[PositionLine], names: Sequence[str]
) -> None:
    """The names at the lines' ends, moved apart where they would overlap."""
    order = sorted(range(len(lines)), key=lambda i: -lines[i].last.value)
    places = [plot.at(lines[i].last.period, lines[i].last.value)[1] for i in order]
    for spot, i in zip(apart(places, plot.bottom), order, strict=True):
        canvas.text((plot.right + 9, spot), names[i], colour=lines[i].colour, bold=True)


def apart(places: Sequence[float], floor: float, step: float = LINE_HEIGHT) -> list[float]:
    """Heights in the same order, at least a step apart and none below the floor.

    They stay as near to their places as that lets them: those pushed together keep their middle.
    """
    groups: list[tuple[float, int]] = []
    for place in places:
        middle, n = place, 1
        while groups and middle - step * (n - 1) / 2 < _end(groups[-1], step) + step:
            other, k = groups.pop()
            middle, n = (middle * n + other * k) / (n + k), n + k
        groups.append((middle, n))
    spots = [m + step * (i - (n - 1) / 2) for m, n in groups for i in range(n)]
    for i in range(len(spots) - 1, -1, -1):
        spots[i] = min(spots[i], floor)
        floor = spots[i] - step
    return spots


def _end(group: tuple[float, int], step: float) -> float:
    return group[0] + step * (group[1] - 1) / 2
