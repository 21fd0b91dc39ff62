"""A vote in a roll call of the UN General Assembly, and the roll call itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType


class Vote(IntEnum):
    """How a state voted, in the order of the release (Voeten 2013): an abstention lies half way."""

    YES = 1
    ABSTAIN = 2
    NO = 3


# What roll calls are flagged as being about (Voeten 2013).
ISSUES = MappingProxyType(
    {
        "me": "the Middle East",
        "nu": "nuclear weapons",
        "di": "disarmament",
        "hr": "human rights",
        "co": "colonialism",
        "ec": "economic development",
    }
)

# The widest distance between two votes: from yes to no.
WIDEST = int(Vote.NO) - int(Vote.YES)


def closeness(one: float, other: float) -> float:
    """1 for the same vote, 0 for yes against no, 0.5 where one abstains (Lijphart 1963).

    A bloc's position is a median and may lie between two votes; the distance stays linear.
    """
    return 1.0 - abs(one - other) / WIDEST


@dataclass(frozen=True, slots=True)
class RollCall:
    """One recorded vote of the Assembly. `resolution` is empty where the release gives none."""

    rcid: int
    day: dt.date
    session: int
    resolution: str = ""
