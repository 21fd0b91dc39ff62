"""The map of partners: states filled by a value, disputed areas hatched in no holder's colour."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comity.briefs.charts import map_paths
from comity.briefs.charts.colour_scale import HOSTILE_TO_FRIENDLY, ColourScale
from comity.briefs.charts.map_drawing import BlocOnMap, MapRequest, document
from comity.briefs.charts.map_frame import MapFrame
from comity.briefs.charts.map_labels import Label, Wanted, place
from comity.briefs.charts.map_land import Land, land
from comity.briefs.charts.map_legend import Legend, MapStyle
from comity.briefs.charts.map_paths import Outline
from comity.registry.world_map import Point
from comity.vocabulary.disputed_area import DisputedArea

__all__ = ["BlocOnMap", "DrawnMap", "Legend", "MapStyle", "partner_map", "region_index_map"]


@dataclass(frozen=True, slots=True)
class DrawnMap:
    """The picture, the disputed areas that it shows, and the labelled codes that it does not fill.

    `outside` are those beyond its frame (a bloc by its label), `hatched` those that sources record
    under a code of their own in a disputed area; the legend gives the values of both.
    """

    svg: str
    areas: tuple[DisputedArea, ...]
    outside: tuple[str, ...]
    hatched: tuple[str, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """Each disputed area with its documents, or a word on why there are none."""
        documents = [", ".join(r.symbol for r in area.references) for area in self.areas]
        return tuple(
            f"{area.name}: {symbols or _sentence(area.note)}"
            for area, symbols in zip(self.areas, documents, strict=True)
        )


def _sentence(note: str) -> str:
    first = note.split(". ")[0].rstrip(".")
    return first[:1].lower() + first[1:]


def partner_map(
    values: Mapping[str, float | None],
    *,
    frame: MapFrame,
    labels: Mapping[str, str],
    title: str,
    legend: Legend,
    description: str = "",
    scale: ColourScale = HOSTILE_TO_FRIENDLY,
    focus: str | None = None,
    blocs: Sequence[BlocOnMap] = (),
    links: Mapping[str, str] | None = None,
    day: dt.date | None = None,
    style: MapStyle | None = None,
) -> DrawnMap:
    """A choropleth of partners by a value, as one self-contained SVG.

    `values` by code: None (a partner with too few acts, or none in coverage) is drawn grey, a
    code that is absent as plain land. `labels` are the names written on the map, the most important
    first. `focus` has a dark fill and no border of its own: a bold one would cut disputed areas
    off. Disputed areas are hatched whatever the values; with a `day`, those in dispute on that day,
    the others as part of the state that the table names.
    """
    request = MapRequest(
        values, frame, labels, title, description, legend, scale, focus, blocs, links or {},
        style or MapStyle(),
    )  # fmt: skip
    shown = land(frame, day)
    names = _placed_names(request, shown)
    hatched = tuple(code for code in labels if shown.area_of(code))
    outside = tuple(code for code in labels if code not in shown.seen and code not in hatched)
    outside += tuple(bloc.label for bloc in blocs if not bloc.members & shown.seen)
    svg = document(request, shown, names, (outside, hatched))
    return DrawnMap(svg, shown.disputed, outside, hatched)


def region_index_map(
    values: Mapping[str, float | None],
    *,
    frame: MapFrame,
    labels: Mapping[str, str],
    links: Mapping[str, str],
    title: str,
    legend: Legend,
    description: str = "",
    scale: ColourScale = HOSTILE_TO_FRIENDLY,
    day: dt.date | None = None,
    style: MapStyle | None = None,
) -> DrawnMap:
    """The map of a region's index page: its states filled by a value, each a link to its brief.

    No state is its focus.
    """
    return partner_map(
        values, frame=frame, labels=labels, links=links, title=title, legend=legend,
        description=description, scale=scale, day=day, style=style,
    )  # fmt: skip


def _placed_names(request: MapRequest, land: Land) -> list[Label]:
    """The labels: focus and blocs first, then in the order that they were given."""
    style, frame = request.style, request.frame
    within = {code for bloc in request.blocs for code in bloc.members} - set(request.values)
    wanted = [
        Wanted(bloc.label, bloc.label, [ring], style.pole_size, bold=True)
        for bloc in request.blocs
        if bloc.members & land.seen and (ring := _middle_land(bloc, land))
    ]

    def named(rings: Sequence[Outline]) -> bool:
        return sum(abs(map_paths.area(ring)) for ring in rings) >= style.smallest_named

    for code in sorted(request.labels, key=lambda code: code != request.focus):
        area = land.area_of(code)
        rings = land.areas[area] if area else land.states.get(code)
        if rings and code not in within and (area or code in land.seen) and named(rings):
            bold = code == request.focus
            size = style.pole_size if bold else style.label_size
            wanted.append(Wanted(code, request.labels[code], rings, size, bold))

    def cost_of_hiding(code: str, point: Point) -> float:
        owner = land.owner(point)
        if owner is None or owner == code:
            return 0.0 if owner is None else 0.25
        if owner in land.large and owner != request.focus:
            return 0.3
        return 1.5 if owner in land.areas else 1.0 if owner in request.labels else 0.45

    return place(wanted, frame.width, frame.height, cost_of_hiding)


def _middle_land(bloc: BlocOnMap, land: Land) -> Outline | None:
    """The piece of a bloc's land that lies nearest to the middle of the whole, among large ones."""
    rings = [ring for code in sorted(bloc.members) for ring in land.states.get(code, [])]
    if not rings:
        return None
    sizes = [abs(map_paths.area(ring)) for ring in rings]
    middles = [map_paths.middle(ring) for ring in rings]
    total = sum(sizes)
    x = sum(size * middle[0] for size, middle in zip(sizes, middles, strict=True)) / total
    y = sum(size * middle[1] for size, middle in zip(sizes, middles, strict=True)) / total
    large = [i for i, size in enumerate(sizes) if size > 0.15 * max(sizes)]
    return rings[min(large, key=lambda i: math.dist(middles[i], (x, y)))]
