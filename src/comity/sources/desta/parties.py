"""From entries to parties of agreements: who signed, who joined later, who left."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from comity.sources.desta.entries import JOINS, LEAVES, NO_AGREEMENTS, TREATIES, Entry
from comity.vocabulary.actor import DropReason
from comity.vocabulary.agreement import AgreementKind, AgreementParty


@dataclass(frozen=True, slots=True)
class Side:
    """A country of an entry; `leaves` marks the one that a withdrawal is about."""

    party: str | DropReason
    leaves: bool = False


@dataclass(slots=True)
class Parties:
    """One row a party, in the order in which they are named. Entries come in any order."""

    rows: dict[tuple[str, str], AgreementParty] = field(default_factory=dict)
    dropped: Counter[DropReason] = field(default_factory=Counter)
    joined: list[tuple[Entry, str]] = field(default_factory=list)
    left: list[tuple[Entry, str]] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)

    def take(self, entry: Entry, *sides: Side) -> None:
        """One record: a country of an entry, or a pair. One that is no state drops the record."""
        if entry.kind in NO_AGREEMENTS or (entry.kind in TREATIES and entry.year is None):
            self.dropped[DropReason.NO_ACT] += 1
            return
        lost = [side.party for side in sides if isinstance(side.party, DropReason)]
        if lost:
            self.dropped[lost[0]] += 1
            return
        for side in sides:
            self._add(entry, str(side.party), leaves=side.leaves)

    def _add(self, entry: Entry, party: str, *, leaves: bool) -> None:
        if entry.kind == JOINS:
            self.joined.append((entry, party))
        elif entry.kind == LEAVES:
            if leaves:
                self.left.append((entry, party))
        else:
            self.titles.setdefault(entry.agreement, entry.name)
            self.rows.setdefault((entry.agreement, party), self._row(entry, party))

    def finished(self) -> list[AgreementParty]:
        """All rows, once every entry was added."""
        for entry, party in sorted(self.joined, key=lambda one: one[0].year or 9999):
            self.rows.setdefault((entry.agreement, party), self._row(entry, party))
        for entry, party in self.left:
            row = self.rows.get((entry.agreement, party))
            if row is not None and entry.year is not None:
                self.rows[entry.agreement, party] = _ended(row, entry.year)
        return self._between_states()

    def _between_states(self) -> list[AgreementParty]:
        """The rows of agreements that two states or more have made, with a year."""
        dated = [row for row in self.rows.values() if row.signed or row.in_force]
        parties = Counter(row.agreement for row in dated)
        kept = [row for row in dated if parties[row.agreement] > 1]
        if len(kept) < len(self.rows):
            self.dropped[DropReason.NOT_BETWEEN_STATES] += len(self.rows) - len(kept)
        return kept

    def _row(self, entry: Entry, party: str) -> AgreementParty:
        title = self.titles.get(entry.agreement, entry.name)
        return AgreementParty(
            entry.agreement, title, AgreementKind.TRADE, party,
            entry.signed, None, entry.in_force, None, entry.evidence,
        )  # fmt: skip


def _ended(row: AgreementParty, year: int) -> AgreementParty:
    """It left in a year: from the year's first day it is not known to be bound any more."""
    begun: Iterable[dt.date] = [day for day in (row.signed, row.in_force) if day]
    return replace(row, ended=max([dt.date(year, 1, 1), *begun]))
