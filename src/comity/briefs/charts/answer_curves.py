"""Answers over time: how many more acts have followed one act, by each day since it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from comity.briefs import theme
from comity.briefs.charts.canvas import Canvas
from comity.briefs.charts.lettering import shortened, text_width
from comity.briefs.charts.position_lines import apart
from comity.briefs.words import signed

PLOT_HEIGHT = 150.0
HEAD = 30.0
FOOT = 34.0
BETWEEN = 22.0
AXIS = 34.0
# The room at a panel's right end for the names of its lines.
NAMES = 62.0
NOTE = 18.0
UNCLEAR = "#9aa4ac"
# Steps of the scale, from fine to coarse.
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """What has followed one act by each day: the direct answer with its band, and all of it.

    `clear` where the answer is told from none. All are as long as `days`.
    """

    label: str
    colour: str
    days: Sequence[int]
    extra: Sequence[float]
    lower: Sequence[float]
    upper: Sequence[float]
    total: Sequence[float]
    clear: bool


@dataclass(frozen=True, slots=True)
class AnswerPanel:
    """The answers of one state to another."""

    title: str
    lines: Sequence[AnswerLine]


@dataclass(frozen=True, slots=True)
class _Plot:
    left: float
    right: float
    top: float
    bottom: float
    last_day: int
    scale: tuple[float, float]

    def x(self, day: float) -> float:
        return self.left + (self.right - self.left) * day / self.last_day

    def y(self, value: float) -> float:
        low, high = self.scale
        share = (min(max(value, low), high) - low) / (high - low)
        return self.bottom - (self.bottom - self.top) * share


def answer_curves(
    panels: Sequence[AnswerPanel], *, title: str, width: float = theme.WIDE, note: str = ""
) -> str:
    """The SVG: panels beside each other on a page, one below the other on a phone; one scale.

    Thick with a band: the direct answer and its interval; thin: with momentum and echoes. `note`
    stands beneath a chart that goes without a caption.
    """
    beside = len(panels) if width >= theme.WIDE else 1
    step = _step(panels)
    scale = _scale(panels, step)
    last_day = max((line.days[-1] for panel in panels for line in panel.lines), default=90)
    canvas = Canvas(width)
    across = (width - BETWEEN * (beside - 1)) / beside
    deep = HEAD + PLOT_HEIGHT + FOOT
    for i, panel in enumerate(panels):
        left, top = (i % beside) * (across + BETWEEN), (i // beside) * deep
        plot = _Plot(
            left + AXIS,
            left + across - NAMES,
            top + HEAD,
            top + HEAD + PLOT_HEIGHT,
            last_day,
            scale,
        )
        room = across - 4
        named = shortened(panel.title, theme.TEXT_SIZE, room, bold=True)
        canvas.text((left, top + 8), named, bold=True)
        _ground(canvas, plot, step)
        for line in panel.lines:
            _line(canvas, plot, line)
        _names(canvas, plot, panel.lines)
    height = deep * math.ceil(len(panels) / beside)
    if note:
        canvas.text((0, height + 6), note, colour=theme.QUIET, size=theme.SMALL_SIZE)
        height += NOTE
    return canvas.svg(height, title=title)


def _values(panels: Sequence[AnswerPanel]) -> list[float]:
    return [
        value
        for panel in panels
        for line in panel.lines
        for values in (line.extra, line.lower, line.upper, line.total)
        for value in values
    ]


def _step(panels: Sequence[AnswerPanel]) -> float:
    values = [*_values(panels), 0.0]
    span = max(values) - min(values)
    return next((step for step in STEPS if span / step <= 5), STEPS[-1])


def _scale(panels: Sequence[AnswerPanel], step: float) -> tuple[float, float]:
    values = [*_values(panels), 0.0]
    low, high = math.floor(min(values) / step) * step, math.ceil(max(values) / step) * step
    return low, high if high > low else low + step


def _ground(canvas: Canvas, plot: _Plot, step: float) -> None:
    low, high = plot.scale
    digits = 2 if step < 0.1 else 1 if step < 1 else 0
    for i in range(round(low / step), round(high / step) + 1):
        y = plot.y(i * step)
        canvas.grid((plot.left, y), (plot.right, y), theme.QUIET if i == 0 else theme.GRID)
        label = signed(i * step, digits)
        canvas.text((plot.left - 5, y), label, colour=theme.QUIET, size=theme.SMALL_SIZE,
                    anchor="right")  # fmt: skip
    for day in range(0, plot.last_day + 1, 30):
        x = plot.x(day)
        canvas.rule((x, plot.bottom), (x, plot.bottom + 4), theme.LINE)
        canvas.text((x, plot.bottom + 11), str(day), colour=theme.QUIET, size=theme.SMALL_SIZE,
                    anchor="center")  # fmt: skip
        if day == 30:
            canvas.rule((x, plot.top), (x, plot.bottom), theme.LINE, dash=True)
    words = "more acts by so many days after one act"
    canvas.text((plot.left, plot.bottom + 25), words, colour=theme.QUIET, size=theme.SMALL_SIZE)


def _line(canvas: Canvas, plot: _Plot, line: AnswerLine) -> None:
    colour = line.colour if line.clear else UNCLEAR
    edges = [
        (plot.x(day), plot.y(high), plot.y(low))
        for day, low, high in zip(line.days, line.lower, line.upper, strict=True)
    ]
    canvas.band(edges, colour, 0.2 if line.clear else 0.12)
    for values, thick in ((line.total, 1.1), (line.extra, 2.6 if line.clear else 1.8)):
        points = [
            (plot.x(day), plot.y(value)) for day, value in zip(line.days, values, strict=True)
        ]
        canvas.line(points, colour, thick=thick)


def _names(canvas: Canvas, plot: _Plot, lines: Sequence[AnswerLine]) -> None:
    """The names beside the lines' ends, moved apart where they would overlap."""
    order = sorted(range(len(lines)), key=lambda i: -lines[i].extra[-1])
    places = [plot.y(lines[i].extra[-1]) for i in order]
    for spot, i in zip(apart(places, plot.bottom), order, strict=True):
        line = lines[i]
        colour = line.colour if line.clear else theme.QUIET
        size = theme.TEXT_SIZE
        while size > 8 and text_width(line.label, size, bold=line.clear) > NAMES - 8:
            size -= 0.5
        canvas.text((plot.right + 6, spot), line.label, colour=colour, size=size, bold=line.clear)
