"""Memberships and agreements as a timeline: a bar from entry to exit, a mark for each signature."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from comity.briefs import theme

WIDTH, STEP = 560, 19


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


def membership_timeline(
    stretches: Sequence[Stretch],
    marks: Sequence[Mark],
    *,
    first_year: int,
    last_day: dt.date,
    title: str,
) -> str:
    """The SVG of a timeline; what began before `first_year` is drawn from its start."""
    start = dt.date(first_year, 1, 1)
    rows = list(dict.fromkeys([s.row for s in stretches] + [m.row for m in marks]))
    y = alt.Y(
        "row:N",
        sort=rows,
        axis=alt.Axis(
            title=None, domain=False, ticks=False, labelColor=theme.INK, labelLimit=230, grid=True
        ),
    )
    scale = alt.Scale(domain=[_date(start), _date(last_day)])
    axis = alt.Axis(title=None, format="%Y", values=_ticks(start, last_day), grid=True)
    x = alt.X("from:T", scale=scale, axis=axis)
    data = theme.Datasets()
    bars = _bars(data, stretches, start, last_day, x, y)
    dots = (
        alt.Chart(data.add(_mark_values(marks, start, last_day)))
        .mark_point(size=42, strokeWidth=1.4, color=theme.INK)
        .encode(
            x=alt.X("from:T", scale=scale, axis=x["axis"]),
            y=y,
            fill=alt.condition("datum.in_force", alt.value(theme.INK), alt.value("white")),
        )
    )
    chart = alt.layer(bars, dots).properties(width=WIDTH, height=alt.Step(STEP))
    return data.svg(chart, title=title)


def _bars(
    data: theme.Datasets,
    stretches: Sequence[Stretch],
    start: dt.date,
    last_day: dt.date,
    x: alt.X,
    y: alt.Y,
) -> alt.LayerChart:
    values = [
        {
            "row": s.row,
            "from": max(s.first_day, start).isoformat(),
            "to": min(s.end_day or last_day, last_day).isoformat(),
            "colour": theme.STATUS_COLOURS.get(s.status, theme.LINE),
            "label": _label(s, start),
        }
        for s in stretches
        if (s.end_day or last_day) > start and s.first_day < last_day
    ]
    base = alt.Chart(data.add(values))
    bars = base.mark_bar(height=11).encode(
        x=x, x2="to:T", y=y, color=alt.Color("colour:N", scale=None)
    )
    return alt.layer(bars)


def _label(stretch: Stretch, start: dt.date) -> str:
    return f"{stretch.status}, {max(stretch.first_day, start).year}"


def _mark_values(
    marks: Sequence[Mark], start: dt.date, last_day: dt.date
) -> list[dict[str, object]]:
    return [
        {"row": m.row, "from": m.day.isoformat(), "in_force": m.in_force}
        for m in marks
        if start <= m.day <= last_day
    ]


def _ticks(start: dt.date, last_day: dt.date) -> list[alt.DateTime]:
    return [
        _date(dt.date(year, 1, 1)) for year in range(start.year, last_day.year + 1) if year % 5 == 0
    ]


def _date(day: dt.date) -> alt.DateTime:
    return alt.DateTime(year=day.year, month=day.month, date=day.day)
