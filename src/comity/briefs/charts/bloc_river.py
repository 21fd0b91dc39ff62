"""The river of blocs: how many states each holds, who passes between them, a state's own path."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from comity.briefs import theme
from comity.briefs.charts.canvas import Canvas, Edge
from comity.briefs.charts.lettering import shortened, text_width

TOP = 20.0
HEIGHT = {True: 190.0, False: 230.0}
NODE = 9.0
PAD = 5.0
STRIP = 34.0
OTHERS = -1
OTHER_COLOUR = "#c9ced3"
# Blocs keep their colour in all years; dark enough for a name in it.
COLOURS = (
    "#0b6aa8", "#b3470a", "#00785a", "#8a6500", "#7a4fa0", "#b03a6b", "#4a5560", "#2f8fa0",
)  # fmt: skip
# Where a ribbon leaves its node's height and where it has reached the other's.
LEAVES, ARRIVES = 0.12, 0.88


@dataclass(frozen=True, slots=True)
class RiverYear:
    """The bloc of every state in one year; `stability` is that of the state looked at, 0 to 1.

    `changed`: the layers of ties are others than in the year before.
    """

    year: int
    blocs: Mapping[str, int]
    stability: float | None = None
    changed: bool = False


@dataclass(frozen=True, slots=True)
class _Node:
    """A bloc in one year: from where to where it stands, and who is in it, in order."""

    top: float
    bottom: float
    states: tuple[str, ...]

    def y(self, place: float) -> float:
        return self.top + (self.bottom - self.top) * place / max(1, len(self.states))


@dataclass(frozen=True, slots=True)
class _Column:
    year: int
    x: float
    nodes: Mapping[int, _Node]


def bloc_river(
    years: Sequence[RiverYear],
    names: Mapping[int, str],
    *,
    state: str,
    title: str,
    label: str,
    least: int = 3,
    width: float = theme.WIDE,
) -> str:
    """The SVG of an alluvial of blocs with the path of one state, and its stability beneath.

    Blocs of fewer than `least` states in a year are drawn as one, grey. A stretch of years without
    data is left free: no river runs through it. `names` are those of the blocs, by number.
    """
    ordered = sorted(years, key=lambda year: year.year)
    shown = _chosen(ordered, width)
    room = width * (0.36 if width < theme.WIDE else 0.27)
    right = width - room
    height = HEIGHT[width < theme.WIDE]
    columns = _columns(shown, ordered, (10.0, right), height, least)
    colours = _colours(columns, names)
    canvas = Canvas(width)
    canvas.text((0, 6), "states in each bloc", colour=theme.QUIET, size=theme.SMALL_SIZE)
    for before, after in _joined(columns, ordered):
        _ribbons(canvas, before, after, colours)
    for column in columns:
        for bloc, node in column.nodes.items():
            canvas.rect(column.x - NODE / 2, node.top, column.x + NODE / 2, node.bottom,
                        colours[bloc])  # fmt: skip
    _path(canvas, columns, ordered, state)
    _names(canvas, columns[-1], colours, names, (right + 10, width), _bloc_of(columns[-1], state))
    bottom = _strip(canvas, ordered, columns, TOP + height, label)
    return canvas.svg(bottom, title=title)


def _chosen(years: Sequence[RiverYear], width: float) -> list[RiverYear]:
    """Some of the years, evenly apart and the last among them: as many as can be told apart."""
    span = years[-1].year - years[0].year + 1
    apart = next(n for n in (1, 2, 3, 4, 5, 10, 20, 50) if span / n <= width / 52)
    return [year for year in years if (years[-1].year - year.year) % apart == 0]


def _x(year: int, years: Sequence[RiverYear], span: tuple[float, float]) -> float:
    length = max(1, years[-1].year - years[0].year)
    return span[0] + (span[1] - span[0]) * (year - years[0].year) / length


def _columns(
    shown: Sequence[RiverYear],
    years: Sequence[RiverYear],
    span: tuple[float, float],
    height: float,
    least: int,
) -> list[_Column]:
    """Where each bloc of each year stands; larger blocs of the last year lie higher."""
    merged = {year.year: _merged(year.blocs, least) for year in shown}
    weight: Counter[int] = Counter()
    for blocs in merged.values():
        weight.update(blocs.values())
    weight[OTHERS] = -1
    order = sorted(weight, key=lambda bloc: -weight[bloc])
    largest = max(len(blocs) for blocs in merged.values())
    most = max(len(set(blocs.values())) for blocs in merged.values())
    unit = (height - PAD * (most - 1)) / largest
    columns = []
    previous: Mapping[str, int] = {}
    for year in shown:
        blocs, y, nodes = merged[year.year], TOP, {}
        for bloc in order:
            states = sorted(
                (s for s in blocs if blocs[s] == bloc),
                key=lambda s: (order.index(previous[s]) if s in previous else len(order), s),
            )
            if states:
                nodes[bloc] = _Node(y, y + unit * len(states), tuple(states))
                y += unit * len(states) + PAD
        columns.append(_Column(year.year, _x(year.year, years, span), nodes))
        previous = blocs
    return columns


def _merged(blocs: Mapping[str, int], least: int) -> dict[str, int]:
    sizes = Counter(blocs.values())
    return {state: bloc if sizes[bloc] >= least else OTHERS for state, bloc in blocs.items()}


def _colours(columns: Sequence[_Column], names: Mapping[int, str]) -> dict[int, str]:
    found = [bloc for column in reversed(columns) for bloc in column.nodes if bloc != OTHERS]
    blocs = list(dict.fromkeys(found))
    chosen = {bloc: COLOURS[i] if i < len(COLOURS) else theme.QUIET for i, bloc in enumerate(blocs)}
    return {**chosen, OTHERS: OTHER_COLOUR}


def _joined(
    columns: Sequence[_Column], years: Sequence[RiverYear]
) -> list[tuple[_Column, _Column]]:
    """Neighbouring columns with every year between them at hand."""
    known = {year.year for year in years}
    return [
        (before, after)
        for before, after in pairwise(columns)
        if all(year in known for year in range(before.year, after.year))
    ]


def _ribbons(canvas: Canvas, before: _Column, after: _Column, colours: Mapping[int, str]) -> None:
    """One ribbon for each pair of blocs that share states, as thick as they are many."""
    arriving: dict[int, float] = {}
    for bloc, node in before.nodes.items():
        left = 0.0
        for other, target in after.nodes.items():
            n = len(set(node.states) & set(target.states))
            if not n:
                continue
            start = (node.y(left), node.y(left + n))
            place = arriving.get(other, 0.0)
            end = (target.y(place), target.y(place + n))
            left, arriving[other] = left + n, place + n
            canvas.band(_curve(before.x, after.x, start, end), colours[bloc], 0.3,
                        smooth=True)  # fmt: skip


def _curve(x: float, x2: float, start: tuple[float, float], end: tuple[float, float]) -> list[Edge]:
    """An area that swings smoothly from one height to another."""
    a, b = x + NODE / 2, x2 - NODE / 2
    turn, back = a + (b - a) * LEAVES, a + (b - a) * ARRIVES
    return [(a, *start), (turn, *start), (back, *end), (b, *end)]


def _bloc_of(column: _Column, state: str) -> int | None:
    return next((bloc for bloc, node in column.nodes.items() if state in node.states), None)


def _path(
    canvas: Canvas, columns: Sequence[_Column], years: Sequence[RiverYear], state: str
) -> None:
    """The state's own way: a dark line through the middle of its blocs."""
    for before, after in _joined(columns, years):
        y, y2 = _middle(before, state), _middle(after, state)
        if y is not None and y2 is not None:
            curve = _curve(before.x, after.x, (y, y), (y2, y2))
            points = [(before.x, y), *((x, top) for x, top, _ in curve), (after.x, y2)]
            canvas.line(points, theme.INK, thick=2.2, smooth=True)
    for column in columns:
        y_now = _middle(column, state)
        if y_now is not None:
            canvas.dot((column.x, y_now), 3.0, theme.INK)


