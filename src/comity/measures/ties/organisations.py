"""Shared organisations: how many intergovernmental organisations two states both belong to."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean

import numpy as np

from comity.measures.ties.coverage import Covered, covered_in, preferred
from comity.measures.ties.layer import Layer, Weights
from comity.measures.ties.tie import Asked, Tie, TieGroup, TieKind
from comity.store.query import Reading

PREFERENCE = ("cow_igo", "memberships")
UNIT = "organisations of which both are full members"

SHARED = TieKind("organisations", "Organisations of which both are full members", "count", False)
SHARE = TieKind(
    "organisations_share",
    "Shared organisations over the memberships of the one that has fewer",
    "share 0 to 1",
    False,
)

FULL_MEMBERS = """
SELECT DISTINCT organisation, state FROM memberships
WHERE dataset = $dataset AND status = 'member'
    AND (first_day IS NULL OR first_day <= $day) AND (end_day IS NULL OR end_day > $day)
ORDER BY ALL
"""


def organisation_layer(reading: Reading, year: int) -> Layer | None:
    """Shared organisations on the last covered day of a year (Wallace and Singer 1970).

    As in the dyadic file of the Correlates of War project, both must be full members: an associate
    or observer shares nothing, and a status that is missing counts as none.
    """
    covered = covered_in(reading, "memberships", year, preference=PREFERENCE)
    if covered is None:
        return None
    belonging = membership_matrix(reading, covered)
    weights = belonging @ belonging.T
    np.fill_diagonal(weights, 0.0)
    return Layer("organisations", year, covered.dataset, covered.states, weights, False, UNIT)


def membership_matrix(reading: Reading, covered: Covered) -> Weights:
    """(state, organisation): 1 where the state is a full member on the day, else 0."""
    place = {state: number for number, state in enumerate(covered.states)}
    named: dict[str, int] = {}
    pairs = [
        (place[state], named.setdefault(organisation, len(named)))
        for organisation, state in full_members(reading, covered)
        if state in place
    ]
    belonging = np.zeros((len(covered.states), len(named)))
    for state, organisation in pairs:
        belonging[state, organisation] = 1.0
    return belonging


def full_members(reading: Reading, covered: Covered) -> list[tuple[str, str]]:
    """Every full membership of a day: (organisation, state)."""
    rows = reading.query(FULL_MEMBERS, {"dataset": covered.dataset, "day": covered.day})
    columns = (rows[name].to_pylist() for name in ("organisation", "state"))
    return list(zip(*columns, strict=True))


def tell(asked: Asked) -> Iterator[Tie]:
    """Shared organisations, and their share; of a bloc, the mean over its members."""
    of: dict[str, set[str]] = {}
    for organisation, state in full_members(asked.reading, asked.covered):
        of.setdefault(state, set()).add(organisation)
    own = of.get(asked.source, set())
    for target in asked.targets:
        sides = asked.sides(target)
        if not sides:
            continue
        shared = [len(own & of.get(side, set())) for side in sides]
        fewer = [min(len(own), len(of.get(side, set()))) for side in sides]
        said = f"mean of {len(sides)} members" if target.is_bloc else ""
        yield asked.on_day(SHARED, target, fmean(shared), said)
        shares = [n / of_all for n, of_all in zip(shared, fewer, strict=True) if of_all]
        if shares:
            text = said or f"of {fewer[0]} memberships"
            yield asked.on_day(SHARE, target, fmean(shares), text)


GROUP = TieGroup(
    name="shared organisations",
    kinds=(SHARED, SHARE),
    table="memberships",
    facts=(),
    choose=preferred(PREFERENCE),
    tell=tell,
)
