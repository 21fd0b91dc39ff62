"""A profile of scores, one row a dimension: the state's dot on the range of its region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comity.briefs import theme
from comity.briefs.charts.canvas import Canvas
from comity.briefs.charts.lettering import text_width

STEP, THICK = 24.0, 11.0
NARROW_HEAD, NARROW_STEP = 15.0, 25.0
BAND, TRACK = "#cfdcdf", "#eceef0"


@dataclass(frozen=True, slots=True)
class Score:
    """A dimension's score from 0 to 100 with its interval, and the range of the region.

    Without a `value`, `note` says why there is none.
    """

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    peers: tuple[float, float, float] | None = None
    note: str = ""
    count: str = ""


@dataclass(frozen=True, slots=True)
class _Plot:
    left: float
    right: float

    def x(self, score: float) -> float:
        return self.left + (self.right - self.left) * min(max(score, 0.0), 100.0) / 100


def sovereignty_bars(
    scores: Sequence[Score], *, title: str, state: str, width: float = theme.WIDE
) -> str:
    """The SVG of the profile. On a narrow picture each name stands above its row.

    Grey track: 0 to 100. Band: the lowest to the highest of the region; tick: its median.
    """
    narrow = width < theme.WIDE
    widest = max(text_width(score.label, theme.TEXT_SIZE) for score in scores)
    values = max(text_width(_words(score), theme.SMALL_SIZE) for score in scores)
    left = 6.0 if narrow else widest + 14
    plot = _Plot(left, width - 12 if narrow else width - values - 14)
    step = NARROW_STEP if narrow else STEP
    canvas = Canvas(width)
    y = _legend(canvas, state)
    for score in scores:
        if narrow:
            canvas.text((0, y + 7), score.label, bold=True)
            canvas.text((width, y + 7), _words(score), colour=theme.QUIET,
                        size=theme.SMALL_SIZE, anchor="right")  # fmt: skip
            y += NARROW_HEAD
        else:
            canvas.text((left - 12, y + STEP / 2), score.label, anchor="right")
            if score.value is not None:
                canvas.text((plot.right + 10, y + STEP / 2), _words(score), colour=theme.QUIET,
                            size=theme.SMALL_SIZE)  # fmt: skip
        _row(canvas, plot, score, y + (8 if narrow else STEP / 2), said=narrow)
        y += step
    for mark in (0, 25, 50, 75, 100):
        canvas.text((plot.x(mark), y + 9), str(mark), colour=theme.QUIET, size=theme.SMALL_SIZE,
                    anchor="center")  # fmt: skip
    return canvas.svg(y + 18, title=title)


def _words(score: Score) -> str:
    """The score with its interval; or that there is none."""
    if score.value is None:
        return "no data"
    interval = ""
    if score.low is not None and score.high is not None:
        interval = f" ({score.low:.0f}\N{EN DASH}{score.high:.0f})"
    return f"{score.value:.0f}{interval}{f', {score.count}' if score.count else ''}"


def _row(canvas: Canvas, plot: _Plot, score: Score, y: float, *, said: bool) -> None:
    half = THICK / 2
    if score.value is None and score.peers is None:
        text = score.note if said else f"no data: {score.note}" if score.note else "no data"
        canvas.text((plot.left, y), text, colour=theme.QUIET, size=theme.SMALL_SIZE)
        return
    canvas.rect(plot.left, y - half, plot.right, y + half, TRACK)
    if score.peers is not None:
        least, median, most = (plot.x(value) for value in score.peers)
        canvas.rect(least, y - half, max(most, least + 1), y + half, BAND)
        canvas.rule((median, y - half - 2), (median, y + half + 2), theme.QUIET)
    if score.value is None:
        canvas.text((plot.left + 5, y), score.note or "no data", colour=theme.QUIET,
                    size=theme.SMALL_SIZE)  # fmt: skip
        return
    if score.low is not None and score.high is not None:
        ends = [(plot.x(score.low), y), (plot.x(score.high), y)]
        canvas.line(ends, theme.INK, thick=1.6)
    canvas.dot((plot.x(score.value), y), 4.2, theme.INK)


def _legend(canvas: Canvas, state: str) -> float:
    """What the marks mean, above the rows; gives its lower edge."""
    size, y, x = theme.SMALL_SIZE, 8.0, 0.0
    entries = (
        (state, "dot"),
        ("others of the region, lowest to highest", "band"),
        ("their median", "tick"),
    )
    for text, kind in entries:
        across = 24 + text_width(text, size)
        if x and x + across > canvas.width:
            x, y = 0.0, y + 16
        if kind == "dot":
            canvas.line([(x + 2, y), (x + 15, y)], theme.INK, thick=1.6)
            canvas.dot((x + 8.5, y), 4.2, theme.INK)
        elif kind == "band":
            canvas.rect(x, y - THICK / 2, x + 16, y + THICK / 2, BAND)
        else:
            canvas.rule((x + 10, y - THICK / 2 - 2), (x + 10, y + THICK / 2 + 2), theme.QUIET)
        canvas.text((x + 21, y), text, colour=theme.QUIET, size=size)
        x += across + 16
    return y + (14 if canvas.width < theme.WIDE else 12)