def _middle(column: _Column, state: str) -> float | None:
    bloc = _bloc_of(column, state)
    if bloc is None:
        return None
    node = column.nodes[bloc]
    return (node.top + node.bottom) / 2


def _names(
    canvas: Canvas,
    column: _Column,
    colours: Mapping[int, str],
    names: Mapping[int, str],
    span: tuple[float, float],
    own: int | None,
) -> None:
    """The blocs of the last year named at the right, the state's own in bold."""
    size, floor = theme.SMALL_SIZE, 0.0
    for bloc, node in column.nodes.items():
        n = len(node.states)
        words = "in none or a small one" if bloc == OTHERS else names.get(bloc, f"bloc {bloc}")
        lines = _in_lines(f"{n}: {words}", size, span[1] - span[0], bold=bloc == own)
        y = max((node.top + node.bottom) / 2 - 6.5 * (len(lines) - 1), floor)
        colour = theme.QUIET if bloc == OTHERS else colours[bloc]
        for line in lines:
            canvas.text((span[0], y), line, colour=colour, size=size, bold=bloc == own)
            y += 13.0
        floor = y + 2


def _in_lines(text: str, size: float, room: float, *, bold: bool, most: int = 3) -> list[str]:
    """A text in at most so many lines."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold) <= room:
            lines[-1] = longer
        elif len(lines) < most:
            lines.append(word)
        else:
            lines[-1] = shortened(f"{longer} …", size, room, bold=bold)
            break
    return lines


def _strip(
    canvas: Canvas,
    years: Sequence[RiverYear],
    columns: Sequence[_Column],
    top: float,
    label: str,
) -> float:
    """Beneath the river: the stability of the state's membership, year by year; gives the foot."""
    left, right = columns[0].x, columns[-1].x
    span = (left, right)
    base = top + 22 + STRIP
    each = (right - left) / max(1, years[-1].year - years[0].year)
    known = [year for year in years if year.stability is not None]
    for column in columns:
        canvas.text((column.x, base + 12), str(column.year), colour=theme.QUIET,
                    size=theme.SMALL_SIZE, anchor="center")  # fmt: skip
    canvas.rule((left, base), (right, base), theme.LINE)
    canvas.text((0, top + 12), label, colour=theme.QUIET, size=theme.SMALL_SIZE)
    for height, text in ((1.0, "1 every time"), (0.0, "0 never")):
        y = base - STRIP * height
        if height:
            canvas.grid((left, y), (right, y))
        canvas.text((right + 10, y), text, colour=theme.QUIET, size=theme.SMALL_SIZE)
    for year in years:
        if year.changed and year is not years[0]:
            x = _x(year.year, years, span) - each / 2
            canvas.rule((x, TOP - 4), (x, base), theme.QUIET, dash=True)
    for year in known:
        x = _x(year.year, years, span)
        half = min(5.0, each * 0.38)
        y = base - STRIP * (year.stability or 0.0)
        canvas.rect(max(left, x - half), y, min(right, x + half), base, theme.QUIET)
    return base + 22
