"""What stands beneath a map: its colours, what is hatched, and who lies outside the frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from comity.briefs import theme
from comity.briefs.charts.colour_scale import ColourScale
from comity.briefs.charts.lettering import text_width

Apart = tuple[Sequence[str], Sequence[str]]

SWATCH = 30.0
NARROW_SWATCH = 28.0
BAR = 11.0
NO_DATA = "too few acts or no data"
DISPUTED = "disputed or occupied"
NOTE = (
    "Hatched: areas whose status is disputed or that are occupied, in no holder\u2019s colour; "
    "see the references."
)


@dataclass(frozen=True, slots=True)
class Legend:
    """The words of a legend: what the value is, and what its two ends mean."""

    title: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class MapStyle:
    """Colours and sizes of a map, but the scale. The width of the picture is 640 units.

    `smallest_named` is the size of the smallest land that has its name on the map, in square units.
    """

    font: str = theme.FONT
    ink: str = "#22272e"
    quiet_ink: str = "#57606a"
    sea: str = "#eef3f7"
    land: str = "#fbfbf9"
    border: str = "#b9bdc1"
    no_data: str = "#b9b9bb"
    focus: str = "#4a5160"
    bloc: str = "#2f4b7c"
    disputed: str = "#f1f1f1"
    hatch: str = "#8a8f94"
    halo: str = "#ffffff"
    label_size: float = 11.0
    pole_size: float = 13.0
    legend_size: float = 11.5
    smallest_named: float = 0.0


@dataclass(frozen=True, slots=True)
class Key:
    """What a legend explains."""

    values: Mapping[str, float | None]
    labels: Mapping[str, str]
    scale: ColourScale
    legend: Legend
    style: MapStyle
    width: float


def drawn(key: Key, apart: Apart, *, disputed: bool, top: float) -> tuple[str, float]:
    """The SVG of the legend from `top` on, and where it ends.

    `apart` are the codes beyond the frame, and those in hatched areas: each has its own line.
    """
    style, legend = key.style, key.legend
    line = style.legend_size * 1.45
    y = top + style.legend_size
    parts = [_text(style, 0, y, legend.title, bold=True)]
    y += 9
    swatch = SWATCH if key.width >= theme.WIDE else NARROW_SWATCH
    parts.append(_scale(key, y, swatch))
    keys = [(f'fill="{style.no_data}"', NO_DATA)]
    if disputed:
        keys.append((f'fill="url(#@hatch)" stroke="{style.hatch}" stroke-width="0.5"', DISPUTED))
    if key.width < theme.WIDE:
        y += BAR + style.legend_size + 10
        parts.append(_keys(key, keys, y, from_left=True))
        y -= 12
    else:
        parts.append(_keys(key, keys, y))
    y += BAR + style.legend_size + 3
    for words, codes in zip(("Beyond this map:", "In hatched areas:"), apart, strict=True):
        if codes:
            row, y = _apart(key, words, codes, y + line)
            parts.append(row)
    if disputed:
        for words in _lines(NOTE, style.legend_size, key.width):
            y += line
            parts.append(_text(style, 0, y, words, quiet=True))
    return "".join(parts), round(y + 6)


def _scale(key: Key, y: float, swatch: float) -> str:
    style, scale, legend = key.style, key.scale, key.legend
    x = text_width(legend.low, style.legend_size) + 4
    parts = [_text(style, 0, y + BAR - 1, legend.low, quiet=True)]
    for i, colour in enumerate(scale.colours):
        parts.append(
            f'<rect x="{x + i * swatch:.1f}" y="{y:.1f}" width="{swatch:g}" height="{BAR:g}" '
            f'fill="{colour}"/>'
        )
    for i, edge in enumerate(scale.edges, start=1):
        middle = x + i * swatch
        parts.append(
            _text(style, middle, y + BAR + style.legend_size, scale.text(edge), anchor="middle")
        )
    end = x + len(scale.colours) * swatch + 5
    parts.append(_text(style, end, y + BAR - 1, legend.high, quiet=True))
    return "".join(parts)


def _keys(key: Key, keys: Sequence[tuple[str, str]], y: float, *, from_left: bool = False) -> str:
    """The single swatches, from the right edge of the map inward, or from the left on."""
    style = key.style
    x = key.width
    if from_left:
        x = sum(text_width(words, style.legend_size) + 32 for _, words in keys) - 12
    parts = []
    for paint, words in reversed(keys):
        x -= text_width(words, style.legend_size)
        parts.append(_text(style, x, y + BAR - 1, words, quiet=True))
        x -= 20
        parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="16" height="{BAR:g}" {paint}/>')
        x -= 12
    return "".join(parts)


def _apart(key: Key, words: str, codes: Sequence[str], y: float) -> tuple[str, float]:
    """Partners that the map does not fill, with colour and number; and the y of the last line."""
    style, scale = key.style, key.scale
    parts = [_text(style, 0, y, words, quiet=True)]
    start = x = text_width(words, style.legend_size) + 6
    for code in codes:
        value = key.values.get(code)
        number = NO_DATA if value is None else scale.text(value, 2)
        text = f"{key.labels[code]} {number}"
        across = 20 + text_width(text, style.legend_size)
        if x > start and x + across > key.width:
            x, y = start, y + style.legend_size * 1.45
        fill = style.no_data if value is None else scale.colour(value)
        parts.append(
            f'<rect x="{x:.1f}" y="{y - BAR + 1:.1f}" width="16" height="{BAR:g}" fill="{fill}"/>'
            + _text(style, x + 20, y, text)
        )
        x += across + 12
    return "".join(parts), y


def _lines(words: str, size: float, width: float) -> list[str]:
    """The words in lines no wider than `width`."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _text(
    style: MapStyle,
    x: float,
    y: float,
    words: str,
    *,
    anchor: str = "start",
    bold: bool = False,
    quiet: bool = False,
) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{style.legend_size:g}" text-anchor="{anchor}"'
        f'{weight} fill="{style.quiet_ink if quiet else style.ink}">{escape(words)}</text>'
    )
