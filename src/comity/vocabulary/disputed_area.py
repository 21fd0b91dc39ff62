"""An area whose status is disputed between states, with the documents that say so."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reference:
    """A document of a United Nations organ: its symbol, its year, and what it is about."""

    symbol: str
    year: int
    about: str


@dataclass(frozen=True, slots=True)
class DisputedArea:
    """A disputed area, by a name of United Nations usage, and the parties concerned.

    It takes no side: `parties` are codes in alphabetical order (states, and de facto authorities
    that sources record). `since` and `until` are inclusive; None where the dispute is older than
    the record, or goes on. Outside them the area is drawn as part of `otherwise`.
    Without `references` the `note` says that there is no resolution.
    """

    id: str
    name: str
    parties: tuple[str, ...]
    references: tuple[Reference, ...]
    note: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    otherwise: str | None = None

    def in_dispute(self, day: dt.date) -> bool:
        """Whether the area counted as disputed on that day."""
        begun = self.since is None or self.since <= day
        return begun and (self.until is None or day <= self.until)

    @property
    def citation(self) -> str:
        """The references in one line, or the note where there is no resolution."""
        return "; ".join(reference.symbol for reference in self.references) or self.note
