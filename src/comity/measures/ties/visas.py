"""Visas: how open each state is to citizens of each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean

import numpy as np

from comity.measures.ties.coverage import Covered, ranked, stretches
from comity.measures.ties.layer import Layer, matrix
from comity.measures.ties.tie import Asked, Party, Tie, TieGroup, TieKind
from comity.measures.visa_openness import AVOI
from comity.store.query import Reading
from comity.vocabulary.visa import VisaRule

PREFERENCE = ("passport_index",)
FACT = "visa"
UNIT = "openness 0 (authorisation needed before travel) to 1 (no visa)"

OPENNESS = TieKind(
    "visa_openness",
    "How open the source is to citizens of the target: 1 no visa, 0.8 on arrival, 0 in advance",
    "openness 0 to 1",
    True,
)
ACCESS = TieKind(
    "visa_access",
    "How open the target is to citizens of the source: 1 no visa, 0.8 on arrival, 0 in advance",
    "openness 0 to 1",
    True,
)

RULES = """
SELECT source, target, arg_max(text, day) AS rule FROM dyad_facts
WHERE dataset = $dataset AND fact = 'visa' AND day <= $day AND source <> target
    AND ($states IS NULL OR (list_contains(CAST($states AS VARCHAR[]), source)
        AND list_contains(CAST($states AS VARCHAR[]), target)))
GROUP BY source, target ORDER BY ALL
"""


def visa_layer(reading: Reading, year: int) -> Layer | None:
    """Openness to visitors at the end of a year (Africa Visa Openness Index 2016).

    `weights[i, j]`: how open i is to citizens of j. The newest snapshot not after the last covered
    day of the year holds. NaN where no rule is on record.
    """
    covered = choose(stretches(reading, "dyad_facts", [FACT]), year)
    if covered is None:
        return None
    rows = [(i, j, AVOI[rule]) for i, j, rule in rules(reading, covered)]
    weights = matrix(covered.states, rows, absent=np.nan)
    return Layer("visas", year, covered.dataset, covered.states, weights, True, UNIT)


def rules(
    reading: Reading, covered: Covered, states: Sequence[str] | None = None
) -> list[tuple[str, str, VisaRule]]:
    """The rule of each pair (of `states`) on a day: (destination, origin, rule)."""
    asked = {"dataset": covered.dataset, "day": covered.day, "states": states}
    rows = reading.query(RULES, asked)
    columns = (rows[name].to_pylist() for name in ("source", "target", "rule"))
    return [(source, target, VisaRule(rule)) for source, target, rule in zip(*columns, strict=True)]


def choose(every: Mapping[str, tuple[Covered, ...]], year: int) -> Covered | None:
    """The newest snapshot up to the end of a year between the first snapshot and the last one."""
    for name in ranked(list(every), PREFERENCE):
        last = dt.date(year, 12, 31)
        before = [one for one in every[name] if one.first_day <= last]
        if before and max(one.last_day for one in every[name]) >= dt.date(year, 1, 1):
            return max(before, key=lambda one: one.last_day)
    return None


def tell(asked: Asked) -> Iterator[Tie]:
    """Openness both ways; of a bloc, the mean over its members of that day."""
    known = {(i, j): rule for i, j, rule in rules(asked.reading, asked.covered, asked.states)}
    for target in asked.targets:
        sides = asked.sides(target)
        for kind in (OPENNESS, ACCESS):
            pairs = [(asked.source, s) if kind is OPENNESS else (s, asked.source) for s in sides]
            found = [known[pair] for pair in pairs if pair in known]
            if found:
                value = fmean(AVOI[rule] for rule in found)
                yield asked.on_day(kind, target, value, _words(found, sides, target))


def _words(found: Sequence[VisaRule], sides: Sequence[str], target: Party) -> str:
    """The rule, or for a bloc how many of its members have which."""
    if not target.is_bloc:
        return found[0].words
    counts = [(rule, sum(one is rule for one in found)) for rule in VisaRule]
    said = ", ".join(f"{rule.words}: {count}" for rule, count in counts if count)
    return f"{said} (of {len(sides)} members)"


GROUP = TieGroup(
    name="visa rules",
    kinds=(OPENNESS, ACCESS),
    table="dyad_facts",
    facts=(FACT,),
    choose=choose,
    tell=tell,
)
