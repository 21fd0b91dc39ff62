"""Compile the world map: shapes of states and of disputed areas that fit edge to edge.

    python tools/compile/world_map.py --mirror DIR

Reads `structure/world-atlas_countries-50m.json` and `structure/country_codes_datahub.parquet` of
the mirror, and the outlines in `src/comity/data/disputed_areas/areas.yml`; writes
`src/comity/data/world_map/shapes.json.gz`. Needs shapely 2.1 or later,
pyarrow and PyYAML; shapely is a tool of this script alone, not a dependency of the package.

All borders and outlines are noded together and the faces between them handed out, each to one
disputed area or one shape: so an area never overlaps a state, and no gap opens between them.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import shapely
import yaml
from shapely import MultiPolygon, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

DATA = Path(__file__).parents[2] / "src" / "comity" / "data"
GRID_DEGREES = 0.002
TOLERANCE_DEGREES = 0.012
SMALLEST_ISLAND_SQUARE_DEGREES = 0.0025

# Atlas features without a code, or that belong to a state whose code they should carry.
CODE_OF_NAME = {
    "Kosovo": "XKX",
    "N. Cyprus": "X-TRN",
    "Somaliland": "X-SOM",
    "Siachen Glacier": "siachen",
    "Indian Ocean Ter.": "AUS",
    "Ashmore and Cartier Is.": "AUS",
    "Hong Kong": "CHN",
    "Macao": "CHN",
    "Åland": "FIN",
}
LEFT_OUT = {"Antarctica"}
WHOLE_SHAPES_OF_AREAS = {"X-TRN", "X-SOM", "siachen"}

EAST = (360.0, 0.0)

Ring = list[tuple[float, float]]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--mirror", type=Path, required=True)
    structure = options.parse_args().mirror / "structure"
    atlas = atlas_shapes(structure)
    areas = yaml.safe_load((DATA / "disputed_areas" / "areas.yml").read_text())
    outlines = {area["id"]: area_land(area, atlas) for area in areas}
    cover = faces_by_owner(atlas, outlines)
    cover = simplified(cover)
    write(cover, outlines)


def atlas_shapes(structure: Path) -> dict[str, BaseGeometry]:
    """The atlas by alpha-3 code (or `CODE_OF_NAME`)."""
    topology = json.loads((structure / "world-atlas_countries-50m.json").read_text())
    codes = numeric_codes(structure)
    arcs = decoded_arcs(topology)
    parts: dict[str, list[BaseGeometry]] = {}
    for feature in topology["objects"]["countries"]["geometries"]:
        name = feature["properties"]["name"]
        if name in LEFT_OUT:
            continue
        code = CODE_OF_NAME.get(name) or codes[feature["id"]]
        polygons = feature["arcs"] if feature["type"] == "MultiPolygon" else [feature["arcs"]]
        for rings in polygons:
            outer, *holes = [unwrapped(ring_of(ring, arcs)) for ring in rings]
            parts.setdefault(code, []).append(shapely.make_valid(Polygon(outer, holes)))
    shapes = {code: shapely.union_all(polygons) for code, polygons in parts.items()}
    shapes["RUS"] = joined_at_antimeridian(shapes["RUS"])
    return {code: shapely.set_precision(shape, GRID_DEGREES) for code, shape in shapes.items()}


def numeric_codes(structure: Path) -> dict[str, str]:
    table = pq.read_table(structure / "country_codes_datahub.parquet").to_pylist()
    numeric = next(name for name in table[0] if "numeric" in name.lower())
    alpha = next(name for name in table[0] if name.lower().replace("_", "-").endswith("alpha-3"))
    return {
        str(int(row[numeric])).zfill(3): row[alpha] for row in table if row[numeric] and row[alpha]
    } | {"158": "TWN"}


def decoded_arcs(topology: dict[str, Any]) -> list[Ring]:
    (scale_x, scale_y), (shift_x, shift_y) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    arcs: list[Ring] = []
    for arc in topology["arcs"]:
        x = y = 0
        points: Ring = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + shift_x, y * scale_y + shift_y))
        arcs.append(points)
    return arcs


def ring_of(indices: list[int], arcs: list[Ring]) -> Ring:
    points: Ring = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    return points


def unwrapped(ring: Ring) -> Ring:
    """The ring without jumps from one edge of the world to the other; it may go beyond 180°."""
    points = [ring[0]]
    for x, y in ring[1:]:
        points.append((x - 360 * round((x - points[-1][0]) / 360), y))
    shift = 360 if min(x for x, _ in points) < -180.001 else 0
    return [(x + shift, y) for x, y in points]


def joined_at_antimeridian(shape: BaseGeometry) -> BaseGeometry:
    """The parts west of 180° carried on to beyond it, so that no seam crosses Chukotka."""
    parts = [
        shapely.transform(part, lambda xy: xy + EAST) if part.bounds[2] < 0 else part
        for part in polygons_of(shape)
    ]
    return shapely.union_all(parts)


def area_land(area: dict[str, Any], atlas: dict[str, BaseGeometry]) -> BaseGeometry:
    """The land of one disputed area: whole shapes, and land of shapes inside outlines."""
    parts = []
    for part in area["parts"]:
        if "shape" in part:
            parts.append(atlas[part["shape"]])
        else:
            land = shapely.union_all([atlas[code] for code in part["of"]])
            outline = Polygon(part["outline"])
            if not outline.is_valid:
                raise SystemExit(f"{area['id']}: {shapely.is_valid_reason(outline)}")
            parts.append(MultiPolygon(polygons_of(land.intersection(outline))))
    return shapely.set_precision(shapely.union_all(parts), GRID_DEGREES)


def faces_by_owner(
    atlas: dict[str, BaseGeometry], areas: dict[str, BaseGeometry]
) -> dict[str, BaseGeometry]:
    """Each face between the noded borders, given to the area, else to the shape, that holds it."""
    owners = [*areas.items(), *((c, s) for c, s in atlas.items() if c not in WHOLE_SHAPES_OF_AREAS)]
    lines = shapely.union_all([shape.boundary for _, shape in owners], grid_size=GRID_DEGREES)
    faces = polygons_of(shapely.polygonize(list(lines.geoms)))
    tree = STRtree([shape for _, shape in owners])
    held: dict[str, list[Polygon]] = {}
    for face in faces:
        point = face.representative_point()
        hits = sorted(i for i in tree.query(point) if owners[i][1].covers(point))
        if hits:
            held.setdefault(owners[hits[0]][0], []).append(face)
    return {name: shapely.union_all(parts) for name, parts in held.items()}


def simplified(cover: dict[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    names = list(cover)
    shapes = shapely.coverage_simplify([cover[name] for name in names], TOLERANCE_DEGREES)
    return dict(zip(names, (without_specks(shape) for shape in shapes), strict=True))


def without_specks(shape: BaseGeometry) -> BaseGeometry:
    parts = polygons_of(shape)
    largest = max(part.area for part in parts)
    return MultiPolygon(
        [p for p in parts if p.area >= min(SMALLEST_ISLAND_SQUARE_DEGREES, largest)]
    )


def polygons_of(shape: BaseGeometry) -> list[Polygon]:
    parts: Iterable[BaseGeometry] = getattr(shape, "geoms", [shape])
    return [part for part in parts if isinstance(part, Polygon)]


def write(cover: dict[str, BaseGeometry], areas: dict[str, BaseGeometry]) -> None:
    content = {
        "grid_degrees": GRID_DEGREES,
        "shapes": {c: list(packed(cover[c])) for c in sorted(cover) if c not in areas},
        "areas": {c: list(packed(cover[c])) for c in sorted(areas)},
    }
    text = json.dumps(content, separators=(",", ":"))
    target = DATA / "world_map" / "shapes.json.gz"
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def packed(shape: BaseGeometry) -> Iterator[list[int]]:
    """Each ring as grid steps: first point, then differences (x, y, dx, dy, ...), not closed."""
    for polygon in polygons_of(shape):
        for ring in (polygon.exterior, *polygon.interiors):
            steps: list[int] = []
            last = (0, 0)
            for x, y in ring.coords[:-1]:
                point = (round(x / GRID_DEGREES), round(y / GRID_DEGREES))
                if steps and point == last:
                    continue
                steps += [point[0] - last[0], point[1] - last[1]]
                last = point
            yield steps


if __name__ == "__main__":
    main()
