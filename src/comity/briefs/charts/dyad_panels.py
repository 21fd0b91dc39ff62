"""Small multiples of two-way series: friendly acts above the line, hostile below, one scale."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from comity.briefs import theme

WIDTH, HEIGHT = 318, 74
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bar:
    """One month of one direction: friendly and hostile acts (insults, offences, attacks)."""

    first_day: dt.date
    end_day: dt.date
    friendly: int
    hostile: int


@dataclass(frozen=True, slots=True)
class Panel:
    """One direction of one pair."""

    title: str
    bars: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch without coverage, half-open."""

    first_day: dt.date
    end_day: dt.date


def dyad_panels(rows: Sequence[tuple[Panel, Panel]], gaps: Sequence[Gap], *, title: str) -> str:
    """The SVG of a grid of panels: one row for each pole, one column for each direction."""
    bars = [bar for row in rows for panel in row for bar in panel.bars]
    top = max([bar.friendly for bar in bars] + [1])
    bottom = max([bar.hostile for bar in bars] + [1])
    domain = [-bottom * 1.08, top * 1.08]
    days = [bar.first_day for bar in bars] + [bar.end_day for bar in bars]
    span = (min(days), max(days))
    data = theme.Datasets()
    lines = [
        alt.hconcat(
            *(
                _panel(data, p, gaps, span, domain, side, first=i == 0, last=p is rows[-1][side])
                for side, p in enumerate(row)
            ),
            spacing=30,
            bounds="flush",
        )
        for i, row in enumerate(rows)
    ]
    chart = alt.vconcat(*lines, spacing=10)
    return data.svg(chart, title=title)


def _panel(
    data: theme.Datasets,
    panel: Panel,
    gaps: Sequence[Gap],
    span: tuple[dt.date, dt.date],
    domain: list[float],
    side: int,
    *,
    first: bool,
    last: bool,
) -> alt.LayerChart:
    x = _time_axis(span, last=last)
    scale = alt.Scale(domain=domain, nice=False)
    axis = alt.Axis(
        title=None, tickCount=4, labelExpr="abs(datum.value)", labels=side == 0, ticks=side == 0
    )
    y = alt.Y("v:Q", scale=scale, axis=axis)
    layers = [
        _gap_layer(data, gaps, x, labelled=first),
        _bar_layer(data, panel, "friendly", theme.FRIENDLY, x, y),
        _bar_layer(data, panel, "hostile", theme.HOSTILE, x, y),
        alt.Chart(data.add([{}]))
        .mark_rule(color=theme.QUIET, strokeWidth=0.8)
        .encode(y=alt.datum(0)),
    ]
    friendly = sum(bar.friendly for bar in panel.bars)
    hostile = sum(bar.hostile for bar in panel.bars)
    head = alt.TitleParams(
        text=panel.title,
        subtitle=f"{friendly:,} friendly, {hostile:,} hostile",
        subtitleColor=theme.QUIET,
        subtitleFontSize=11,
        subtitlePadding=2,
        offset=4,
        frame="group",
    )
    return alt.layer(*layers).properties(width=WIDTH, height=HEIGHT, title=head)


def _time_axis(span: tuple[dt.date, dt.date], *, last: bool) -> alt.X:
    years = range(span[0].year, span[1].year + 2)
    ticks = [_date(dt.date(y, 1, 1)) for y in years if span[0] <= dt.date(y, 1, 1) <= span[1]]
    axis = alt.Axis(title=None, values=ticks, format="%Y", labels=last, grid=True, domain=last)
    scale = alt.Scale(domain=[_date(span[0]), _date(span[1])])
    return alt.X("from:T", axis=axis, scale=scale)


def _gap_layer(
    data: theme.Datasets, gaps: Sequence[Gap], x: alt.X, *, labelled: bool
) -> alt.LayerChart:
    values = [
        {"from": g.first_day.isoformat(), "to": g.end_day.isoformat(), "label": "no data"}
        for g in gaps
    ]
    base = alt.Chart(data.add(values))
    shade = base.mark_rect(color=theme.UNCOVERED).encode(x=x, x2="to:T")
    wide = [v for v, g in zip(values, gaps, strict=True) if (g.end_day - g.first_day).days > 150]
    names = (
        alt.Chart(data.add(wide if labelled else []))
        .transform_calculate(middle="(toDate(datum.from) + toDate(datum.to)) / 2")
        .mark_text(color=theme.QUIET, fontSize=10, baseline="top", fontStyle="italic")
        .encode(
            x=alt.X("middle:T", axis=x["axis"], scale=x["scale"]), y=alt.value(4), text="label:N"
        )
    )
    return alt.layer(shade, names)


def _bar_layer(
    data: theme.Datasets, panel: Panel, name: str, colour: str, x: alt.X, y: alt.Y
) -> alt.Chart:
    sign = 1 if name == "friendly" else -1
    values: list[dict[str, Any]] = [
        {
            "from": bar.first_day.isoformat(),
            "to": (bar.end_day - DAY).isoformat(),
            "v": sign * getattr(bar, name),
            "zero": 0,
        }
        for bar in panel.bars
    ]
    return (
        alt.Chart(data.add(values)).mark_bar(color=colour).encode(x=x, x2="to:T", y=y, y2="zero:Q")
    )


def _date(day: dt.date) -> alt.DateTime:
    return alt.DateTime(year=day.year, month=day.month, date=day.day)
