"""Armed conflicts year by year: on whose territory, and between which states.

Only states are kept: the other side of a conflict within a state is neither named nor stored.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import pyarrow as pa

from comity.sources.contract import Coverage, Parsed, Reject
from comity.sources.facts import facts_table
from comity.sources.state_codes import days_in_year, iso_of_gw, known_number
from comity.sources.tables import DYAD_FACTS, STATE_FACTS
from comity.vocabulary.actor import DropReason

DATASET = "ucdp_acd"
ON_TERRITORY = "armed_conflict_on_territory"
INTERSTATE = "armed_conflict_interstate"
SUPPORT = "armed_conflict_support"
_INTENSITY = "1: at least 25 deaths in battle that year; 2: at least 1,000"
FACTS = (
    (ON_TERRITORY, "Armed conflict on the territory, the most intense of the year", _INTENSITY),
    (INTERSTATE, "Armed conflict between the two governments", _INTENSITY),
    (SUPPORT, "Troops sent to the target government's side, UN missions included", _INTENSITY),
)


class Kind(StrEnum):
    """The four kinds of the code-book."""

    EXTRASYSTEMIC = "extrasystemic"
    INTERSTATE = "interstate"
    INTRASTATE = "intrastate"
    INTERNATIONALISED = "internationalised intrastate"


@dataclass(frozen=True, slots=True)
class ConflictYear:
    """One conflict in one year; numbers are those of Gleditsch and Ward's states.

    `first` and `second` are the governments of the two sides (none for a side that is no state),
    `with_first` and `with_second` those that fought beside them, `where` the states on whose
    territory it was over.
    """

    year: int
    kind: Kind
    intensity: int
    over: str
    first: tuple[int, ...]
    with_first: tuple[int, ...]
    second: tuple[int, ...]
    with_second: tuple[int, ...]
    where: tuple[int, ...]
    placed: bool = True

    @property
    def told(self) -> str:
        """The kind, and whether the file says where it was."""
        return self.kind.value if self.placed else f"{self.kind.value} (place not given)"


@dataclass(slots=True)
class Conflicts:
    """Conflict-years in, facts out. A record is a conflict-year on the territory of one state."""

    on_territory: dict[tuple[int, str], tuple[int, set[str]]] = field(default_factory=dict)
    between: dict[tuple[str, int, str, str], tuple[int, set[str]]] = field(default_factory=dict)
    dropped: Counter[DropReason] = field(default_factory=Counter)
    years: set[int] = field(default_factory=set)
    taken: int = 0

    def take(self, one: ConflictYear) -> None:
        """One conflict in one year. A state that did not stand that year is dropped and counted."""
        self.years.add(one.year)
        for number in one.where:
            state = _state(number, one.year)
            if isinstance(state, DropReason):
                self.dropped[state] += 1
                continue
            self.taken += 1
            _raise(self.on_territory, (one.year, state), one.intensity, one.told)
        for key, text in _pairs(one):
            _raise(self.between, key, one.intensity, text)

    def parsed(self, rejects: Sequence[Reject], *, whole: bool) -> Parsed:
        """All facts. A file that is not `whole` covers no other states than those it tells of."""
        territory = [
            (ON_TERRITORY, state, *_days(year), float(level), ", ".join(sorted(kinds)))
            for (year, state), (level, kinds) in sorted(self.on_territory.items())
        ]
        pairs = [
            (fact, source, target, *_days(year), float(level), ", ".join(sorted(over)))
            for (fact, year, source, target), (level, over) in sorted(self.between.items())
        ]
        tables = {
            "state_facts": _table(territory, STATE_FACTS),
            "dyad_facts": _table(pairs, DYAD_FACTS),
            "facts": facts_table(FACTS),
        }
        records = self.taken + self.dropped.total() + len(rejects)
        summed = self.taken - len(territory)
        spans = self._coverage(whole)
        return Parsed(DATASET, records, tables, self.dropped, rejects, spans, summed)

    def _coverage(self, whole: bool) -> list[Coverage]:
        if not self.years:
            return []
        told = {state for _, state in self.on_territory}
        told |= {code for _, _, *pair in self.between for code in pair}
        days = (dt.date(min(self.years), 1, 1), dt.date(max(self.years), 12, 31))
        scope, actors = ("world", ()) if whole else ("both", tuple(sorted(told)))
        if not whole and not actors:
            return []
        return [
            Coverage(DATASET, "release", *days, scope, actors, table=table)
            for table in ("state_facts", "dyad_facts")
        ]


def _pairs(one: ConflictYear) -> Iterator[tuple[tuple[str, int, str, str], str]]:
    """The facts between two states of a conflict-year, with what each one's text says."""
    first, second = (_states(numbers, one.year) for numbers in (one.first, one.second))
    if one.kind is Kind.INTERSTATE:
        for pair in itertools.product(first, second):
            for source, target in (pair, pair[::-1]):
                if source != target:
                    yield (INTERSTATE, one.year, source, target), one.over
    for helpers, helped in ((one.with_first, first), (one.with_second, second)):
        for source, target in itertools.product(_states(helpers, one.year), helped):
            if source != target:
                yield (SUPPORT, one.year, source, target), one.kind.value


def _states(numbers: Iterable[int], year: int) -> list[str]:
    found = (_state(number, year) for number in numbers)
    return [state for state in found if not isinstance(state, DropReason)]


def _state(number: int, year: int) -> str | DropReason:
    """The state of a number in a year, or why there is none."""
    found = days_in_year(iso_of_gw, number, year)
    if found is not None:
        return found[0]
    return DropReason.NO_STATE_THEN if known_number(number) else DropReason.UNKNOWN_SOURCE


def _raise(held: dict[Any, tuple[int, set[str]]], key: object, level: int, text: str) -> None:
    most, texts = held.get(key, (0, set()))
    held[key] = (max(most, level), texts | {text})


def _days(year: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, 1, 1), dt.date(year + 1, 1, 1)


def _table(rows: Sequence[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema)
