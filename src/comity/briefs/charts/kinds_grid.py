"""What has been tried toward whom: a row for each kind of act, a column for each partner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from comity.briefs import theme
from comity.briefs.charts.canvas import Canvas
from comity.briefs.charts.colour_scale import ColourScale, is_dark
from comity.briefs.charts.lettering import shortened, text_width

CELL_HEIGHT, BETWEEN = 18.0, 2.0
HEAD, TITLE, APART, KEY = 20.0, 19.0, 8.0, 32.0
NEVER = "#f6f7f8"
# Shares of a partner's acts; after Brewer and Harrower (2003).
SHARES = ColourScale(
    (0.05, 0.15, 0.3, 0.5), ("#dceff0", "#aad7db", "#69b1bb", "#267886", "#064a56"), sign=""
)


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind, and how often it was used toward each partner; None: outside coverage."""

    label: str
    uses: Sequence[int | None]


@dataclass(frozen=True, slots=True)
class KindBlock:
    """Kinds of one sort under a heading. The shares of a column are those of its block."""

    title: str
    rows: Sequence[KindRow]


def kinds_grid(
    blocks: Sequence[KindBlock],
    partners: Sequence[tuple[str, str]],
    *,
    title: str,
    width: float = theme.WIDE,
) -> str:
    """The SVG of the grid; `partners` are (code, name), of which names stand where they fit.

    Each cell has its number of acts, darker for a greater share of the column; 0: never used.
    """
    canvas = Canvas(width)
    size = theme.TEXT_SIZE if width >= theme.WIDE else theme.SMALL_SIZE
    widest = max(text_width(row.label, size) for block in blocks for row in block.rows)
    left = min(widest + 10, width * 0.44)
    across = (width - left) / len(partners)
    y = _head(canvas, partners, left, across)
    for block in blocks:
        canvas.text((0, y + 8), block.title, bold=True, size=size)
        y += TITLE
        totals = [sum(row.uses[i] or 0 for row in block.rows) for i in range(len(partners))]
        for row in block.rows:
            label = shortened(row.label, size, left - 8)
            canvas.text((left - 8, y + CELL_HEIGHT / 2), label, size=size, anchor="right")
            for i, (uses, total) in enumerate(zip(row.uses, totals, strict=True)):
                _cell(canvas, left + i * across, y, across, uses, total)
            y += CELL_HEIGHT + BETWEEN
        y += APART
    return canvas.svg(_key(canvas, y), title=title)


def _head(canvas: Canvas, partners: Sequence[tuple[str, str]], left: float, across: float) -> float:
    """The partners above their columns: by name where all names fit, else by code."""
    room = across - 4
    named = all(text_width(name, theme.SMALL_SIZE, bold=True) <= room for _, name in partners)
    for i, (code, name) in enumerate(partners):
        at = (left + (i + 0.5) * across, 8.0)
        canvas.text(at, name if named else code, size=theme.SMALL_SIZE, anchor="center", bold=True)
    return HEAD


def _cell(canvas: Canvas, x: float, y: float, across: float, uses: int | None, total: int) -> None:
    if uses is None:
        return
    colour = SHARES.colour(uses / total) if uses and total else NEVER
    canvas.rect(x + 1, y, x + across - 1, y + CELL_HEIGHT, colour)
    ink = "#ffffff" if is_dark(colour) else theme.INK if uses else theme.QUIET
    at = (x + across / 2, y + CELL_HEIGHT / 2)
    canvas.text(at, f"{uses:,}", colour=ink, size=theme.SMALL_SIZE, anchor="center")


def _key(canvas: Canvas, y: float) -> float:
    """What the colours mean; gives where the picture ends."""
    ends = [0.0, *SHARES.edges, 1.0]
    labels = ["never", *(f"{100 * low:.0f}\N{EN DASH}{high:.0%}" for low, high in pairwise(ends))]
    step = canvas.width / len(labels)
    canvas.text((0, y + 6), "Share of the column’s acts of that sort", size=theme.SMALL_SIZE,
                colour=theme.QUIET)  # fmt: skip
    for i, (label, colour) in enumerate(zip(labels, (NEVER, *SHARES.colours), strict=True)):
        x = i * step
        canvas.rect(x, y + 16, x + step - 2, y + KEY, colour)
        ink = "#ffffff" if is_dark(colour) else theme.INK
        canvas.text((x + step / 2 - 1, y + 24), label, colour=ink, size=theme.SMALL_SIZE,
                    anchor="center")  # fmt: skip
    return y + KEY + 2
