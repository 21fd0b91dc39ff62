"""Who answers whom: a row for each state that answers, a column for each whose acts it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from comity.briefs import theme
from comity.briefs.charts.canvas import Canvas
from comity.briefs.charts.colour_scale import ColourScale, is_dark
from comity.briefs.charts.lettering import shortened, text_width

CELL_HEIGHT = 15.0
HEAD = 20.0
LETTERS = 15.0
KEY = 34.0
APART = 16.0
FEWER = "#8d8797"
UNCLEAR = "#b8c0c6"
EDGES = (0.05, 0.1, 0.2, 0.4)
# From few to many; after Brewer and Harrower (2003).
HOSTILE = ColourScale(EDGES, ("#fbe3cc", "#f6bf8e", "#e98f4c", "#c65d1d", "#8a3a08"))
FRIENDLY = ColourScale(EDGES, ("#dceff0", "#aad7db", "#69b1bb", "#2b8694", "#075866"))
# Cells as wide as this have their number.
NUMBERED = 24.0


@dataclass(frozen=True, slots=True)
class AnswerCell:
    """More acts of the row's state after one act of the column's; `clear`: told from none."""

    value: float
    clear: bool


@dataclass(frozen=True, slots=True)
class AnswerGrid:
    """One matrix: its cells by (responder, initiator). A pair without one has no estimate."""

    title: str
    scale: ColourScale
    cells: Mapping[tuple[str, str], AnswerCell]


def answer_matrix(
    grids: Sequence[AnswerGrid],
    names: Mapping[str, str],
    *,
    title: str,
    width: float = theme.WIDE,
    note: str = "",
) -> str:
    """The SVG of some matrices, one below the other, of the actors in `names` (code: name).

    Full colour: more acts than otherwise; violet: fewer; a small dot: not told from none; empty: no
    estimate. `note` stands beneath a chart that goes without a caption.
    """
    canvas = Canvas(width)
    widest = max(text_width(name, theme.SMALL_SIZE) for name in names.values())
    left = min(widest + 10, width * 0.3)
    across = (width - left - 2) / len(names)
    top = 0.0
    for grid in grids:
        top = _grid(canvas, grid, names, top, left, across) + APART
    if note:
        canvas.text((0, top - 4), note, colour=theme.QUIET, size=theme.SMALL_SIZE)
        # Room for what hangs below the line of the note.
        top += APART + 4
    return canvas.svg(top - APART, title=title)


def _grid(
    canvas: Canvas,
    grid: AnswerGrid,
    names: Mapping[str, str],
    top: float,
    left: float,
    across: float,
) -> float:
    """One matrix with its key; gives where it ends."""
    canvas.text((0, top + 8), grid.title, bold=True)
    # On a phone the codes of neighbours would touch: every second one stands a line higher.
    lines = 1 if across >= NUMBERED else 2
    begin = top + HEAD + LETTERS * lines
    size = 8.8 if lines == 1 else 7.6
    for i, code in enumerate(names):
        x = left + across * (i + 0.5)
        y = begin - 7 - (10 if lines == 2 and i % 2 else 0)
        canvas.text((x, y), code, colour=theme.QUIET, size=size, anchor="center")
    for j, (responder, name) in enumerate(names.items()):
        y = begin + CELL_HEIGHT * j
        shown = shortened(name, theme.SMALL_SIZE, left - 8)
        canvas.text((left - 6, y + CELL_HEIGHT / 2), shown, size=theme.SMALL_SIZE, anchor="right")
        for i, initiator in enumerate(names):
            x = left + across * i
            if responder == initiator:
                canvas.rect(x + 0.5, y + 0.5, x + across - 0.5, y + CELL_HEIGHT - 0.5, theme.GRID)
            elif (cell := grid.cells.get((responder, initiator))) is not None:
                _cell(canvas, grid, cell, x, y, across)
    end = begin + CELL_HEIGHT * len(names)
    for j in range(len(names) + 1):
        y = begin + CELL_HEIGHT * j
        canvas.grid((left, y), (left + across * len(names), y))
    _key(canvas, grid, end + 14)
    return end + KEY - 6


def _cell(
    canvas: Canvas, grid: AnswerGrid, cell: AnswerCell, x: float, y: float, across: float
) -> None:
    middle = (x + across / 2, y + CELL_HEIGHT / 2)
    if not cell.clear:
        canvas.dot(middle, 1.1, UNCLEAR)
        return
    colour = FEWER if cell.value < 0 else grid.scale.colour(cell.value)
    canvas.rect(x + 0.5, y + 0.5, x + across - 0.5, y + CELL_HEIGHT - 0.5, colour)
    if across >= NUMBERED:
        ink = "#ffffff" if is_dark(colour) or cell.value < 0 else theme.INK
        text = f"{cell.value:.2f}".replace("-", "\N{MINUS SIGN}")
        canvas.text(middle, text, colour=ink, size=8.8, anchor="center")


def _key(canvas: Canvas, grid: AnswerGrid, y: float) -> None:
    """The classes of the scale, and what the other marks are."""
    edges = [f"under {EDGES[0]}", *(f"{a}–{b}" for a, b in pairwise(EDGES)), f"over {EDGES[-1]}"]
    size = theme.SMALL_SIZE
    x, entries = 0.0, [*zip(grid.scale.colours, edges, strict=True), (FEWER, "fewer")]
    narrow = canvas.width < theme.WIDE
    for colour, words in entries:
        short = words.replace("under ", "<").replace("over ", ">") if narrow else words
        canvas.rect(x, y - 4.5, x + 9, y + 4.5, colour)
        canvas.text((x + 12, y), short, size=size, colour=theme.QUIET)
        x += text_width(short, size) + (20 if narrow else 24)
    if not narrow:
        canvas.dot((x + 3, y), 1.3, UNCLEAR)
        canvas.text((x + 10, y), "not clear", size=size, colour=theme.QUIET)
