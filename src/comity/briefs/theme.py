"""One look for all charts: restrained colours that also work for the colour-blind, direct labels."""

from __future__ import annotations

from typing import Any

import vl_convert

# Widths are measured in a wide common face, so that labels fit in any sans-serif that is there.
FONT = "Arial, Helvetica, sans-serif"
INK = "#22292f"
QUIET = "#5b6670"
LINE = "#c9ced3"
UNCOVERED = "#eceef0"

FRIENDLY = "#1f7a8c"
HOSTILE = "#c8642b"
CLASS_COLOURS = {
    "friendly": FRIENDLY,
    "meeting": "#a9cdd4",
    "neutral": "#dcdcd6",
    "insult": "#f2c894",
    "offence": "#dc8f4a",
    "attack": "#8f3b14",
}
CLASS_NAMES = {
    "friendly": "friendly acts",
    "meeting": "meetings",
    "neutral": "neutral",
    "insult": "insults",
    "offence": "offences",
    "attack": "attacks",
}

# Okabe and Ito (2008), darkened where text is set in the colour.
POLE_PALETTE = ("#b3470a", "#0b6aa8", "#a07500", "#00785a", "#7a4fa0", "#4a5560", "#b03a6b")

STATUS_COLOURS = {
    "member": "#1f7a8c",
    "associate": "#7fb3bf",
    "observer": "#a9b7bf",
    "candidate": "#e0b46c",
    "partner": "#a9b7bf",
    "participant": "#7fb3bf",
    "suspended": "#dc8f4a",
}


def pole_colours(poles: tuple[str, ...]) -> dict[str, str]:
    """A colour for each pole, the same in every chart of a brief."""
    return {pole: POLE_PALETTE[i % len(POLE_PALETTE)] for i, pole in enumerate(poles)}


def configuration() -> dict[str, Any]:
    """The Vega-Lite configuration of every chart."""
    label = {"labelFont": FONT, "titleFont": FONT, "labelColor": QUIET, "titleColor": QUIET}
    return {
        "background": "white",
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            **label,
            "labelFontSize": 11,
            "titleFontSize": 11,
            "titleFontWeight": "normal",
            "domainColor": LINE,
            "tickColor": LINE,
            "gridColor": "#e7eaec",
            "tickSize": 4,
        },
        "title": {"font": FONT, "color": INK, "anchor": "start", "fontSize": 12},
        "text": {"font": FONT, "color": INK, "fontSize": 11},
        "legend": {**label, "labelFontSize": 11, "symbolSize": 90},
    }


def to_svg(specification: dict[str, Any], *, title: str) -> str:
    """A Vega-Lite specification as SVG with a <title>, scaling to its container."""
    svg = vl_convert.vegalite_to_svg({**specification, "config": configuration()})
    return _accessible(svg, title)


def _accessible(svg: str, title: str) -> str:
    escaped = title.replace("&", "&amp;").replace("<", "&lt;")
    head, _, rest = svg.partition(">")
    return f'{head} role="img"><title>{escaped}</title>{rest}'
