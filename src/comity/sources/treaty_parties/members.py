"""Who a treaty database calls a party, and which of the days are that party's own."""

from __future__ import annotations

import datetime as dt
import functools
from types import MappingProxyType

from comity.registry.actors import actors
from comity.registry.states import states
from comity.sources.state_codes import iso_of_alpha3
from comity.vocabulary.actor import DropReason

# How the two databases write the European Union and the Communities before it.
UNION = MappingProxyType({"EUE": "EU", "EUU": "EU", "EC": "EU", "EEC": "EU", "EU": "EU"})
TERRITORIES = frozenset(
    {
        *("ABW", "AIA", "ALA", "ANT", "ATF", "BES", "BMU", "COK", "CUW", "CYM", "ESH", "FLK"),
        *("FRO", "GIB", "GLP", "GRL", "GUF", "GUM", "HKG", "IMN", "IOT", "MAC", "MSR", "MTQ"),
        *("MYT", "NCL", "NIU", "NFK", "PCN", "PRI", "PYF", "REU", "SGS", "SHN", "SPM", "SXM"),
        *("TCA", "TKL", "VGB", "VIR", "WLF", "EAZ"),
    }
)


@functools.cache
def party_of(code: str) -> str | DropReason:
    """The state or organisation of a code, or why it is none."""
    code = code.strip()
    if code in TERRITORIES:
        return DropReason.TERRITORY
    if code in UNION:
        return UNION[code]
    state = iso_of_alpha3(code)
    if state is not None:
        return state
    return code if actors().get(code) is not None else DropReason.UNKNOWN_SOURCE


def own_day(party: str, day: dt.date | None) -> dt.date | None:
    """The day, if the party existed on it: a successor did not sign what its predecessor signed."""
    state = states().get(party)
    if day is None or state is None:
        return day
    return day if state.first_day <= day else None
