"""How ties are spread over the poles: for each layer a stacked bar then and one now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comity.briefs import theme
from comity.briefs.charts.canvas import Canvas, wrapped
from comity.briefs.charts.lettering import text_width

THICK, BETWEEN, APART = 12.0, 2.0, 11.0
NARROW_HEAD = 15.0


@dataclass(frozen=True, slots=True)
class Spread:
    """The shares of the poles in one layer and period; they add up to 1."""

    period: str
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class LayerSpread:
    """A layer of ties: its spread then (where it was covered) and now."""

    label: str
    spreads: Sequence[Spread]


def tie_shares(
    layers: Sequence[LayerSpread],
    poles: Mapping[str, str],
    colours: Mapping[str, str],
    *,
    title: str,
    width: float = theme.WIDE,
) -> str:
    """The SVG of the bars, in parts of a hundred. `poles` are their names, in order, by code."""
    canvas = Canvas(width)
    narrow = width < theme.WIDE
    size = theme.TEXT_SIZE
    widest = max(text_width(layer.label, size) for layer in layers)
    periods = max(text_width(s.period, theme.SMALL_SIZE) for x in layers for s in x.spreads)
    left = periods + 8 + (0.0 if narrow else widest + 14)
    y = _legend(canvas, poles, colours) + 8
    for layer in layers:
        if narrow:
            canvas.text((0, y + 7), layer.label, bold=True)
            y += NARROW_HEAD
        else:
            canvas.text((widest, y + THICK / 2), layer.label, anchor="right")
        for spread in layer.spreads:
            canvas.text((left - 7, y + THICK / 2), spread.period, colour=theme.QUIET,
                        size=theme.SMALL_SIZE, anchor="right")  # fmt: skip
            _bar(canvas, spread, list(poles), colours, (left, width), y)
            y += THICK + BETWEEN
        y += APART - BETWEEN
    return canvas.svg(y, title=title)


def _bar(
    canvas: Canvas,
    spread: Spread,
    order: Sequence[str],
    colours: Mapping[str, str],
    span: tuple[float, float],
    y: float,
) -> None:
    done = 0.0
    for pole in order:
        share = spread.shares.get(pole, 0.0)
        if share <= 0:
            continue
        x = span[0] + (span[1] - span[0]) * done
        done += share
        x2 = span[0] + (span[1] - span[0]) * done
        canvas.rect(x, y, max(x2 - 0.8, x + 0.4), y + THICK, colours[pole])
        text = f"{share:.0%}"
        if x2 - x > text_width(text, theme.SMALL_SIZE) + 3:
            canvas.text(((x + x2) / 2, y + THICK / 2), text, colour="#ffffff",
                        size=theme.SMALL_SIZE, anchor="center")  # fmt: skip


def _legend(canvas: Canvas, poles: Mapping[str, str], colours: Mapping[str, str]) -> float:
    """The poles named above the bars, in the order of the bars' parts; gives its lower edge."""
    widths = [30 + text_width(name, theme.TEXT_SIZE) for name in poles.values()]
    places = wrapped(widths, canvas.width + 16)
    for (pole, name), (x, line) in zip(poles.items(), places, strict=True):
        y = 8 + 17 * line
        canvas.rect(x, y - 5.5, x + 11, y + 5.5, colours[pole])
        canvas.text((x + 15, y), name)
    return 17.0 * (places[-1][1] + 1)
