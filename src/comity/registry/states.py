"""The states: by code, by name in several languages, by the numbers of other lists, by day."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from comity.errors import BadConfiguration
from comity.registry.lookup import the_one
from comity.registry.tables import day, number, read_rows, words
from comity.vocabulary.names import Match, NameIndex
from comity.vocabulary.state import State, StateStatus

COLUMNS = (
    *("code", "alpha2", "cow", "gw", "name", "official_name", "name_fr", "name_ru", "name_es"),
    *("capital", "demonyms", "aliases", "other_names", "first_day", "end_day", "un_admitted"),
    *("predecessors", "status", "note", "from_evidence"),
)
NEXT_STEP = "See all names with `comity states`."


@dataclass(frozen=True, slots=True)
class NumberedSpan:
    """What state a number of another list stands for, on days of a half-open span."""

    system: str
    number: int
    code: str
    first_day: dt.date
    end_day: dt.date | None
    note: str


@dataclass(frozen=True, slots=True)
class StateRegistry:
    """All states that comity knows, in the order of their codes."""

    by_code: Mapping[str, State]
    spans: tuple[NumberedSpan, ...]
    index: NameIndex

    def __iter__(self) -> Iterator[State]:
        return iter(self.by_code.values())

    def __len__(self) -> int:
        return len(self.by_code)

    def __contains__(self, code: object) -> bool:
        return code in self.by_code

    def get(self, code: str) -> State | None:
        """The state of an alpha-3 code as comity writes it; None where there is none."""
        return self.by_code.get(code)

    def find(self, text: str) -> State:
        """The state that a code (alpha-3, alpha-2), a name or a demonym means.

        Raises UnknownName with the nearest names, or with the candidates where several are meant.
        """
        return the_one(text, self.index, self.by_code, kind="state", next_step=NEXT_STEP)

    def search(self, text: str) -> list[State]:
        """The states that match, best first: code, exact name, prefix, word, then likeness."""
        return [self.by_code[match.key] for match in self.matches(text)]

    def matches(self, text: str) -> list[Match]:
        """The same as `search`, with the grade and the name by which each was found."""
        return self.index.search(text)

    def by_cow(self, number: int, on: dt.date) -> State | None:
        """The state for which a Correlates of War number stands on a day; None where none does."""
        return self._by_number("cow", number, on)

    def by_gw(self, number: int, on: dt.date) -> State | None:
        """The state for which a Gleditsch and Ward (1999) number stands on a day, or None."""
        return self._by_number("gw", number, on)

    def alive_on(self, on: dt.date) -> tuple[State, ...]:
        """The states that existed on a day."""
        return tuple(state for state in self if state.existed_on(on))

    def successors(self, code: str) -> tuple[State, ...]:
        """The states that name this one as a predecessor."""
        return tuple(state for state in self if code in state.predecessors)

    def _by_number(self, system: str, number: int, on: dt.date) -> State | None:
        listed = [s for s in self.spans if s.system == system and s.number == number]
        for span in listed:
            if span.first_day <= on and (span.end_day is None or on < span.end_day):
                return self.by_code[span.code]
        if listed:
            return None
        for state in self:
            own = state.cow if system == "cow" else state.gw
            if own == number and state.existed_on(on):
                return state
        return None


@functools.cache
def states() -> StateRegistry:
    """The states of the embedded table. A code says how sources record, not who is recognised."""
    by_code = {state.code: state for state in map(_state, read_rows("states", columns=COLUMNS))}
    spans = tuple(map(_span, read_rows("states", "numbers.csv")))
    unknown_codes = [s.code for s in spans if s.code not in by_code]
    unknown_codes += [p for s in by_code.values() for p in s.predecessors if p not in by_code]
    if unknown_codes:
        raise BadConfiguration(f"states: no such code: {', '.join(unknown_codes)}.")
    return StateRegistry(MappingProxyType(by_code), spans, _index(by_code.values()))


def _state(row: Mapping[str, str]) -> State:
    first_day = day(row["first_day"])
    if first_day is None:
        raise BadConfiguration(f"states/states.csv: {row['code']} has no first day.")
    return State(
        code=row["code"],
        alpha2=row["alpha2"] or None,
        cow=number(row["cow"]),
        gw=number(row["gw"]),
        name=row["name"],
        official_name=row["official_name"],
        name_fr=row["name_fr"],
        name_ru=row["name_ru"],
        name_es=row["name_es"],
        capital=row["capital"],
        demonyms=words(row["demonyms"]),
        aliases=words(row["aliases"]),
        other_names=words(row["other_names"]),
        first_day=first_day,
        end_day=day(row["end_day"]),
        un_admitted=day(row["un_admitted"]),
        predecessors=words(row["predecessors"]),
        status=StateStatus(row["status"]),
        note=row["note"],
        from_evidence=row["from_evidence"],
    )


def _span(row: Mapping[str, str]) -> NumberedSpan:
    first_day, value = day(row["first_day"]), number(row["number"])
    if first_day is None or value is None:
        raise BadConfiguration(f"states/numbers.csv: {row['code']} lacks a number or first day.")
    return NumberedSpan(
        row["system"], value, row["code"], first_day, day(row["end_day"]), row["note"]
    )


def _index(all_states: Iterable[State]) -> NameIndex:
    listed = list(all_states)
    codes = [(state.code, state.code) for state in listed]
    codes += [(state.alpha2, state.code) for state in listed if state.alpha2]
    named = [(name, s.code) for s in listed for name in (*s.names, *s.demonyms)]
    return NameIndex.of(codes, named)
