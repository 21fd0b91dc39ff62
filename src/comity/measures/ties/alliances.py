"""Alliances: what one state owes another by treaty, and the strongest pledge of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import numpy as np

from comity.measures.ties.coverage import Covered, covered_in, preferred
from comity.measures.ties.layer import Layer, matrix
from comity.measures.ties.tie import Asked, Tie, TieGroup, TieKind
from comity.store.query import Reading

PREFERENCE = ("atop", "alliances")
# Signorino and Ritter (1999) grade the types of the Correlates of War project: a defence pact 3,
# neutrality or non-aggression 2, an entente (to consult) 1. ATOP's pledge of active support
# without an attack is active support too.
GRADES: Mapping[str, int] = MappingProxyType(
    {
        "alliance_defence": 3,
        "alliance_offence": 3,
        "alliance_neutrality": 2,
        "alliance_nonaggression": 2,
        "alliance_consultation": 1,
    }
)
UNIT = "strongest pledge: 3 active support, 2 neutrality or non-aggression, 1 consultation, 0 none"

STRONGEST = TieKind(
    "alliance",
    "Strongest pledge owed to the target by treaty: 3 active support, 2 neutrality or "
    "non-aggression, 1 consultation, 0 none",
    "grade 0 to 3",
    True,
)
BY_KIND: Mapping[str, TieKind] = MappingProxyType(
    {
        fact: TieKind(fact, title, "1 owed by treaty, 0 not", True, detail=True)
        for fact, title in {
            "alliance_defence": "Owes active support if the target is attacked",
            "alliance_offence": "Owes active support without an attack on the target",
            "alliance_neutrality": "Owes not to help an adversary of the target",
            "alliance_nonaggression": "Owes not to use force against the target",
            "alliance_consultation": "Owes to consult the target in a crisis",
        }.items()
    }
)

PLEDGES = """
SELECT DISTINCT source, target, fact FROM dyad_facts
WHERE dataset = $dataset AND list_contains($facts, fact) AND day <= $day AND "value" <> 0
    AND (end_day > $day OR (end_day IS NULL AND day >= $open_since))
ORDER BY ALL
"""


def alliance_layer(reading: Reading, year: int) -> Layer | None:
    """What each state owes each other on the last covered day of a year, 0 (nothing) to 3.

    Directed: `weights[i, j]` is what i owes j; almost all pledges are mutual. NaN where the dataset
    does not look for all kinds of pledges between the two.
    """
    covered = covered_in(reading, "dyad_facts", year, preference=PREFERENCE, facts=list(GRADES))
    if covered is None:
        return None
    strongest: dict[tuple[str, str], int] = {}
    for source, target, fact in pledges(reading, covered):
        pair = (source, target)
        strongest[pair] = max(strongest.get(pair, 0), GRADES[fact])
    rows = [(source, target, float(grade)) for (source, target), grade in strongest.items()]
    weights = matrix(covered.states, rows, absent=0.0)
    most = max(GRADES[fact] for fact in covered.facts)
    for fact in covered.facts:
        # What the dataset would not have recorded may be owed, unless the most is anyhow.
        weights[~covered.seen(covered.states, fact) & (weights < most)] = np.nan
    np.fill_diagonal(weights, 0.0)
    return Layer("alliances", year, covered.dataset, covered.states, weights, True, UNIT)


def pledges(reading: Reading, covered: Covered) -> list[tuple[str, str, str]]:
    """Who owes whom what on a day: (source, target, fact)."""
    asked = {
        "dataset": covered.dataset,
        "facts": list(GRADES),
        "day": covered.day,
        "open_since": covered.open_since,
    }
    rows = reading.query(PLEDGES, asked)
    columns = (rows[name].to_pylist() for name in ("source", "target", "fact"))
    return list(zip(*columns, strict=True))


def tell(asked: Asked) -> Iterator[Tie]:
    """The strongest pledge and each kind; of a bloc, what is owed to any of its members."""
    owed: dict[tuple[str, str], set[str]] = {}
    for one, other, fact in pledges(asked.reading, asked.covered):
        owed.setdefault((one, other), set()).add(fact)
    for target in asked.targets:
        sides = asked.sides(target)
        if not sides:
            continue
        toward = {side: owed.get((asked.source, side), set()) for side in sides}
        back = {fact for side in sides for fact in owed.get((side, asked.source), set())}
        facts = set().union(*toward.values())
        grade = max((GRADES[fact] for fact in facts), default=0)
        if grade == max(GRADES.values()) or all(_looked_at(asked, sides)):
            with_whom = (
                f"; with {_allies(toward)} of {len(sides)} members" if target.is_bloc else ""
            )
            yield asked.on_day(STRONGEST, target, float(grade), _words(facts, back, with_whom))
        for fact in asked.covered.facts:
            to = [side for side in sides if fact in toward[side]]
            text = f"to {len(to)} of {len(sides)} members" if target.is_bloc else ""
            if to or all(asked.covered.sees(asked.source, side, fact) for side in sides):
                yield asked.on_day(BY_KIND[fact], target, float(bool(to)), text)


def _looked_at(asked: Asked, sides: Sequence[str]) -> Iterator[bool]:
    """Of each side and kind of pledge, whether the dataset would have recorded it."""
    for side in sides:
        for fact in asked.covered.facts:
            yield asked.covered.sees(asked.source, side, fact)


def _allies(toward: Mapping[str, set[str]]) -> int:
    return sum(bool(facts) for facts in toward.values())


def _words(facts: set[str], back: set[str], tail: str = "") -> str:
    """The pledges in words, the strongest first, and which of them only one side owes."""
    if not facts | back:
        return "none"
    listed = ", ".join(_name(fact) for fact in GRADES if fact in facts) or "none"
    only = ", ".join(_name(fact) for fact in GRADES if fact in back - facts)
    one_sided = f"; owed by the target alone: {only}" if only else ""
    return f"{listed}{tail if facts else ''}{one_sided}"


def _name(fact: str) -> str:
    return fact.removeprefix("alliance_").replace("nonaggression", "non-aggression")


GROUP = TieGroup(
    name="alliances",
    kinds=(STRONGEST, *BY_KIND.values()),
    table="dyad_facts",
    facts=tuple(GRADES),
    choose=preferred(PREFERENCE),
    tell=tell,
)
