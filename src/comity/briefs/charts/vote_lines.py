"""Agreement in votes by year: one line for each pole, named at its end, with its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import altair as alt

from comity.briefs import theme

WIDTH, HEIGHT = 560, 250
# Two names closer than this (in units of agreement) would overlap.
APART = 0.052


@dataclass(frozen=True, slots=True)
class YearAgreement:
    """Agreement with a pole in one year: 0 never, 1 always; `low` to `high` its interval."""

    year: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class VoteLine:
    """The agreement with one pole, year by year."""

    label: str
    colour: str
    years: Sequence[YearAgreement]


def vote_lines(lines: Sequence[VoteLine], *, title: str, low: float = 0.0) -> str:
    """The SVG of lines from `low` to 1 with their 95 per cent bands."""
    years = [point.year for line in lines for point in line.years]
    x_scale = alt.Scale(domain=[min(years), max(years)], nice=False)
    ticks = [y for y in range(min(years), max(years) + 1) if y % 5 == 0]
    x = alt.X(
        "year:Q", scale=x_scale, axis=alt.Axis(title=None, format="d", values=ticks, grid=False)
    )
    y_scale = alt.Scale(domain=[low, 1.0], nice=False)
    y = alt.Y("value:Q", scale=y_scale, axis=alt.Axis(title=None, tickCount=5, format=".1f"))
    data = theme.Datasets()
    layers = [layer for line in lines for layer in _line(data, line, x, y, y_scale)]
    names = _names(lines, low)
    end = (
        alt.Chart(data.add(names))
        .mark_text(align="left", dx=7, fontWeight="bold", fontSize=11.5)
        .encode(
            x=alt.value(WIDTH),
            y=alt.Y("at:Q", scale=y_scale),
            text="label:N",
            color=alt.Color("colour:N", scale=None),
        )
    )
    chart = alt.layer(*layers, end).properties(width=WIDTH, height=HEIGHT)
    return data.svg(chart, title=title)


def _line(
    data: theme.Datasets, line: VoteLine, x: alt.X, y: alt.Y, y_scale: alt.Scale
) -> list[alt.Chart]:
    values = [
        {"year": p.year, "value": p.value, "low": p.low, "high": p.high, "gap": gap}
        for p, gap in zip(line.years, _stretches(line.years), strict=True)
    ]
    base = alt.Chart(data.add(values))
    band = base.mark_area(color=line.colour, opacity=0.10).encode(
        x=x, y=alt.Y("low:Q", scale=y_scale, axis=y["axis"]), y2="high:Q", detail="gap:N"
    )
    stroke = base.mark_line(color=line.colour, strokeWidth=2).encode(x=x, y=y, detail="gap:N")
    dots = base.mark_point(color=line.colour, filled=True, size=14, opacity=1).encode(x=x, y=y)
    return [band, stroke, dots]


def _stretches(years: Sequence[YearAgreement]) -> list[int]:
    """A number for each run of consecutive years, so that no line spans a year without votes."""
    runs, run = [], 0
    for i, point in enumerate(years):
        if i and point.year != years[i - 1].year + 1:
            run += 1
        runs.append(run)
    return runs


def _names(lines: Sequence[VoteLine], low: float) -> list[Mapping[str, object]]:
    """The names at the lines' ends, moved apart where they would overlap."""
    apart = APART * (1 - low)
    drawn = sorted((line for line in lines if line.years), key=lambda line: line.years[-1].value)
    places = [line.years[-1].value for line in drawn]
    for i in range(1, len(places)):
        places[i] = max(places[i], places[i - 1] + apart)
    ceiling = 0.995
    for i in range(len(places) - 1, -1, -1):
        places[i] = min(places[i], ceiling)
        ceiling = places[i] - apart
    return [
        {"at": at, "label": f"{line.label} {line.years[-1].value:.2f}", "colour": line.colour}
        for at, line in zip(places, drawn, strict=True)
    ]
