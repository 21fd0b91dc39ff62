"""A dated membership of a state in an organisation."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class MembershipStatus(StrEnum):
    """How a state stands to an organisation; one status at a time.

    `SUSPENDED` states still belong, without some or all of their rights. `PARTICIPANT` takes part
    without having ratified the charter; `PARTNER` is what the body itself calls a dialogue or
    partner state. `WITHDRAWN` begins on the day on which a withdrawal by the state took effect,
    `EXCLUDED` on the day on which the body ended the membership.
    """

    MEMBER = "member"
    ASSOCIATE = "associate"
    PARTICIPANT = "participant"
    PARTNER = "partner"
    OBSERVER = "observer"
    CANDIDATE = "candidate"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    EXCLUDED = "excluded"


# The columns of the table of memberships, as comity publishes it.
COLUMNS = (
    *("organisation", "state", "status", "first_day", "end_day", "precision"),
    *("evidence", "note", "as_of", "checked_against", "check"),
)
MEMBERS = frozenset({MembershipStatus.MEMBER})
BELONGING = frozenset({MembershipStatus.MEMBER, MembershipStatus.SUSPENDED})


class Precision(StrEnum):
    """How exactly the days of a membership are known; a month or a year stands on its first day."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Membership:
    """A state's status in an organisation, from `first_day` up to but without `end_day`.

    `end_day` None: it still held on `as_of`, the last day of which the row knows. `evidence` names
    the public record; `checked_against` the second files that cover it and `check` what they say
    ("agrees", "agrees on the year", "differs: ...", "not covered"); `note` explains.
    """

    organisation: str
    state: str
    status: MembershipStatus
    first_day: dt.date
    end_day: dt.date | None
    precision: Precision
    evidence: str
    as_of: dt.date
    note: str = ""
    checked_against: str = ""
    check: str = ""

    def holds_on(self, day: dt.date) -> bool:
        """Whether the status holds on `day`."""
        return self.first_day <= day and (self.end_day is None or day < self.end_day)
