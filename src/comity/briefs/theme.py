"""One look for all charts: restrained colours, also for the colour-blind, and direct labels."""

from __future__ import annotations

from typing import Any

# The package's own face comes first, for the PDF. Where it is missing, and when widths are
# measured, the wider common faces step in: what fits in them fits in all.
FONT = "'Source Sans Pro', 'Source Sans 3', Arial, Helvetica, sans-serif"
INK = "#22292f"
QUIET = "#5b6670"
LINE = "#c9ced3"
GRID = "#e7eaec"
UNCOVERED = "#eceef0"
TEXT_SIZE = 11.5
SMALL_SIZE = 10.5
# The widths of a picture in its own units: on a page, and on a phone.
WIDE, NARROW = 640.0, 345.0

FRIENDLY = "#1f7a8c"
HOSTILE = "#b8541c"
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
POLE_PALETTE = ("#b3470a", "#0b6aa8", "#8a6500", "#00785a", "#7a4fa0", "#4a5560", "#b03a6b")

STATUS_COLOURS = {
    "member": "#1f7a8c",
    "associate": "#a9cdd4",
    "observer": "#d3d9dd",
    "candidate": "#f0d9ae",
    "partner": "#d3d9dd",
    "participant": "#a9cdd4",
    "suspended": "#dc8f4a",
}


def pole_colours(poles: tuple[str, ...]) -> dict[str, str]:
    """A colour for each pole, the same in every chart of a brief."""
    return {pole: POLE_PALETTE[i % len(POLE_PALETTE)] for i, pole in enumerate(poles)}


def configuration() -> dict[str, Any]:
    """The Vega-Lite configuration of every chart."""
    # A label for each mark would say less than the text that stands beside the picture, and
    # would make the file three times as large.
    return {"background": "white", "font": FONT, "view": {"stroke": None}, "aria": False}
