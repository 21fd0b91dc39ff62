"""A bloc: an organisation read through its members of the day, as against its institutions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

# Month and day: in the main part of the Assembly's session, late in the year.
VOTING_DAY = (12, 1)
# A bloc is told of only where so many of its members are.
ENOUGH_MEMBERS = 0.5


@dataclass(frozen=True, slots=True)
class MemberSpell:
    """A state's membership from `first_day` up to but without `end_day` (None: it still holds)."""

    state: str
    first_day: dt.date
    end_day: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        return self.first_day <= day and (self.end_day is None or day < self.end_day)


@dataclass(frozen=True, slots=True)
class Bloc:
    """An organisation's code and the dated spells of its full members."""

    code: str
    spells: tuple[MemberSpell, ...]

    def members_on(self, day: dt.date) -> frozenset[str]:
        """The states that are full members on that day; empty before the first joined."""
        return frozenset(spell.state for spell in self.spells if spell.holds_on(day))

    def members_in(self, year: int, *, without: str | None = None) -> frozenset[str]:
        """The members that stand for it in a year: those of 1 December, when the Assembly votes."""
        return self.members_on(dt.date(year, *VOTING_DAY)) - {without}

    @property
    def states(self) -> frozenset[str]:
        """Every state that was a member on some day."""
        return frozenset(spell.state for spell in self.spells)
