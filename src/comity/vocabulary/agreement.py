"""An agreement as one party knows it: when it signed, ratified, was bound, and left."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class AgreementKind(StrEnum):
    """What an agreement is mainly about."""

    ALLIANCE = "alliance"
    TRADE = "trade"
    BORDER = "border"
    PEACE = "peace"
    UNION = "union"
    FRIENDSHIP = "friendship"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class AgreementParty:
    """One party's days in one agreement. A day that is None is not known, or has not come.

    `in_force` is the first day on which it binds this party, `ended` the first on which it no
    longer does. `evidence` names the record or document behind the row.
    """

    agreement: str
    title: str
    kind: AgreementKind
    party: str
    signed: dt.date | None
    ratified: dt.date | None
    in_force: dt.date | None
    ended: dt.date | None
    evidence: str

    def binds_on(self, day: dt.date) -> bool:
        """Whether it is known to bind this party on `day`."""
        begun = self.in_force is not None and self.in_force <= day
        return begun and (self.ended is None or day < self.ended)


COLUMNS = (
    "agreement", "title", "kind", "party", "signed", "ratified", "in_force", "ended", "evidence"
)  # fmt: skip
