"""Migration: how many persons from one state live in another."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from comity.measures.ties.coverage import Covered, covered_in, preferred
from comity.measures.ties.figures import population
from comity.measures.ties.layer import Layer, matrix
from comity.measures.ties.tie import Asked, Tie, TieGroup, TieKind, members_said
from comity.store.query import Reading

PREFERENCE = ("undesa_migrants",)
FACT = "migrant_stock"
UNIT = "persons from the source who live in the target"

EMIGRANTS = TieKind("emigrants", "Persons from the source who live in the target", "persons", True)
IMMIGRANTS = TieKind(
    "immigrants", "Persons from the target who live in the source", "persons", True
)
EMIGRANT_SHARE = TieKind(
    "emigrants_share",
    "Persons from the source who live in the target, over its population",
    "share of the source's population",
    True,
)
IMMIGRANT_SHARE = TieKind(
    "immigrants_share",
    "Persons from the target who live in the source, over its population",
    "share of the source's population",
    True,
)

STOCK = """
SELECT source, target, CAST("value" AS DOUBLE) AS "value" FROM dyad_facts
WHERE dataset = $dataset AND fact = 'migrant_stock' AND day = $day AND "value" IS NOT NULL
ORDER BY ALL
"""


def migration_layer(reading: Reading, year: int) -> Layer | None:
    """Migrants by origin (source) and destination (target) in a year for which stocks are given.

    The publisher gives every fifth year or so; no stock is carried into another year. A pair
    without a figure is NaN: it may be none or a few.
    """
    covered = covered_in(reading, "dyad_facts", year, preference=PREFERENCE, facts=[FACT])
    if covered is None:
        return None
    weights = matrix(covered.states, stocks(reading, covered), absent=np.nan)
    return Layer("migration", year, covered.dataset, covered.states, weights, True, UNIT)


def stocks(reading: Reading, covered: Covered) -> list[tuple[str, str, float]]:
    """Every stock of a day: (origin, destination, persons)."""
    rows = reading.query(STOCK, {"dataset": covered.dataset, "day": covered.day})
    columns = (rows[name].to_pylist() for name in ("source", "target", "value"))
    return list(zip(*columns, strict=True))


def tell(asked: Asked) -> Iterator[Tie]:
    """Migrants both ways; of a bloc, those with all its members of that day together."""
    stock = {(i, j): n for i, j, n in stocks(asked.reading, asked.covered)}
    people = population(asked.reading, asked.source, asked.covered.day)
    for target in asked.targets:
        sides = asked.sides(target)
        ways = (
            (EMIGRANTS, EMIGRANT_SHARE, [side for side in sides if (asked.source, side) in stock]),
            (
                IMMIGRANTS,
                IMMIGRANT_SHARE,
                [side for side in sides if (side, asked.source) in stock],
            ),
        )
        for kind, share, known in ways:
            if not known:
                continue
            out = kind is EMIGRANTS
            persons = sum(stock[(asked.source, s) if out else (s, asked.source)] for s in known)
            said = members_said(known, sides, target)
            yield asked.on_day(kind, target, persons, said)
            if people is not None:
                told = ", ".join(text for text in (said, f"population of {people.text}") if text)
                tie = asked.on_day(share, target, persons / people.value, told)
                yield tie.also_from(people.dataset)


GROUP = TieGroup(
    name="migrant stocks",
    kinds=(EMIGRANTS, IMMIGRANTS, EMIGRANT_SHARE, IMMIGRANT_SHARE),
    table="dyad_facts",
    facts=(FACT,),
    choose=preferred(PREFERENCE),
    tell=tell,
)
