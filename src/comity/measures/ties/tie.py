"""A tie: what joins one state to another on a day or in a year, with its source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from comity.measures.ties.coverage import Covered
from comity.registry.actors import actors
from comity.registry.organisations import memberships
from comity.store.query import Reading
from comity.vocabulary.actor import ActorKind


@dataclass(frozen=True, slots=True)
class TieKind:
    """A kind of tie: its code, what it says in words, and whether it has a direction.

    `detail`: told only where it is asked for by name.
    """

    name: str
    title: str
    unit: str
    directed: bool
    detail: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """One tie of `source` toward `target`, true of the days from `first_day` to `last_day`.

    Of a year's flow these are the year; of a state of affairs both are the day it was looked at
    (of the newest agreement, `first_day` is the one on which it began to bind).
    `value` is in the unit of the kind; None where only `text` says it.
    """

    source: str
    target: str
    kind: TieKind
    first_day: dt.date
    last_day: dt.date
    value: float | None
    text: str
    dataset: str
    unit: str = ""

    def also_from(self, dataset: str) -> Tie:
        """The same tie, naming a second dataset that its figure rests on."""
        return replace(self, dataset=f"{self.dataset}, {dataset}")

    def in_unit(self, unit: str) -> Tie:
        """The same tie, in another unit than its kind mostly has."""
        return replace(self, unit=unit)


@dataclass(frozen=True, slots=True)
class Party:
    """The other side: a state, or an organisation read through its members of a day."""

    code: str
    is_bloc: bool

    def on(self, day: dt.date, *, without: str = "") -> tuple[str, ...]:
        """The states behind it on a day, sorted, `without` one: itself, or a bloc's members."""
        if self.is_bloc:
            return tuple(m for m in memberships().members(self.code, day) if m != without)
        return (self.code,)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose ties with whom: one state, the other sides, the year and what covers it."""

    reading: Reading
    covered: Covered
    source: str
    targets: Sequence[Party]
    year: int

    @property
    def states(self) -> list[str]:
        """Every state that has a part in it, the source too, sorted."""
        found = {self.source}.union(*(self.sides(target) for target in self.targets))
        return sorted(found)

    def sides(self, target: Party) -> tuple[str, ...]:
        """The states behind a target, those only that the dataset can tell of with the source."""
        return seen(self.covered, self.source, target)

    def on_day(self, kind: TieKind, target: Party, value: float | None, text: str = "") -> Tie:
        """A tie as it stood on the day."""
        day, dataset = self.covered.day, self.covered.dataset
        return Tie(self.source, target.code, kind, day, day, value, text, dataset)

    def in_year(self, kind: TieKind, target: Party, value: float | None, text: str = "") -> Tie:
        """A tie of the whole year."""
        days = (dt.date(self.year, 1, 1), dt.date(self.year, 12, 31))
        return Tie(self.source, target.code, kind, *days, value, text, self.covered.dataset)


def seen(covered: Covered, source: str, target: Party) -> tuple[str, ...]:
    """The states behind a target on the day, those only that a dataset sees with the source."""
    known = covered.known
    if source not in known:
        return ()
    sides = target.on(covered.day, without=source)
    return tuple(side for side in sides if side in known and covered.sees(source, side))


Choose = Callable[[Mapping[str, tuple[Covered, ...]], int], Covered | None]


@dataclass(frozen=True, slots=True)
class TieGroup:
    """Kinds of ties that are read from one dataset together; `name` as in "no NAME on record".

    `tell` gives the ties of one year; `choose` the dataset for a year, from those that have the
    table and one of the facts.
    """

    name: str
    kinds: tuple[TieKind, ...]
    table: str
    facts: tuple[str, ...]
    choose: Choose
    tell: Callable[[Asked], Iterable[Tie]]


def party(code: str) -> Party:
    """The other side of a code. Raises UnknownName for an organisation without listed members."""
    is_bloc = actors().kind(code) is ActorKind.ORGANISATION
    if is_bloc:
        memberships().members(code, dt.date.max)
    return Party(code, is_bloc)


def members_said(found: Sequence[str], of: Sequence[str], target: Party) -> str:
    """For a bloc: of how many of its members something is said; empty for a state."""
    return f"{len(found)} of {len(of)} members" if target.is_bloc else ""
