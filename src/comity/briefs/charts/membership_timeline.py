"""Memberships and agreements as a timeline: a bar from entry to exit, a mark for each signature."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from comity.briefs import theme
from comity.briefs.charts.canvas import Canvas
from comity.briefs.charts.lettering import shortened, text_width

STEP, THICK, DOT = 16.5, 13.0, 3.0
HEADED = 20.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A membership from `first_day` to `end_day` (None: it goes on)."""

    row: str
    status: str
    first_day: dt.date
    end_day: dt.date | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A dated event on a row; filled where the agreement came into force."""

    row: str
    day: dt.date
    in_force: bool


@dataclass(frozen=True, slots=True)
class _Plot:
    left: float
    right: float
    first: dt.date
    last: dt.date

    def x(self, day: dt.date) -> float:
        share = (day - self.first).days / (self.last - self.first).days
        return self.left + (self.right - self.left) * min(max(share, 0.0), 1.0)


def membership_timeline(
    stretches: Sequence[Stretch],
    marks: Sequence[Mark],
    *,
    first_year: int,
    last_day: dt.date,
    title: str,
    width: float = theme.WIDE,
) -> str:
    """The SVG of a timeline; what began before `first_year` is drawn from its start.

    Each bar says its status and years, in it where they fit, else beside it.
    """
    start = dt.date(first_year, 1, 1)
    shown = [s for s in stretches if (s.end_day or last_day) > start and s.first_day < last_day]
    dated = [m for m in marks if start <= m.day <= last_day]
    rows = list(dict.fromkeys(s.row for s in shown))
    partners = list(dict.fromkeys(m.row for m in dated))
    size = theme.TEXT_SIZE
    widest = max([text_width(row, size) for row in (*rows, *partners)] + [0.0])
    left = min(widest + 9, width * 0.34)
    plot = _Plot(left, width - 6, start, last_day)
    bottom = 6 + STEP * len(rows)
    lower = bottom + (HEADED + STEP * len(partners) if partners else 0)
    canvas = Canvas(width)
    _years(canvas, plot, lower)
    for i, row in enumerate(rows):
        _row(canvas, plot, row, [s for s in shown if s.row == row], 6 + STEP * (i + 0.5))
    if partners:
        _heading(canvas, bottom + HEADED / 2 + 2)
    for i, row in enumerate(partners):
        y = bottom + HEADED + STEP * (i + 0.5)
        _name(canvas, plot, row, y)
        for mark in (m for m in dated if m.row == row):
            canvas.dot((plot.x(mark.day), y), DOT, theme.INK, hollow=not mark.in_force)
    return canvas.svg(lower + 20, title=title)


def _years(canvas: Canvas, plot: _Plot, bottom: float) -> None:
    apart = 5 if plot.right - plot.left > 300 else 10
    for year in range(plot.first.year, plot.last.year + 1):
        if year % apart == 0:
            x = plot.x(dt.date(year, 1, 1))
            canvas.grid((x, 4), (x, bottom + 3))
            canvas.text((x, bottom + 11), str(year), colour=theme.QUIET, anchor="center",
                        size=theme.SMALL_SIZE)  # fmt: skip


def _heading(canvas: Canvas, y: float) -> None:
    canvas.grid((0, y - 8), (canvas.width, y - 8), theme.LINE)
    words = "Agreements signed"
    canvas.text((0, y), words, bold=True)
    x = text_width(words, theme.TEXT_SIZE, bold=True) + 14
    for text, hollow in (("in force at some time", False), ("no date in force known", True)):
        if canvas.width < theme.WIDE:
            text = {False: "in force", True: "no date known"}[hollow]
        canvas.dot((x, y), DOT, theme.INK, hollow=hollow)
        canvas.text((x + 8, y), text, colour=theme.QUIET, size=theme.SMALL_SIZE)
        x += text_width(text, theme.SMALL_SIZE) + 24


def _name(canvas: Canvas, plot: _Plot, row: str, y: float) -> None:
    name = shortened(row, theme.TEXT_SIZE, plot.left - 9)
    canvas.text((plot.left - 9, y), name, anchor="right")


def _row(canvas: Canvas, plot: _Plot, row: str, stretches: Sequence[Stretch], y: float) -> None:
    _name(canvas, plot, row, y)
    ordered = sorted(stretches, key=lambda s: s.first_day)
    for i, stretch in enumerate(ordered):
        x, x2 = plot.x(stretch.first_day), plot.x(stretch.end_day or plot.last)
        x2 = max(x2 - 0.6, x + 1.5)
        colour = theme.STATUS_COLOURS.get(stretch.status, theme.LINE)
        canvas.rect(x, y - THICK / 2, x2, y + THICK / 2, colour)
        free = plot.x(ordered[i + 1].first_day) if i + 1 < len(ordered) else plot.right
        before = plot.x(ordered[i - 1].end_day or plot.last) if i else plot.left
        _label(canvas, stretch, (x, x2), (before, free), y)


def _label(
    canvas: Canvas,
    stretch: Stretch,
    bar: tuple[float, float],
    free: tuple[float, float],
    y: float,
) -> None:
    """The longest of the stretch's texts that fits in its bar, else beside it."""
    size = theme.SMALL_SIZE
    white = stretch.status == "member"
    years = _words(stretch)
    for text in (f"{stretch.status} {years}", stretch.status, years):
        across = text_width(text, size) + 8
        if bar[1] - bar[0] >= across:
            canvas.text((bar[0] + 4, y), text, size=size,
                        colour="#ffffff" if white else theme.INK)  # fmt: skip
            return
        if free[1] - bar[1] >= across:
            canvas.text((bar[1] + 4, y), text, size=size, colour=theme.QUIET)
            return
        if bar[0] - free[0] >= across:
            canvas.text((bar[0] - 4, y), text, size=size, colour=theme.QUIET, anchor="right")
            return


def _words(stretch: Stretch) -> str:
    if stretch.end_day is None:
        return f"since {stretch.first_day.year}"
    first, last = stretch.first_day.year, stretch.end_day.year
    return f"{first}" if first == last else f"{first}\N{EN DASH}{last}"
