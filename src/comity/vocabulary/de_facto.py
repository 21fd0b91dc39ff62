"""An authority that holds, or held, territory without being a state in this vocabulary."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeFactoAuthority:
    """A de facto authority as sources record it, never merged with a state.

    `code` begins with "X-". It is recorded on days of the half-open span from `first_day` to
    `end_day` (None: to this day). `territory` says in words whose territory it is held to be, and
    `un_reference` names the document that the words rest on ("" where there is none). Having a
    code says nothing about recognition.
    """

    code: str
    name: str
    name_fr: str
    name_ru: str
    name_es: str
    aliases: tuple[str, ...]
    first_day: dt.date
    end_day: dt.date | None
    territory: str
    un_reference: str
    from_evidence: str
    note: str

    @property
    def names(self) -> tuple[str, ...]:
        """Every name once, the English one first."""
        own = (self.name, self.name_fr, self.name_ru, self.name_es)
        return tuple(dict.fromkeys((*own, *self.aliases)))

    def existed_on(self, day: dt.date) -> bool:
        """Whether it held territory on `day`, by the table's dates."""
        return self.first_day <= day and (self.end_day is None or day < self.end_day)
