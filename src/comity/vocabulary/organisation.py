"""An organisation of states: a union, an alliance, a trade agreement, a forum, a bank."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class OrganisationKind(StrEnum):
    """What binds the states of an organisation together."""

    UNIVERSAL = "universal"
    REGIONAL = "regional"
    UNION = "union"
    ALLIANCE = "alliance"
    TRADE = "trade"
    ECONOMIC = "economic"
    FINANCE = "finance"
    COURT = "court"
    FORUM = "forum"


@dataclass(frozen=True, slots=True)
class Organisation:
    """An intergovernmental organisation with its names, as event sources and people write them.

    `founded` is the day on which it began to work (its treaty in force, or its first summit), and
    `dissolved` the first day on which it no longer existed (None: it still does). The names of its
    organs are among `aliases`: their acts are acts of the organisation. `cameo_codes` are the
    known-group codes of CAMEO, bare ("UNO") or behind "IGO"; `icews_names` the names that ICEWS
    writes. Bodies that are not of states (the Red Cross, the World Economic Forum) have no row.
    """

    code: str
    name: str
    name_fr: str
    name_ru: str
    kind: OrganisationKind
    founded: dt.date
    dissolved: dt.date | None = None
    predecessor: str | None = None
    aliases: tuple[str, ...] = ()
    cameo_codes: tuple[str, ...] = ()
    icews_names: tuple[str, ...] = ()
    note: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name once, the English one first."""
        return tuple(
            dict.fromkeys((self.name, self.name_fr, self.name_ru, *self.aliases, *self.icews_names))
        )

    def existed_on(self, day: dt.date) -> bool:
        """Whether it existed on `day`."""
        return self.founded <= day and (self.dissolved is None or day < self.dissolved)
