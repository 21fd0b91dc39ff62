"""Geography: how far apart two states lie, and whether they border on each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from comity.measures.ties.coverage import Covered, preferred
from comity.measures.ties.tie import Asked, Party, Tie, TieGroup, TieKind, members_said

BORDER_PREFERENCE = ("cow_contiguity", "geography")
DISTANCE_PREFERENCE = ("geography",)
LAND, CAPITALS, LEAST = "border_land", "distance_capitals_km", "distance_least_km"
# Classes of the Correlates of War project: 1 by land or river, 2 to 5 across ever more water.
CONTIGUITY, BY_LAND, BY_WATER = "contiguity", 1.0, (2.0, 3.0, 4.0, 5.0)

DISTANCE = TieKind("distance", "Between the capitals, great circle", "kilometres", False)
SHORTEST = TieKind("distance_least", "Between the nearest points of the two", "kilometres", False)
BORDER = TieKind("border", "Border by land or river", "1 yes, 0 no", False)
WATER = TieKind(
    "border_water", "At most 400 miles of water between the two", "1 yes, 0 no", False, detail=True
)

HOLDING = """
SELECT fact, source, target, CAST("value" AS DOUBLE) AS "value", text FROM dyad_facts
WHERE dataset = $dataset AND list_contains($facts, fact) AND day <= $day
    AND (end_day > $day OR (end_day IS NULL AND day >= $open_since))
    AND (source = $source OR target = $source)
ORDER BY ALL
"""

Held = Mapping[tuple[str, str], tuple[float | None, str]]


def tell_borders(asked: Asked) -> Iterator[Tie]:
    """Land borders, and water where the source grades it; of a bloc, with any of its members."""
    held = _held(asked, (LAND, CONTIGUITY))
    graded = _covers_water(asked.covered)
    for target in asked.targets:
        sides = asked.sides(target)
        if not sides:
            continue
        land = {side: _by_land(held, side) for side in sides}
        yield asked.on_day(BORDER, target, *_border(land, held, target))
        if graded:
            classes = {side: held.get((CONTIGUITY, side), (0.0, "")) for side in sides}
            wet = [side for side in sides if classes[side][0] in BY_WATER]
            text = _named(wet, sides, target)
            if wet and not target.is_bloc:
                text = classes[wet[0]][1]
            yield asked.on_day(WATER, target, float(bool(wet)), text)


def _by_land(held: Held, side: str) -> float | None:
    """1 for a border by land, 0 for none; None where the two would meet in disputed land alone."""
    if (CONTIGUITY, side) in held:
        return float(held[CONTIGUITY, side][0] == BY_LAND)
    return held.get((LAND, side), (0.0, ""))[0]


def _border(
    land: Mapping[str, float | None], held: Held, target: Party
) -> tuple[float | None, str]:
    """Whether any of the sides borders on the source, and which, or why it is not said."""
    by_land = [side for side, value in land.items() if value]
    unsaid = [side for side, value in land.items() if value is None]
    if not target.is_bloc and unsaid:
        return None, held[LAND, unsaid[0]][1]
    if unsaid and not by_land:
        return None, f"only across disputed land: {', '.join(unsaid)}"
    return float(bool(by_land)), _named(by_land, tuple(land), target)


def tell_distances(asked: Asked) -> Iterator[Tie]:
    """Kilometres between capitals and nearest points; of a bloc, those of its nearest member."""
    held = _held(asked, (CAPITALS, LEAST))
    for target in asked.targets:
        sides = asked.sides(target)
        for fact, kind in ((CAPITALS, DISTANCE), (LEAST, SHORTEST)):
            far = {
                side: km
                for side in sides
                if (km := held.get((fact, side), (None, ""))[0]) is not None
            }
            if far:
                nearest = min(far, key=lambda side: (far[side], side))
                said = members_said(list(far), sides, target)
                text = f"nearest: {nearest}; {said} on record" if target.is_bloc else ""
                yield asked.on_day(kind, target, far[nearest], text)


def _held(asked: Asked, facts: tuple[str, ...]) -> Held:
    """By fact and other state, the value and text that hold on the day."""
    covered = asked.covered
    rows = asked.reading.query(
        HOLDING,
        {
            "dataset": covered.dataset,
            "facts": list(facts),
            "day": covered.day,
            "open_since": covered.open_since,
            "source": asked.source,
        },
    ).to_pylist()
    return {
        (row["fact"], row["target"] if row["source"] == asked.source else row["source"]): (
            row["value"],
            row["text"] or "",
        )
        for row in rows
    }


def _covers_water(covered: Covered) -> bool:
    return covered.dataset == "cow_contiguity"


def _named(found: list[str], sides: tuple[str, ...], target: Party) -> str:
    if not target.is_bloc:
        return ""
    return f"with {', '.join(found)}" if found else f"with none of {len(sides)} members"


BORDERS = TieGroup(
    name="borders",
    kinds=(BORDER, WATER),
    table="dyad_facts",
    facts=(LAND, CONTIGUITY),
    choose=preferred(BORDER_PREFERENCE),
    tell=tell_borders,
)
DISTANCES = TieGroup(
    name="distances",
    kinds=(DISTANCE, SHORTEST),
    table="dyad_facts",
    facts=(CAPITALS, LEAST),
    choose=preferred(DISTANCE_PREFERENCE),
    tell=tell_distances,
)
