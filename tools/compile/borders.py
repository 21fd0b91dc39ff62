"""Makes src/comity/data/geography/borders.csv from the embedded map of the world.

Shapes of states and of disputed areas fit edge to edge there, so that two states share a border
where they share an edge. Where they meet only across a disputed area of which one of them is a
party, the row names the area.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import functools
import itertools
import sys
from collections.abc import Iterator
from pathlib import Path

from comity.registry.disputed_areas import disputed_areas
from comity.registry.states import states
from comity.registry.world_map import Shape, world_map
from comity.sources.geography.borders import COLUMNS

# What the map's scale does not show.
ADDED = {
    ("BWA", "ZMB"): "The Zambezi at Kazungula, some 150 metres.",
    ("ESP", "MAR"): "Ceuta and Melilla.",
}
# Shapes that are disputed areas as a whole: the state's borders are those of the area.
WHOLE = {"kosovo": "XKX", "palestine": "PSE"}
# Borders that ended while both states went on, or of states that ended.
INDEPENDENT_SOUTH_SUDAN = dt.date(2011, 7, 9)
STATE_UNION = ("ALB", "BGR", "BIH", "HRV", "HUN", "MKD", "ROU")
KOSOVO_DECLARED = dt.date(2008, 2, 17)

Row = tuple[str, str, str, str, str, str]


def main() -> None:
    """Finds the neighbours, adds what the map can't show, writes the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mirror", type=Path, help="not read: all is in the package")
    parser.add_argument("--out", type=Path, default=Path("src/comity/data/geography"))
    path = parser.parse_args().out / "borders.csv"
    rows = sorted({*present(), *former()})
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([COLUMNS, *rows])
    sys.stdout.write(f"{len(rows)} borders: {path.stat().st_size} bytes\n")


def present() -> Iterator[Row]:
    """The borders of today's states."""
    direct = {pair for pair in meeting() if all(states().get(code) for code in pair)}
    for pair in direct | set(ADDED):
        yield (*pair, "", "", "", ADDED.get(pair, ""))
    across: dict[tuple[str, str], str] = {}
    for area in disputed_areas():
        near = sorted(code for code in touching(area.id) if states().get(code))
        for low, high in itertools.combinations(near, 2):
            if (low, high) not in direct and not {low, high}.isdisjoint(area.parties):
                across.setdefault((low, high), area.id)
    for pair, area_id in across.items():
        first = KOSOVO_DECLARED.isoformat() if pair == ("ALB", "SRB") else ""
        yield (*pair, first, "", area_id, "")


def former() -> Iterator[Row]:
    """Borders since 1993 that are none of today's."""
    for other in STATE_UNION:
        yield (*sorted((other, "SCG")), "", "", "", "")  # type: ignore[misc]
    for other in ("COD", "KEN", "UGA"):
        yield (*sorted((other, "SDN")), "", INDEPENDENT_SOUTH_SUDAN.isoformat(), "", "")  # type: ignore[misc]
    yield ("ALB", "SRB", "", KOSOVO_DECLARED.isoformat(), "", "")


def touching(area_id: str) -> set[str]:
    """The states that an area borders on, and the state that it is as a whole."""
    own = {WHOLE[area_id]} if area_id in WHOLE else set()
    return own | {other for pair in meeting() if f"@{area_id}" in pair for other in pair}


@functools.cache
def meeting() -> frozenset[tuple[str, str]]:
    """Pairs of shapes that share an edge; a disputed area is "@" and its id."""
    owners: dict[frozenset[tuple[float, float]], set[str]] = {}
    named = {f"@{name}": shape for name, shape in world_map().areas.items()}
    for name, shape in ({**world_map().states, **named}).items():
        for edge in edges(shape):
            owners.setdefault(edge, set()).add(name)
    pairs = (itertools.combinations(sorted(names), 2) for names in owners.values())
    return frozenset(itertools.chain.from_iterable(pairs))


def edges(shape: Shape) -> Iterator[frozenset[tuple[float, float]]]:
    """The edges of a shape, whichever way round; longitudes from 0 to 360."""
    for ring in shape.rings:
        places = [(round(lon % 360, 4), round(lat, 4)) for lon, lat in ring]
        for one, other in itertools.pairwise((*places, places[0])):
            yield frozenset((one, other))


if __name__ == "__main__":
    main()
