"""One look for all charts: restrained colours, also for the colour-blind, and direct labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import vl_convert

# The package's own face comes first, for the PDF. Where it is missing, and when widths are
# measured, the wider common faces step in: what fits in them fits in all.
FONT = "'Source Sans Pro', 'Source Sans 3', Arial, Helvetica, sans-serif"
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


class Datasets:
    """Data of a chart by name, kept out of the chart itself: Altair copies what it holds."""

    def __init__(self) -> None:
        self._values: dict[str, Sequence[Mapping[str, Any]]] = {}

    def add(self, values: Sequence[Mapping[str, Any]]) -> alt.NamedData:
        """The name under which the values will stand in the specification."""
        name = f"d{len(self._values)}"
        self._values[name] = values
        return alt.NamedData(name=name)

    def svg(self, chart: alt.TopLevelMixin, *, title: str) -> str:
        """The chart with its data as SVG, with a <title>."""
        specification = chart.to_dict(validate=False)
        datasets = {**specification.get("datasets", {}), **self._values}
        whole = {**specification, "datasets": datasets, "config": configuration()}
        return _accessible(vl_convert.vegalite_to_svg(whole), title)


def _accessible(svg: str, title: str) -> str:
    escaped = title.replace("&", "&amp;").replace("<", "&lt;")
    head, _, rest = svg.partition(">")
    return f'{head} role="img"><title>{escaped}</title>{rest}'
