"""A sheet on which a chart is laid out in its own units, and which Altair turns into SVG.

Panels, their labels and the room between them are placed to the unit, so that the same chart can
be laid out for a page and for a phone; one flat chart of a few layers is also made many times
faster than nested views.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any, Literal

import altair as alt
import vl_convert

from comity.briefs import theme

Point = tuple[float, float]
Edge = tuple[float, float, float]
Anchor = Literal["left", "center", "right"]


# What lies over what.
ORDER = ("grid", "rect", "band", "rule", "line", "dot", "text")
# The length of an arrow's head, beside what its thickness adds.
HEAD = 4.0
_EMPTY_PATHS = re.compile(r'<path class="(?:background|foreground)"[^>]*/>')
_OWN_MARKS = re.compile(r' (?:class|role|aria-roledescription|aria-hidden)="[^"]*"')
_DECIMALS = re.compile(r"(\d\.\d\d)\d+")


class Canvas:
    """Marks of a few kinds, each kind over the one before in `ORDER`; y runs downward from 0."""

    def __init__(self, width: float) -> None:
        self.width = width
        self._layers: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
        self._lines = 0

    def grid(self, start: Point, end: Point, colour: str = theme.GRID) -> None:
        """A thin line beneath everything else."""
        values = {"x": start[0], "y": start[1], "x2": end[0], "y2": end[1], "c": colour}
        self._mark(("grid",), values)

    def rect(self, x: float, y: float, x2: float, y2: float, colour: str) -> None:
        """A filled rectangle."""
        self._mark(("rect",), {"x": x, "x2": x2, "y": y, "y2": y2, "c": colour})

    def rule(self, start: Point, end: Point, colour: str, *, dash: bool = False) -> None:
        """A straight line."""
        values = {"x": start[0], "y": start[1], "x2": end[0], "y2": end[1], "c": colour}
        self._mark(("rule", dash), values)

    def line(
        self, points: Sequence[Point], colour: str, *, thick: float = 2.0, smooth: bool = False
    ) -> None:
        """A firm line through points that run from left to right; a smooth one has no corners."""
        self._lines += 1
        for x, y in points:
            values = {"x": x, "y": y, "c": colour, "l": self._lines}
            self._mark(("line", thick, smooth), values)

    def arrow(self, start: Point, end: Point, colour: str, *, thick: float = 2.0) -> None:
        """A level arrow; one too short for a shaft is its head alone, and that a small one."""
        y, forward = end[1], 1.0 if end[0] >= start[0] else -1.0
        length = min(HEAD + 2 * thick, max(HEAD, abs(end[0] - start[0])))
        neck = end[0] - forward * length
        if (neck - start[0]) * forward > 0:
            self.line(sorted([(start[0], y), (neck, y)]), colour, thick=thick)
        half = 2.2 + thick
        base, tip = (neck, y - half, y + half), (end[0], y, y)
        self.band(sorted([base, tip]), colour, 1.0)

    def band(
        self, edges: Sequence[Edge], colour: str, opacity: float, *, smooth: bool = False
    ) -> None:
        """The area between two lines: (x, upper y, lower y) from left to right."""
        self._lines += 1
        for x, y, y2 in edges:
            values = {"x": x, "y": y, "y2": y2, "c": colour, "l": self._lines}
            self._mark(("band", opacity, smooth), values)

    def dot(self, at: Point, radius: float, colour: str, *, hollow: bool = False) -> None:
        """A dot; a hollow one is white within."""
        values = {"x": at[0], "y": at[1], "c": colour, "f": "#ffffff" if hollow else colour}
        self._mark(("dot", radius), values)

    def text(
        self,
        at: Point,
        text: str,
        *,
        colour: str = theme.INK,
        size: float = theme.TEXT_SIZE,
        anchor: Anchor = "left",
        bold: bool = False,
    ) -> None:
        """A text whose middle height lies at `at`."""
        values = {"x": at[0], "y": at[1], "t": text, "c": colour}
        self._mark(("text", size, anchor, bold), values)

    def svg(self, height: float, *, title: str) -> str:
        """The sheet as SVG with its <title>, cut at `height`."""
        x = alt.X("x", type="quantitative", axis=None, scale=_scale([0, self.width]))
        y = alt.Y("y", type="quantitative", axis=None, scale=_scale([height, 0]))
        styles = sorted(self._layers, key=_depth)
        layers = [
            _layer(style, alt.Chart(alt.NamedData(name=f"d{i}")).encode(x=x, y=y))
            for i, style in enumerate(styles)
        ]
        chart = alt.layer(*layers).properties(
            width=self.width, height=height, autosize=alt.AutoSizeParams(type="none"), padding=0
        )
        whole = chart.to_dict(validate=False)
        # The data join the specification last: Altair would copy them again and again.
        datasets = {f"d{i}": self._layers[style] for i, style in enumerate(styles)}
        whole |= {"datasets": datasets, "config": theme.configuration()}
        return _accessible(vl_convert.vegalite_to_svg(whole), title)

    def _mark(self, style: tuple[Any, ...], values: dict[str, Any]) -> None:
        rounded = {k: round(v, 1) if isinstance(v, float) else v for k, v in values.items()}
        self._layers.setdefault(style, []).append(rounded)


def _way(smooth: bool) -> str:
    return "monotone" if smooth else "linear"


def _depth(style: tuple[Any, ...]) -> tuple[int, float]:
    """Kinds in their order; of lines and bands the thin and faint ones lie beneath."""
    weight = float(style[1]) if style[0] in ("line", "band") else 0.0
    return ORDER.index(style[0]), weight


def _scale(domain: list[float]) -> alt.Scale:
    return alt.Scale(domain=domain, nice=False, zero=False)


def _layer(style: tuple[Any, ...], base: alt.Chart) -> alt.Chart:
    """A layer of marks of one style. Colours stand in the data as they are."""
    colour = alt.Color("c", type="nominal", scale=None)
    x2, y2 = alt.X2("x2"), alt.Y2("y2")
    each = alt.Detail("l", type="nominal")
    match style:
        case ("grid",):
            return base.mark_rule(strokeWidth=1).encode(x2=x2, y2=y2, color=colour)
        case ("rect",):
            return base.mark_rect().encode(x2=x2, y2=y2, color=colour)
        case ("rule", dash):
            mark = base.mark_rule(strokeWidth=1, strokeDash=[2, 2] if dash else [1, 0])
            return mark.encode(x2=x2, y2=y2, color=colour)
        case ("line", thick, smooth):
            mark = base.mark_line(
                strokeWidth=thick, strokeJoin="round", strokeCap="round", interpolate=_way(smooth)
            )
            return mark.encode(color=colour, detail=each)
        case ("band", opacity, smooth):
            mark = base.mark_area(opacity=opacity, interpolate=_way(smooth))
            return mark.encode(y2=y2, color=colour, detail=each)
        case ("dot", radius):
            mark = base.mark_point(size=math.pi * radius * radius, strokeWidth=1.2, opacity=1)
            inside = alt.Fill("f", type="nominal", scale=None)
            return mark.encode(stroke=alt.Stroke("c", type="nominal", scale=None), fill=inside)
        case ("text", size, anchor, bold):
            weight = "bold" if bold else "normal"
            mark = base.mark_text(
                fontSize=size, align=anchor, baseline="middle", dy=0.5, fontWeight=weight
            )
            return mark.encode(text=alt.Text("t", type="nominal"), color=colour)
    raise AssertionError(style)


def _accessible(svg: str, title: str) -> str:
    """The picture with its <title>, and without what Vega writes for its own scripts."""
    escaped = title.replace("&", "&amp;").replace("<", "&lt;")
    head, _, rest = svg.partition(">")
    rest = _DECIMALS.sub(r"\1", _OWN_MARKS.sub("", _EMPTY_PATHS.sub("", rest)))
    return f'{head} role="img"><title>{escaped}</title>{rest}'


def nice_step(span: float, most: int) -> int:
    """The least whole step of 1, 2 or 5 times a power of ten with at most `most` in the span."""
    steps = (factor * int(10**power) for power in range(12) for factor in (1, 2, 5))
    return next(step for step in steps if span / step <= most)


def wrapped(widths: Sequence[float], room: float) -> list[tuple[float, int]]:
    """Where entries of some widths stand in lines of width `room`: the x and the line of each."""
    places, x, line = [], 0.0, 0
    for across in widths:
        if x and x + across > room:
            x, line = 0.0, line + 1
        places.append((x, line))
        x += across
    return places
