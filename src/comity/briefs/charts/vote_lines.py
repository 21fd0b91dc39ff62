"""Agreement in votes by year: one line for each pole, named at its end, with its interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from comity.briefs import theme
from comity.briefs.charts.canvas import Canvas, Point
from comity.briefs.charts.lettering import text_width

TOP = 20.0
HEIGHT = {True: 215.0, False: 230.0}
LINE_HEIGHT = 14.5
# Years with fewer shared roll calls are drawn hollow: their values scatter.
FEW = 20


@dataclass(frozen=True, slots=True)
class YearAgreement:
    """Agreement with a pole in one year: 0 never, 1 always; `low` to `high` its interval."""

    year: int
    value: float
    low: float
    high: float
    roll_calls: int = FEW

    @property
    def full(self) -> bool:
        """Whether it rests on enough roll calls."""
        return self.roll_calls >= FEW


@dataclass(frozen=True, slots=True)
class VoteLine:
    """The agreement with one pole, year by year."""

    label: str
    colour: str
    years: Sequence[YearAgreement]

    @property
    def last(self) -> YearAgreement:
        """The newest year with enough roll calls, else the newest."""
        return next((p for p in reversed(self.years) if p.full), self.years[-1])


@dataclass(frozen=True, slots=True)
class _Plot:
    left: float
    right: float
    height: float
    years: tuple[int, int]
    low: float

    @property
    def bottom(self) -> float:
        return TOP + self.height

    def at(self, year: int, value: float) -> Point:
        span = max(1, self.years[1] - self.years[0])
        x = self.left + (self.right - self.left) * (year - self.years[0]) / span
        return x, self.bottom - self.height * (max(value, self.low) - self.low) / (1 - self.low)


def lower_end(lines: Sequence[VoteLine]) -> float:
    """Where the scale begins: the tenth below all values, and below the intervals of full years."""
    points = [point for line in lines for point in line.years]
    least = min(point.low if point.full else point.value for point in points)
    return max(0.0, math.floor(least * 10) / 10)


def vote_lines(lines: Sequence[VoteLine], *, title: str, width: float = theme.WIDE) -> str:
    """The SVG of lines from `lower_end` to 1 with their 95 per cent bands."""
    drawn = [line for line in lines if line.years]
    years = [point.year for line in drawn for point in line.years]
    newest = max(line.last.year for line in drawn)
    names = [_name(line, newest) for line in drawn]
    widest = max(text_width(name, theme.TEXT_SIZE, bold=True) for name in names)
    low = lower_end(drawn)
    plot = _Plot(26, width - widest - 14, HEIGHT[width < theme.WIDE], (min(years), max(years)), low)
    canvas = Canvas(width)
    _ground(canvas, plot)
    for line in drawn:
        _band(canvas, plot, line)
    for line in drawn:
        _line(canvas, plot, line)
    _names(canvas, plot, drawn, names)
    canvas.text((plot.right + 10, 6), f"in {newest}", colour=theme.QUIET, size=theme.SMALL_SIZE)
    return canvas.svg(plot.bottom + 20, title=title)


def _name(line: VoteLine, newest: int) -> str:
    """A name with its newest full value, and the year where it is another than the others'."""
    year = "" if line.last.year == newest else f" ({line.last.year})"
    return f"{line.label} {line.last.value:.2f}{year}"


def _ground(canvas: Canvas, plot: _Plot) -> None:
    size = theme.SMALL_SIZE
    step = 1 if plot.low >= 0.5 else 2
    for tenth in range(10, round(plot.low * 10) - 1, -step):
        _, y = plot.at(plot.years[0], tenth / 10)
        canvas.grid((plot.left, y), (plot.right, y))
        canvas.text((plot.left - 5, y), f"{tenth / 10:.1f}", colour=theme.QUIET, size=size,
                    anchor="right")  # fmt: skip
    canvas.text((0, 6), "always the same vote = 1", colour=theme.QUIET, size=size)
    canvas.rule((plot.left, plot.bottom), (plot.right, plot.bottom), theme.LINE)
    apart = 5 if (plot.right - plot.left) / (plot.years[1] - plot.years[0] + 1) > 7 else 10
    for year in range(plot.years[0], plot.years[1] + 1):
        if year % apart == 0:
            x, _ = plot.at(year, 1.0)
            canvas.rule((x, plot.bottom), (x, plot.bottom + 4), theme.LINE)
            canvas.text((x, plot.bottom + 11), str(year), colour=theme.QUIET, size=size,
                        anchor="center")  # fmt: skip


def _stretches(years: Sequence[YearAgreement]) -> list[list[YearAgreement]]:
    """Runs of consecutive years, so that no line spans a year without votes."""
    runs: list[list[YearAgreement]] = []
    for point in years:
        if runs and runs[-1][-1].year == point.year - 1:
            runs[-1].append(point)
        else:
            runs.append([point])
    return runs


def _band(canvas: Canvas, plot: _Plot, line: VoteLine) -> None:
    for run in _stretches([p for p in line.years if p.full]):
        edges = [(*plot.at(p.year, p.high), plot.at(p.year, p.low)[1]) for p in run]
        canvas.band(edges, line.colour, 0.10)
    for point in (p for p in line.years if not p.full):
        x, top = plot.at(point.year, point.high)
        bottom = plot.at(point.year, point.low)[1]
        canvas.band([(x - 1, top, bottom), (x + 1, top, bottom)], line.colour, 0.22)


def _line(canvas: Canvas, plot: _Plot, line: VoteLine) -> None:
    """Full years joined by a firm line; a hollow dot, joined dotted, for few roll calls."""
    for run in _stretches(line.years):
        for before, after in pairwise(run):
            if not (before.full and after.full):
                ends = [plot.at(p.year, p.value) for p in (before, after)]
                canvas.rule(ends[0], ends[1], line.colour, dash=True)
    for run in _stretches([p for p in line.years if p.full]):
        canvas.line([plot.at(p.year, p.value) for p in run], line.colour)
    for point in line.years:
        alone = point.full and len(line.years) < 3
        if not point.full or alone:
            canvas.dot(plot.at(point.year, point.value), 2.3, line.colour, hollow=not point.full)


def _names(canvas: Canvas, plot: _Plot, lines: Sequence[VoteLine], names: Sequence[str]) -> None:
    """The names at the lines' ends, moved apart where they would overlap."""
    order = sorted(range(len(lines)), key=lambda i: -lines[i].last.value)
    places = [plot.at(lines[i].last.year, lines[i].last.value)[1] for i in order]
    for spot, i in zip(_apart(places, plot), order, strict=True):
        canvas.text((plot.right + 10, spot), names[i], colour=lines[i].colour, bold=True)


def _apart(places: Sequence[float], plot: _Plot) -> list[float]:
    """Heights in the same order, at least a line apart and within the plot."""
    spots = list(places)
    for i in range(1, len(spots)):
        spots[i] = max(spots[i], spots[i - 1] + LINE_HEIGHT)
    floor = plot.bottom
    for i in range(len(spots) - 1, -1, -1):
        spots[i] = min(spots[i], floor)
        floor = spots[i] - LINE_HEIGHT
    return spots
