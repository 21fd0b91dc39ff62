"""Who can act: a state, an organisation of states, or a de facto authority in the record."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """What a code stands for. A code says how sources record a party, not who is recognised."""

    STATE = "state"
    ORGANISATION = "organisation"
    DE_FACTO = "de_facto"


class Organ(StrEnum):
    """The organ through which an actor acts or is addressed.

    `STATE` is the bare country ("Russia"); `POPULATION` can only be a target.
    An office-holder is stored as the organ, never by name.
    """

    STATE = "state"
    HEAD = "head"
    GOVERNMENT = "government"
    FOREIGN_MINISTRY = "foreign_ministry"
    MILITARY = "military"
    POLICE = "police"
    JUDICIARY = "judiciary"
    LEGISLATURE = "legislature"
    INTELLIGENCE = "intelligence"
    ORGANISATION = "organisation"
    AUTHORITY = "authority"
    POPULATION = "population"


@dataclass(frozen=True, slots=True)
class ActingParty:
    """One side of an act: the actor's code and the organ that acts for it."""

    code: str
    organ: Organ


class DropReason(StrEnum):
    """Why a well-formed record is no act between states or their organisations."""

    PRIVATE_SOURCE = "source is no organ of a state or organisation"
    PRIVATE_TARGET = "target is no organ, country, population or organisation"
    NO_SOURCE = "no source"
    NO_TARGET = "no target"
    WITHIN_ONE_STATE = "both sides are of one state"
    UNKNOWN_SOURCE = "source code or name is not known"
    UNKNOWN_TARGET = "target code or name is not known"
    PLACE = "a place or region, not a state"
    TERRITORY = "a territory, not a state"
    UNRESOLVED_NAME = "a name whose office is not known"
    HOMONYM = "a name that two places share"
    NO_ACT = "the record names no act"
    NOT_BETWEEN_STATES = "not between two states or organisations"
    SEVERAL_PARTIES = "a side of several states at once"
    DAY_NOT_KNOWN = "the day is not known to the week"
    WITHDRAWN = "a note that a record was deleted by its publisher"
    NO_VALUE = "no value is given"
    NO_STATE_THEN = "a state's code for a time when there was no such state"
    PART_OF_TOTAL = "a part of a total that is kept"
    COUNTED_ELSEWHERE = "another row of the file gives this figure"
