"""Toward or away: how fast the distance to each pole changes, a dot with its interval in a grid."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comity.briefs import theme
from comity.briefs.charts.canvas import Canvas
from comity.briefs.charts.lettering import shortened, text_width
from comity.briefs.words import signed

STEP = 19.0
BETWEEN = 12.0
# Ends of the scale: round, as are their halves.
REACHES = (0.2, 0.4, 0.6, 0.8, 1.0, 1.2, 1.6, 2.0, 3.0, 4.0)
UNCLEAR = "#9aa4ac"
# Cells as wide as this have numbers on their axis.
LABELLED = 70.0


@dataclass(frozen=True, slots=True)
class Rate:
    """The change of a distance in ten years; below 0 is nearer. `clear` where it is no chance."""

    value: float
    low: float
    high: float
    clear: bool


@dataclass(frozen=True, slots=True)
class RateRow:
    """One row of the grid: its rates by column; a column without one is empty.

    `words` stand at the row's right end.
    """

    label: str
    rates: Mapping[str, Rate]
    words: str = ""
    main: bool = False
    colour: str = theme.INK


@dataclass(frozen=True, slots=True)
class Column:
    """A pole: its key in the rows, its name, a short name where there is little room."""

    key: str
    label: str
    short: str
    colour: str


@dataclass(frozen=True, slots=True)
class _Cell:
    left: float
    right: float
    reach: float

    def x(self, rate: float) -> float:
        share = (min(max(rate, -self.reach), self.reach) / self.reach + 1) / 2
        return self.left + (self.right - self.left) * share


def drift_rates(
    rows: Sequence[RateRow],
    columns: Sequence[Column],
    *,
    title: str,
    width: float = theme.WIDE,
) -> str:
    """The SVG of the grid. All cells have one scale: left of the line nearer, right of it farther.

    A filled dot is a clear move, a hollow one may be chance.
    """
    canvas = Canvas(width)
    widest = max(text_width(row.label, theme.TEXT_SIZE, bold=True) for row in rows)
    left = min(widest + 12, width * 0.3)
    words = max(text_width(row.words, theme.SMALL_SIZE) for row in rows)
    right = width - (words + 10 if words else 4)
    cells = _cells(left, right, columns, _reach(rows))
    top = 19.0 if columns[0].label else 4.0
    bottom = top + STEP * len(rows) + 4
    for column, cell in zip(columns, cells, strict=True):
        _head(canvas, column, cell, top, bottom)
    for i, row in enumerate(rows):
        y = top + STEP * (i + 0.5) + 2
        if i and len(columns) > 1:
            canvas.grid((0, y - STEP / 2), (right, y - STEP / 2))
        name = shortened(row.label, theme.TEXT_SIZE, left - 10, bold=True)
        canvas.text((left - 10, y), name, anchor="right", bold=row.main, colour=row.colour)
        for column, cell in zip(columns, cells, strict=True):
            _cell(canvas, row, column, cell, y)
        if row.words:
            canvas.text((right + 8, y), row.words, size=theme.SMALL_SIZE, colour=theme.QUIET)
    _foot(canvas, cells, bottom)
    return canvas.svg(bottom + 32, title=title)


def _reach(rows: Sequence[RateRow]) -> float:
    """How far the scale goes either way: the first round number beyond all that is drawn."""
    ends = [abs(v) for row in rows for rate in row.rates.values() for v in (rate.low, rate.high)]
    furthest = max(ends, default=0.0)
    return next((reach for reach in REACHES if reach >= furthest), float(math.ceil(furthest)))


def _cells(left: float, right: float, columns: Sequence[Column], reach: float) -> list[_Cell]:
    across = (right - left - BETWEEN * (len(columns) - 1)) / len(columns)
    starts = [left + i * (across + BETWEEN) for i in range(len(columns))]
    return [_Cell(start, start + across, reach) for start in starts]


def _head(canvas: Canvas, column: Column, cell: _Cell, top: float, bottom: float) -> None:
    room = cell.right - cell.left
    wide = text_width(column.label, theme.TEXT_SIZE, bold=True) <= room + BETWEEN - 3
    middle = (cell.left + cell.right) / 2
    canvas.text((middle, 8), column.label if wide else column.short, colour=column.colour,
                bold=True, anchor="center")  # fmt: skip
    canvas.rule((cell.x(0), top), (cell.x(0), bottom), theme.QUIET)
    most = 2 if room >= 150 else 1
    for i in range(-most, most + 1):
        value = cell.reach * i / 2
        x = cell.x(value)
        canvas.grid((x, top), (x, bottom + 3))
        if room >= LABELLED or i == 0:
            canvas.text((x, bottom + 11), signed(value),
                        colour=theme.QUIET, size=theme.SMALL_SIZE, anchor="center")  # fmt: skip


def _cell(canvas: Canvas, row: RateRow, column: Column, cell: _Cell, y: float) -> None:
    rate = row.rates.get(column.key)
    if rate is None:
        return
    colour = (column.colour or row.colour) if rate.clear else UNCLEAR
    canvas.line([(cell.x(rate.low), y), (cell.x(rate.high), y)], colour, thick=1.4)
    canvas.dot((cell.x(rate.value), y), 3.2, colour, hollow=not rate.clear)


def _foot(canvas: Canvas, cells: Sequence[_Cell], bottom: float) -> None:
    """Which way is nearer; and the scale, where the cells are too narrow for their numbers."""
    first, last = cells[0], cells[-1]
    y, size = bottom + 25, theme.SMALL_SIZE
    canvas.text((first.left, y), "← nearer", colour=theme.QUIET, size=size)
    canvas.text((last.right, y), "farther →", colour=theme.QUIET, size=size, anchor="right")
    if first.right - first.left < LABELLED:
        canvas.text(((first.left + last.right) / 2, y), f"each cell ±{first.reach:.1f}",
                    colour=theme.QUIET, size=size, anchor="center")  # fmt: skip
