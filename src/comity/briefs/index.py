"""The index page of a region: a map that leads to each brief."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from comity.briefs.brief import Brief
from comity.briefs.charts.map_frame import MapFrame, frame_around, region_frame
from comity.briefs.charts.map_legend import Legend
from comity.briefs.charts.partner_map import region_index_map
from comity.briefs.render import IndexEntry, index_html
from comity.errors import UnknownName
from comity.registry import actors
from comity.vocabulary.region import Region


def index_page(region: Region, briefs: Sequence[Brief], day: dt.date) -> str:
    """One self-contained page beside the folders of the briefs."""
    pole = region.poles[0]
    links = {made.code: f"{made.code}/brief.html" for made in briefs}
    drawn = region_index_map(
        _values(briefs, pole),
        frame=_frame(region),
        labels={code: actors().name(code) for code in region.states},
        links=links,
        title=f"{region.name}: country briefs",
        legend=Legend(
            f"Balance of friendly and hostile acts with {actors().name(pole)}",
            "all hostile",
            "all friendly",
        ),
        day=day,
    )
    areas = "; ".join(
        f"{a.name} ({', '.join(r.symbol for r in a.references) or a.note})" for a in drawn.areas
    )
    first = briefs[0]
    return index_html(
        region=region.name,
        description=f"{region.description} Choose a state on the map or in the list.",
        svg=drawn.svg,
        caption="(Friendly − hostile) ÷ (friendly + hostile) acts with "
        f"{actors().name(pole)}, both directions. Source: {first.dataset}, {first.span}, "
        f"{first.days}.",
        note=f"Hatched, in no holder's colour: {areas}." if areas else "",
        entries=[
            IndexEntry(made.state, links[made.code], made.headline.sentences[0]) for made in briefs
        ],
        lake_version=first.lake_version,
    )


def _values(briefs: Sequence[Brief], pole: str) -> dict[str, float | None]:
    """Each state's balance with the region's first pole, as its own brief gives it."""
    wanted = f"partners.{pole}.balance"
    values: dict[str, float | None] = {}
    for made in briefs:
        if made.code != pole:
            values[made.code] = next((n.value for n in made.numbers if n.id == wanted), None)
    return values


def _frame(region: Region) -> MapFrame:
    try:
        return region_frame(region.code)
    except UnknownName:
        return frame_around(region.states)
