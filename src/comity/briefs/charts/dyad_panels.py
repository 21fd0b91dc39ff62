"""Small multiples of two-way series: friendly acts above the line, hostile below, one scale."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from comity.briefs import theme
from comity.briefs.charts.canvas import Canvas, nice_step
from comity.briefs.charts.lettering import shortened, text_width

HEIGHT = 54.0
BETWEEN = 26.0
# The least height of a bar that is not nothing: one act shows even beside a thousand.
LEAST = 0.8
WIDE_GAP_DAYS = 150


@dataclass(frozen=True, slots=True)
class Bar:
    """One month of one direction: friendly and hostile acts (insults, offences, attacks)."""

    first_day: dt.date
    end_day: dt.date
    friendly: int
    hostile: int


@dataclass(frozen=True, slots=True)
class Panel:
    """One direction of one pair; `short` is its title where there is little room."""

    title: str
    bars: Sequence[Bar]
    short: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch without coverage, half-open."""

    first_day: dt.date
    end_day: dt.date


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where one panel lies, and its two scales."""

    left: float
    top: float
    width: float
    span: tuple[dt.date, dt.date]
    most: int
    least: int

    @property
    def zero(self) -> float:
        return self.top + HEIGHT * self.most / (self.most + self.least)

    @property
    def bottom(self) -> float:
        return self.top + HEIGHT

    def x(self, day: dt.date) -> float:
        days = (self.span[1] - self.span[0]).days
        share = (day - self.span[0]).days / days
        return self.left + self.width * min(max(share, 0.0), 1.0)

    def y(self, acts: int) -> float:
        return self.zero - HEIGHT * acts / (self.most + self.least)


def dyad_panels(
    rows: Sequence[tuple[Panel, Panel]],
    gaps: Sequence[Gap],
    *,
    title: str,
    width: float = theme.WIDE,
) -> str:
    """The SVG of a grid of panels: one row for each pole, one column for each direction.

    All panels have one scale: the height of a bar means the same everywhere.
    """
    bars = [bar for row in rows for panel in row for bar in panel.bars]
    most = max([bar.friendly for bar in bars] + [1])
    least = max([bar.hostile for bar in bars] + [1])
    span = (min(bar.first_day for bar in bars), max(bar.end_day for bar in bars))
    step = nice_step(most + least, 4)
    margin = 8 + text_width(f"{max(most, least):,}", theme.SMALL_SIZE)
    across = (width - margin - BETWEEN * width / theme.WIDE) / 2
    head = 17.0 if across > theme.NARROW / 2 else 31.0
    canvas = Canvas(width)
    _key(canvas)
    top = 24.0
    for number, row in enumerate(rows):
        top += head
        for side, panel in enumerate(row):
            left = margin if side == 0 else width - across
            frame = _Frame(left, top, across, span, most, least)
            _head(canvas, panel, frame, head)
            _ground(canvas, frame, gaps, step, labelled=number == 0, numbers=side == 0)
            _bars(canvas, panel, frame)
            if number == len(rows) - 1:
                _years(canvas, frame)
        top += HEIGHT + 15
    return canvas.svg(top + 6, title=title)


def _key(canvas: Canvas) -> None:
    """The two colours named once, above everything."""
    above, below = "▲ friendly acts, above the line", "▼ hostile acts, below it"
    narrow = canvas.width < theme.WIDE
    if narrow:
        above, below = "▲ friendly, above", "▼ hostile, below"
    canvas.text((0, 8), above, colour=theme.FRIENDLY, bold=True)
    x = text_width(above, theme.TEXT_SIZE, bold=True) + 18
    canvas.text((x, 8), below, colour=theme.HOSTILE, bold=True)
    canvas.text((canvas.width, 8), "acts a month", colour=theme.QUIET, anchor="right",
                size=theme.SMALL_SIZE)  # fmt: skip


def _head(canvas: Canvas, panel: Panel, frame: _Frame, head: float) -> None:
    """Who toward whom, and the two sums in their colours: on the same line where there is room."""
    friendly = f"{sum(bar.friendly for bar in panel.bars):,} friendly"
    hostile = f"{sum(bar.hostile for bar in panel.bars):,} hostile"
    size, y = theme.SMALL_SIZE, frame.top - 8
    title = panel.short or panel.title if head > 20 else panel.title
    title = shortened(title, theme.TEXT_SIZE, frame.width, bold=True)
    canvas.text((frame.left, frame.top - head + 9), title, bold=True)
    if head > 20:
        canvas.text((frame.left, y), friendly, colour=theme.FRIENDLY, size=size)
        x = frame.left + text_width(friendly, size) + 8
        canvas.text((x, y), hostile, colour=theme.HOSTILE, size=size)
        return
    right = frame.left + frame.width
    canvas.text((right, y), hostile, colour=theme.HOSTILE, size=size, anchor="right")
    x = right - text_width(hostile, size) - 8
    canvas.text((x, y), friendly, colour=theme.FRIENDLY, size=size, anchor="right")


def _ground(
    canvas: Canvas, frame: _Frame, gaps: Sequence[Gap], step: int, *, labelled: bool, numbers: bool
) -> None:
    """Stretches without data, the grid, and the line from which both kinds of bars begin."""
    right = frame.left + frame.width
    for acts in range(-(frame.least // step) * step, frame.most + 1, step):
        y = frame.y(acts)
        canvas.grid((frame.left, y), (right, y))
        if numbers:
            canvas.text((frame.left - 5, y), f"{abs(acts):,}", colour=theme.QUIET,
                        size=theme.SMALL_SIZE, anchor="right")  # fmt: skip
    for gap in gaps:
        x, x2 = frame.x(gap.first_day), frame.x(gap.end_day)
        canvas.rect(x, frame.top, x2, frame.bottom, theme.UNCOVERED)
        if labelled and (gap.end_day - gap.first_day).days > WIDE_GAP_DAYS and x2 - x > 46:
            # On the side of the line that has room.
            y = frame.top + 8 if frame.zero - frame.top > 18 else frame.bottom - 8
            canvas.text(((x + x2) / 2, y), "no data", colour=theme.QUIET,
                        size=theme.SMALL_SIZE, anchor="center")  # fmt: skip
    canvas.rule((frame.left, frame.zero), (right, frame.zero), theme.QUIET)


def _bars(canvas: Canvas, panel: Panel, frame: _Frame) -> None:
    zero = frame.zero
    for bar in panel.bars:
        x, x2 = frame.x(bar.first_day), frame.x(bar.end_day)
        inset = min(0.5, (x2 - x) / 8)
        if bar.friendly:
            y = min(frame.y(bar.friendly), zero - LEAST)
            canvas.rect(x + inset, y, x2 - inset, zero, theme.FRIENDLY)
        if bar.hostile:
            y = max(frame.y(-bar.hostile), zero + LEAST)
            canvas.rect(x + inset, zero, x2 - inset, y, theme.HOSTILE)


def _years(canvas: Canvas, frame: _Frame) -> None:
    """The years under the last row, each at its first day."""
    years = range(frame.span[0].year + 1, frame.span[1].year + 1)
    step = nice_step(len(years), max(1, int(frame.width // 36)))
    for year in years:
        first = dt.date(year, 1, 1)
        if year % step == 0 and first < frame.span[1]:
            x = frame.x(first)
            canvas.rule((x, frame.bottom), (x, frame.bottom + 4), theme.QUIET)
            canvas.text((x, frame.bottom + 11), str(year), colour=theme.QUIET,
                        size=theme.SMALL_SIZE, anchor="center")  # fmt: skip
