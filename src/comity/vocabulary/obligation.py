"""A listed obligation between states: what an instrument forbids, who owes it to whom, and when.

Betrayal is a flag on an act: contrary to a listed obligation in force that day, or a withdrawal
contrary to the instrument's own clause. Withdrawal by the clause is an `Exit` that is lawful.
Where no listed obligation is in force, betrayal is not judged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from comity.vocabulary.event import Scheme

Span = tuple[dt.date, dt.date | None]


class ObligationKind(StrEnum):
    """What the instrument mainly is; what it forbids is in its breaching codes, not in its kind."""

    NON_AGGRESSION = "non_aggression"
    DEFENCE = "defence"
    BORDER = "border"
    CEASEFIRE = "ceasefire"
    FRIENDSHIP = "friendship"


@dataclass(frozen=True, slots=True)
class Party:
    """A state bound from `first_day`, no longer on `end_day` (None: still bound)."""

    code: str
    first_day: dt.date
    end_day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """Who owes the obligation (`by`) to whom (`to`). A mutual duty is written both ways."""

    by: frozenset[str]
    to: frozenset[str]


@dataclass(frozen=True, slots=True)
class BreachingCode:
    """A full code, or the beginning of codes, of acts that the instrument forbids."""

    scheme: Scheme
    prefix: str


@dataclass(frozen=True, slots=True)
class WithdrawalClause:
    """How a party may leave. `allowed` is None where the instrument is silent."""

    allowed: bool | None
    notice_days: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Exit:
    """A dated withdrawal: lawful by the clause (an exit), or contrary to it (a betrayal)."""

    party: str
    notified: dt.date | None
    effective: dt.date
    by_the_clause: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Release:
    """Days on which acts of `parties` toward `toward` are not judged under this instrument.

    Only for a party that a named United Nations document calls the victim of an attack or an
    occupation that broke the instrument: its answer may be self-defence (Charter, Article 51),
    which no list of codes can decide.
    """

    parties: frozenset[str]
    toward: frozenset[str]
    first_day: dt.date
    end_day: dt.date | None
    reason: str

    def covers(self, source: str, target: str) -> bool:
        return source in self.parties and target in self.toward


@dataclass(frozen=True, slots=True)
class Obligation:
    """One instrument, with its parties, what breaches it, and how it may be left."""

    instrument: str
    title: str
    kind: ObligationKind
    signed: dt.date | None
    parties: tuple[Party, ...]
    duties: tuple[Duty, ...]
    breaches: tuple[BreachingCode, ...]
    withdrawal: WithdrawalClause
    source: str
    note: str = ""
    exits: tuple[Exit, ...] = ()
    releases: tuple[Release, ...] = field(default=())

    def pairs(self) -> Iterator[tuple[Party, Party]]:
        """Every (owing, owed) pair of different parties; a party that rejoined occurs twice."""
        for source in self.parties:
            for target in self.parties:
                if source.code != target.code and self._owes(source.code, target.code):
                    yield source, target

    def spans(self, source: str, target: str) -> tuple[Span, ...]:
        """Half-open spans on which `source` owes this to `target`, releases cut out, in order."""
        if source == target or not self._owes(source, target):
            return ()
        found: list[Span] = []
        for owing in (party for party in self.parties if party.code == source):
            for owed in (party for party in self.parties if party.code == target):
                both = _overlap((owing.first_day, owing.end_day), (owed.first_day, owed.end_day))
                found.extend([both] if both else [])
        for release in self.releases:
            if release.covers(source, target):
                window = (release.first_day, release.end_day)
                found = [piece for span in found for piece in _without(span, window)]
        return tuple(sorted(found, key=lambda span: span[0]))

    def in_force(self, source: str, target: str, day: dt.date) -> bool:
        """Whether `source` owes this to `target` on that day."""
        return any(a <= day and (b is None or day < b) for a, b in self.spans(source, target))

    def forbids(self, scheme: Scheme, code: str) -> bool:
        """Whether an act of this code is contrary to the instrument."""
        return any(b.scheme == scheme and code.startswith(b.prefix) for b in self.breaches)

    def _owes(self, source: str, target: str) -> bool:
        return any(source in duty.by and target in duty.to for duty in self.duties)


def _overlap(one: Span, other: Span) -> Span | None:
    first = max(one[0], other[0])
    ends = [end for end in (one[1], other[1]) if end is not None]
    end = min(ends) if ends else None
    return (first, end) if end is None or first < end else None


def _without(span: Span, window: Span) -> list[Span]:
    """What is left of a span when a window is cut out of it."""
    before = _overlap(span, (dt.date.min, window[0]))
    after = _overlap(span, (window[1], None)) if window[1] is not None else None
    return [piece for piece in (before, after) if piece is not None]
