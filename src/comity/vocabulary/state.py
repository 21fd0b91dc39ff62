"""A state, with the codes and names under which sources record it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class StateStatus(StrEnum):
    """Its place at the United Nations. It says nothing about who recognises whom."""

    MEMBER = "member"
    OBSERVER = "observer"
    OTHER = "other"
    FORMER = "former"


@dataclass(frozen=True, slots=True)
class State:
    """A state or a party that sources record as one.

    `code` is its ISO 3166 alpha-3 code (for former states the code of ISO 3166-3). `cow` and `gw`
    are its numbers in the lists of the Correlates of War project and of Gleditsch and Ward (1999);
    None where a list has no number for it. It exists on days of the half-open span from `first_day`
    to `end_day` (None: it still exists). `predecessors` are codes of states that ended and whose
    territory it holds, or whose membership it continues. `aliases` are English
    names that people type, `other_names` further spellings in other languages.
    """

    code: str
    alpha2: str | None
    cow: int | None
    gw: int | None
    name: str
    official_name: str
    name_fr: str
    name_ru: str
    name_es: str
    capital: str
    demonyms: tuple[str, ...]
    aliases: tuple[str, ...]
    other_names: tuple[str, ...]
    first_day: dt.date
    end_day: dt.date | None
    un_admitted: dt.date | None
    predecessors: tuple[str, ...]
    status: StateStatus
    note: str
    from_evidence: str

    @property
    def names(self) -> tuple[str, ...]:
        """Every name once, the English one first; demonyms are not among them."""
        own = (self.name, self.official_name, self.name_fr, self.name_ru, self.name_es)
        return tuple(dict.fromkeys((*own, *self.aliases, *self.other_names)))

    def existed_on(self, day: dt.date) -> bool:
        """Whether it existed on `day`."""
        return self.first_day <= day and (self.end_day is None or day < self.end_day)
