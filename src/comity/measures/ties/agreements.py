"""Joint agreements: how many listed agreements bind two states."""

from __future__ import annotations

import datetime as dt
import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from comity.measures.ties.coverage import Covered, covered_in, preferred
from comity.measures.ties.layer import Layer
from comity.measures.ties.tie import Asked, Party, Tie, TieGroup, TieKind
from comity.registry.organisations import memberships
from comity.registry.regions import regions
from comity.store.query import Reading

# One list that looks at the whole world and at one kind of agreement goes before a list of a few
# regions, and that before one without titles of its own.
PREFERENCE = ("desta", "treaty_parties_huggo", "agreements", "treaty_parties_ggo")
# Lists of the states and poles of the shipped regions, and of nobody else.
REGIONAL = frozenset({"agreements"})
UNIT = "listed agreements in force between the two"

JOINT = TieKind("agreements", "Listed agreements that bind both", "agreements in force", False)
NEWEST = TieKind(
    "agreement_newest", "Newest listed agreement that binds both, since when", "title", False
)

IN_FORCE = """
SELECT DISTINCT agreement, party FROM agreements
WHERE dataset = $dataset AND in_force <= $day AND (ended IS NULL OR ended > $day)
ORDER BY ALL
"""

BEGUN = """
SELECT agreement, party, max(in_force) AS begun, arg_max(title, in_force) AS title FROM agreements
WHERE dataset = $dataset AND in_force <= $day AND (ended IS NULL OR ended > $day)
GROUP BY agreement, party ORDER BY ALL
"""


def agreement_layer(reading: Reading, year: int) -> Layer | None:
    """Agreements in force between two states on the last covered day of a year, of one list.

    The European Union's agreements bind its members of that day; one between two members through
    the Union alone is no tie of theirs. An agreement whose entry into force is not known does not
    count. 0: none of that list; NaN where the list does not look for agreements of the pair.
    """
    covered = covered_in(reading, "agreements", year, preference=PREFERENCE)
    if covered is None:
        return None
    place = {state: number for number, state in enumerate(covered.states)}
    weights = np.zeros((len(place), len(place)))
    for own, through in bound(reading, covered).values():
        direct = [place[state] for state in own if state in place]
        by_union = [place[state] for state in through - own if state in place]
        weights[np.ix_(direct, direct)] += 1
        weights[np.ix_(direct, by_union)] += 1
        weights[np.ix_(by_union, direct)] += 1
    weights[~looked_at(covered, covered.states) & (weights == 0.0)] = np.nan
    np.fill_diagonal(weights, 0.0)
    return Layer("agreements", year, covered.dataset, covered.states, weights, False, UNIT)


def looked_at(covered: Covered, codes: Sequence[str]) -> NDArray[np.bool_]:
    """(code, code): whether a list would have an agreement of two, had there been one.

    A list of regions looks at states and poles of one region, and at members of the EU where it
    is a pole, but not at what these have among themselves.
    """
    if covered.dataset not in REGIONAL:
        return np.ones((len(codes), len(codes)), dtype=bool)
    union = np.array([code in union_members(covered.day) for code in codes])
    seen = np.zeros((len(codes), len(codes)), dtype=bool)
    for region in regions():
        listed = np.array([code in region.actors for code in codes])
        seen |= np.outer(listed, listed)
        if "EU" in region.actors:
            seen |= np.outer(listed | union, listed | union) & ~np.outer(union, union)
    return seen


def bound(
    reading: Reading, covered: Covered
) -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
    """By agreement, the parties that it binds on the day, and those bound as members of the EU."""
    rows = reading.query(IN_FORCE, {"dataset": covered.dataset, "day": covered.day})
    parties: dict[str, set[str]] = defaultdict(set)
    for name, party in zip(rows["agreement"].to_pylist(), rows["party"].to_pylist(), strict=True):
        parties[name].add(party)
    union = union_members(covered.day)
    return {
        name: (frozenset(of), union if "EU" in of else frozenset()) for name, of in parties.items()
    }


@functools.lru_cache(maxsize=256)
def union_members(day: dt.date) -> frozenset[str]:
    """The members of the European Union on a day."""
    return frozenset(memberships().members("EU", day))


def tell(asked: Asked) -> Iterator[Tie]:
    """How many agreements bind both sides, and the newest; with a bloc, or any member of it."""
    binding = bound(asked.reading, asked.covered)
    mine = {name for name, of in binding.items() if asked.source in of[0] | of[1]}
    titles = _titles(asked.reading, asked.covered)
    for target in asked.targets:
        sides = asked.sides(target)
        if not sides:
            continue
        joint = [name for name in mine if _joins(asked.source, target, sides, *binding[name])]
        seen = looked_at(asked.covered, [asked.source, *sides, target.code])[0, 1:].any()
        if not joint and not seen:
            continue
        text = f"with it or any of {len(sides)} members" if target.is_bloc else ""
        yield asked.on_day(JOINT, target, float(len(joint)), text)
        if joint:
            begun, title = max(titles[name, asked.source] for name in joint)
            yield replace(asked.on_day(NEWEST, target, None, title), first_day=begun)


def _joins(
    source: str, target: Party, sides: tuple[str, ...], own: frozenset[str], through: frozenset[str]
) -> bool:
    """Whether an agreement that binds the source joins it to the target.

    What binds two members through their union alone does not.
    """
    if source in own:
        return target.code in own or any(side in own | through for side in sides)
    return any(side in own - through for side in sides)


def _titles(reading: Reading, covered: Covered) -> Mapping[tuple[str, str], tuple[dt.date, str]]:
    """When each agreement began to bind each party, or a member of the EU as such; its title."""
    rows = reading.query(BEGUN, {"dataset": covered.dataset, "day": covered.day})
    columns = (rows[name].to_pylist() for name in ("agreement", "party", "begun", "title"))
    found = {(name, party): (day, title) for name, party, day, title in zip(*columns, strict=True)}
    union = union_members(covered.day)
    for (name, party), told in list(found.items()):
        if party == "EU":
            found |= {(name, m): told for m in union if (name, m) not in found}
    return found


GROUP = TieGroup(
    name="joint agreements",
    kinds=(JOINT, NEWEST),
    table="agreements",
    facts=(),
    choose=preferred(PREFERENCE),
    tell=tell,
)
