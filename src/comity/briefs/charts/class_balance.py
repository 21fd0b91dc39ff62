"""The balance of the gesture classes, each way: one bar for each direction, parts of a hundred."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import altair as alt

from comity.briefs import theme

WIDTH, STEP = 520, 23
ORDER = ("friendly", "meeting", "neutral", "insult", "offence", "attack")


@dataclass(frozen=True, slots=True)
class Balance:
    """The acts of one direction by class."""

    label: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.get(name, 0) for name in ORDER)


def class_balance(balances: Sequence[Balance], *, title: str) -> str:
    """The SVG of bars in parts of a hundred; a direction without acts says so."""
    values, ends = [], []
    for balance in balances:
        start = 0.0
        total = balance.total
        for name in ORDER:
            n = balance.counts.get(name, 0)
            share = n / total if total else 0.0
            values.append(
                {
                    "label": balance.label,
                    "class": name,
                    "from": start,
                    "to": start + share,
                    "middle": start + share / 2,
                    "text": f"{share:.0%}" if share >= 0.055 else "",
                    "light": name in ("friendly", "attack"),
                }
            )
            start += share
        count = f"{total:,} acts" if total else "no acts recorded"
        ends.append({"label": balance.label, "text": count})
    order = [balance.label for balance in balances]
    y = alt.Y(
        "label:N",
        sort=order,
        axis=alt.Axis(
            title=None,
            domain=False,
            ticks=False,
            labelColor=theme.INK,
            labelLimit=220,
            labelPadding=6,
        ),
    )
    data = theme.Datasets()
    chart = alt.vconcat(_legend(data), _bars(data, values, ends, y), spacing=4)
    return data.svg(chart, title=title)


def _bars(
    data: theme.Datasets,
    values: list[dict[str, object]],
    ends: list[dict[str, str]],
    y: alt.Y,
) -> alt.LayerChart:
    colours = alt.Scale(domain=list(ORDER), range=[theme.CLASS_COLOURS[c] for c in ORDER])
    base = alt.Chart(data.add(values))
    scale = alt.Scale(domain=[0, 1])
    axis = alt.Axis(title=None, format="%", tickCount=5, grid=False)
    bars = base.mark_bar(height=16).encode(
        x=alt.X("from:Q", scale=scale, axis=axis),
        x2="to:Q",
        y=y,
        color=alt.Color("class:N", scale=colours, legend=None),
    )
    text = base.mark_text(fontSize=10.5).encode(
        x=alt.X("middle:Q", scale=scale, axis=axis),
        y=y,
        text="text:N",
        color=alt.condition("datum.light", alt.value("white"), alt.value(theme.INK)),
    )
    counts = (
        alt.Chart(data.add(ends))
        .mark_text(align="left", color=theme.QUIET, dx=6)
        .encode(x=alt.value(WIDTH), y=y, text="text:N")
    )
    return alt.layer(bars, text, counts).properties(width=WIDTH, height=alt.Step(STEP))


def _legend(data: theme.Datasets) -> alt.LayerChart:
    """The classes named above the bars, in the order of the bars' parts."""
    places, at = [], 0.0
    for name in ORDER:
        label = theme.CLASS_NAMES[name]
        places.append({"x": at, "text_x": at + 15, "name": name, "label": label})
        at += 15 + 6.1 * len(label) + 18
    domain = alt.Scale(domain=[0, WIDTH])
    base = alt.Chart(data.add(places))
    colours = alt.Scale(domain=list(ORDER), range=[theme.CLASS_COLOURS[c] for c in ORDER])
    boxes = base.mark_square(size=110, opacity=1, xOffset=5).encode(
        x=alt.X("x:Q", scale=domain, axis=None),
        color=alt.Color("name:N", scale=colours, legend=None),
    )
    names = base.mark_text(align="left", color=theme.QUIET).encode(
        x=alt.X("text_x:Q", scale=domain, axis=None), text="label:N"
    )
    return alt.layer(boxes, names).properties(width=WIDTH, height=18)
