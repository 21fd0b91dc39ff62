"""An arrow map of drift: one row a state, an arrow from its position then to its position now."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from comity.briefs import theme
from comity.briefs.charts.canvas import Canvas
from comity.briefs.charts.lettering import shortened, text_width
from comity.briefs.charts.position_lines import Place
from comity.briefs.words import signed

STEP = 19.0
HEADED = 24.0
LABEL = 13.5
# Intervals: pale bars behind the arrow's two ends, of the arrow's colour on white.
PALE = {"clear": "#c3d3d8", "unclear": "#e4e7e9"}
CLEAR, UNCLEAR = theme.INK, "#9aa4ac"


@dataclass(frozen=True, slots=True)
class Move:
    """A state's position then and now, with intervals; `clear` where it surely moved.

    `note` stands in the place of the arrow where there is none.
    """

    label: str
    start: Place | None
    end: Place | None
    clear: bool = False
    main: bool = False
    note: str = "no estimate"


@dataclass(frozen=True, slots=True)
class PoleMark:
    """Where a pole stands now: a line through all rows, named above them."""

    label: str
    colour: str
    value: float


@dataclass(frozen=True, slots=True)
class _Plot:
    left: float
    right: float
    scale: tuple[float, float]

    def x(self, value: float) -> float:
        low, high = self.scale
        return self.left + (self.right - self.left) * (value - low) / (high - low)


def drift_arrows(
    moves: Sequence[Move],
    poles: Sequence[PoleMark],
    *,
    title: str,
    pole_moves: Sequence[Move] = (),
    width: float = theme.WIDE,
) -> str:
    """The SVG of the arrows, in the order given, the poles that are no row beneath them.

    An arrow that may be chance is pale. The bars behind its ends are the intervals of the two
    positions.
    """
    rows = [*moves, *pole_moves]
    widest = max(text_width(m.label, theme.TEXT_SIZE, bold=m.main) for m in rows)
    left = min(widest + 14, width * 0.32)
    plot = _Plot(left, width - 12, _scale(rows, poles))
    canvas = Canvas(width)
    top = _pole_names(canvas, plot, poles)
    bottom = top + STEP * len(rows) + (HEADED if pole_moves else 0)
    _axis(canvas, plot, top, bottom)
    for pole in poles:
        canvas.rule((plot.x(pole.value), top), (plot.x(pole.value), bottom), pole.colour)
    for i, move in enumerate(moves):
        _row(canvas, plot, move, top + STEP * (i + 0.5))
    if pole_moves:
        y = top + STEP * len(moves) + HEADED / 2
        canvas.grid((0, y - 8), (width, y - 8), theme.LINE)
        canvas.text((0, y + 3), "Poles", colour=theme.QUIET, size=theme.SMALL_SIZE)
    for i, move in enumerate(pole_moves):
        _row(canvas, plot, move, top + HEADED + STEP * (len(moves) + i + 0.5))
    return canvas.svg(bottom + 20, title=title)


def _scale(moves: Sequence[Move], poles: Sequence[PoleMark]) -> tuple[float, float]:
    places = [place for move in moves for place in (move.start, move.end) if place]
    values = [pole.value for pole in poles] + [place.value for place in places]
    values += [v for place in places for v in (place.low, place.high) if v is not None]
    if not values:
        return -1.0, 1.0
    low, high = min(values), max(values)
    margin = 0.03 * max(high - low, 0.5)
    return low - margin, high + margin


def _pole_names(canvas: Canvas, plot: _Plot, poles: Sequence[PoleMark]) -> float:
    """The poles' names over their lines, in as many lines as they need; gives where rows begin."""
    ends: list[float] = []
    placed = []
    for pole in sorted(poles, key=lambda pole: pole.value):
        start, end = _extent(canvas, plot, pole, poles)
        line = next((i for i, taken in enumerate(ends) if start > taken + 5), len(ends))
        ends[line : line + 1] = [end]
        placed.append((pole, (start + end) / 2, line))
    top = 10 + LABEL * len(ends)
    for pole, middle, line in placed:
        y = top - LABEL * (line + 0.5) - 5
        canvas.text((middle, y), pole.label, colour=pole.colour, bold=True, anchor="center")
        canvas.rule((plot.x(pole.value), y + 7), (plot.x(pole.value), top), pole.colour)
    return top


def _extent(
    canvas: Canvas, plot: _Plot, pole: PoleMark, poles: Sequence[PoleMark]
) -> tuple[float, float]:
    """From where to where a name stands: over its line, or beside it if another crosses."""
    across = text_width(pole.label, theme.TEXT_SIZE, bold=True)
    x = plot.x(pole.value)
    others = [plot.x(other.value) for other in poles if other is not pole]
    for start in (x - across / 2, x + 1 - across, x - 1):
        inside = start >= 0 and start + across <= canvas.width
        if inside and not any(start - 3 < other < start + across + 3 for other in others):
            return start, start + across
    start = min(max(x - across / 2, 0.0), canvas.width - across)
    return start, start + across


def _axis(canvas: Canvas, plot: _Plot, top: float, bottom: float) -> None:
    low, high = plot.scale
    step = 0.5 if high - low <= 2.5 else 1.0
    for i in range(math.ceil(low / step), math.floor(high / step) + 1):
        x = plot.x(i * step)
        canvas.grid((x, top), (x, bottom + 3))
        canvas.text((x, bottom + 11), signed(i * step), colour=theme.QUIET, anchor="center",
                    size=theme.SMALL_SIZE)  # fmt: skip


def _row(canvas: Canvas, plot: _Plot, move: Move, y: float) -> None:
    name = shortened(move.label, theme.TEXT_SIZE, plot.left - 10, bold=move.main)
    canvas.text((plot.left - 10, y), name, anchor="right", bold=move.main)
    if move.start is None or move.end is None:
        canvas.text((plot.left, y), move.note, colour=theme.QUIET, size=theme.SMALL_SIZE)
        return
    colour = CLEAR if move.clear else UNCLEAR
    pale = PALE["clear" if move.clear else "unclear"]
    for place, half in ((move.start, 3.0), (move.end, 5.0)):
        if place.low is not None and place.high is not None:
            canvas.rect(plot.x(place.low), y - half, plot.x(place.high), y + half, pale)
    if abs(plot.x(move.start.value) - plot.x(move.end.value)) > 7:
        canvas.dot((plot.x(move.start.value), y), 2.2, colour, hollow=True)
    thick = 2.6 if move.main else 1.8
    canvas.arrow((plot.x(move.start.value), y), (plot.x(move.end.value), y), colour, thick=thick)
