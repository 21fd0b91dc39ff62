"""How a map is drawn: land, blocs, hatching and names, one layer over the other, as SVG."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from comity.briefs.charts import map_legend, map_paths
from comity.briefs.charts.colour_scale import ColourScale, is_dark
from comity.briefs.charts.lettering import text_width
from comity.briefs.charts.map_frame import MapFrame
from comity.briefs.charts.map_labels import LINE_HEIGHT, Label, Space, leader_end
from comity.briefs.charts.map_land import Land
from comity.briefs.charts.map_legend import Apart, Key, Legend, MapStyle

SMALLEST_SHAPE = 14.0


@dataclass(frozen=True, slots=True)
class BlocOnMap:
    """A bloc drawn as one: its members of that day, one label, one value (None: no data).

    A member that has a value of its own keeps its own colour inside the common outline.
    """

    label: str
    members: frozenset[str]
    value: float | None = None


@dataclass(frozen=True, slots=True)
class MapRequest:
    """All that a map is to show; see `partner_map`."""

    values: Mapping[str, float | None]
    frame: MapFrame
    labels: Mapping[str, str]
    title: str
    description: str
    legend: Legend
    scale: ColourScale
    focus: str | None
    blocs: Sequence[BlocOnMap]
    links: Mapping[str, str]
    style: MapStyle

    def fill(self, code: str) -> str:
        """The colour of a state: its value's, its bloc's, no data, or plain land."""
        if code == self.focus:
            return self.style.focus
        bloc = next((bloc for bloc in self.blocs if code in bloc.members), None)
        value = self.values.get(code, bloc.value if bloc else None)
        if value is not None:
            return self.scale.colour(value)
        return self.style.no_data if bloc or code in self.values else self.style.land


def document(request: MapRequest, land: Land, names: Sequence[Label], apart: Apart) -> str:
    """The SVG of a map. Its ids begin with a digest of its content: maps may share a page."""
    frame, style = request.frame, request.style
    body = [
        _states(request, land),
        _areas(style, land),
        *(_label(label, request) for label in names),
    ]
    blocs = {bloc.label: bloc for bloc in request.blocs}
    values = {**{label: bloc.value for label, bloc in blocs.items()}, **request.values}
    labels = {**{label: label for label in blocs}, **request.labels}
    footer, height = map_legend.drawn(
        Key(values, labels, request.scale, request.legend, style, frame.width),
        apart, disputed=bool(land.areas), top=frame.height + 8,
    )  # fmt: skip
    content = "".join(body) + "</g>" + footer
    prefix = "m" + hashlib.blake2b(content.encode(), digest_size=4).hexdigest()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 {frame.width:g} {height:g}" width="{frame.width:g}" height="{height:g}" '
        f'role="img" aria-labelledby="{prefix}-t {prefix}-d" font-family="{style.font}">'
        f'<title id="{prefix}-t">{escape(request.title)}</title>'
        f'<desc id="{prefix}-d">{escape(request.description or _in_words(request))}</desc>'
        + _definitions(style, frame)
        + f'<g clip-path="url(#@frame)"><rect width="{frame.width:g}" height="{frame.height:g}" '
        f'fill="{style.sea}"/>' + content + "</svg>"
    ).replace("@", f"{prefix}-")


def _in_words(request: MapRequest) -> str:
    names, known = request.labels, {c: v for c, v in request.values.items() if v is not None}
    pairs = ", ".join(f"{names.get(c, c)} {request.scale.text(v, 2)}" for c, v in known.items())
    return f"Map. {request.legend.title}: {pairs or map_legend.NO_DATA}. {map_legend.NOTE}"


def _definitions(style: MapStyle, frame: MapFrame) -> str:
    return (
        f'<defs><clipPath id="@frame"><rect width="{frame.width:g}" height="{frame.height:g}"/>'
        f'</clipPath><pattern id="@hatch" width="4" height="4" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="4" height="4" fill="{style.disputed}"/>'
        f'<rect width="1.1" height="4" fill="{style.hatch}"/></pattern></defs>'
    )


def _states(request: MapRequest, land: Land) -> str:
    """Plain land and partners; then, over the outline that they share, the members of each bloc."""
    style = request.style
    members = {code for bloc in request.blocs for code in bloc.members}
    others = [_state(request, code, land) for code in land.states if code not in members]
    parts = [
        f'<g stroke="{style.border}" stroke-width="0.6" stroke-linejoin="round" '
        f'fill-rule="evenodd">{"".join(others)}</g>'
    ]
    for number, bloc in enumerate(request.blocs):
        shown = [code for code in sorted(bloc.members) if code in land.states]
        shapes = [_state(request, code, land) for code in shown]
        name = f"@bloc{number}"
        parts.append(
            f'<use xlink:href="#{name}" stroke="{style.bloc}" stroke-width="2.4" '
            f'stroke-linejoin="round"/><g stroke="{style.border}" stroke-width="0.5" '
            f'stroke-linejoin="round"><g id="{name}" fill-rule="evenodd">{"".join(shapes)}</g></g>'
        )
    return "".join(parts)


def _state(request: MapRequest, code: str, land: Land) -> str:
    rings = land.states[code]
    fill = request.fill(code)
    drawn = f'<path fill="{fill}" d="{land.paths[code]}"/>'
    size = sum(abs(map_paths.area(ring)) for ring in rings)
    if size < SMALLEST_SHAPE and (code in request.values or code == request.focus):
        x, y = rings[0][0]
        drawn = f'<circle fill="{fill}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>'
    if code in request.values or code == request.focus:
        drawn = f"<g><title>{escape(_tooltip(request, code))}</title>{drawn}</g>"
    if code in request.links:
        target = escape(request.links[code], quote=True)
        drawn = f'<a href="{target}" xlink:href="{target}">{drawn}</a>'
    return drawn


def _tooltip(request: MapRequest, code: str) -> str:
    name = request.labels.get(code, code)
    value = request.values.get(code)
    if code == request.focus:
        return name
    return f"{name}: {map_legend.NO_DATA if value is None else request.scale.text(value, 2)}"


def _areas(style: MapStyle, land: Land) -> str:
    drawn = [
        f"<g><title>{escape(f'{area.name}: {map_legend.DISPUTED}. {area.citation}')}</title>"
        f'<path d="{land.paths[area.id]}"/></g>'
        for area in land.disputed
    ]
    return (
        f'<g fill="url(#@hatch)" stroke="{style.hatch}" stroke-width="0.5" '
        f'stroke-linejoin="round" fill-rule="evenodd">{"".join(drawn)}</g>'
    )


def _label(label: Label, request: MapRequest) -> str:
    style = request.style
    x, y = label.middle
    inside = label.anchor is None
    dark = inside and label.code in request.labels and is_dark(request.fill(label.code))
    halo = "" if dark else f' stroke="{style.halo}" stroke-width="2.6" paint-order="stroke"'
    weight = ' font-weight="700"' if label.bold else ""
    leader = ""
    if label.anchor:
        ax, ay = label.anchor
        width = text_width(label.text, label.size, bold=label.bold)
        ex, ey = leader_end(Space(x, y, width, label.size * LINE_HEIGHT), label.anchor)
        line = f'd="M{ax:.1f} {ay:.1f}L{ex:.1f} {ey:.1f}"'
        leader = (
            f'<path {line} stroke="{style.halo}" stroke-width="2" stroke-opacity="0.7"/>'
            f'<path {line} stroke="{style.ink}" stroke-width="0.7"/>'
            f'<circle cx="{ax:.1f}" cy="{ay:.1f}" r="1.8" fill="{style.ink}" '
            f'stroke="{style.halo}" stroke-width="0.7"/>'
        )
    return (
        f'{leader}<text x="{x:.1f}" y="{y + label.size * 0.36:.1f}" text-anchor="middle" '
        f'font-size="{label.size:g}"{weight} fill="{"#ffffff" if dark else style.ink}"{halo} '
        f'stroke-linejoin="round" pointer-events="none">{escape(label.text)}</text>'
    )
