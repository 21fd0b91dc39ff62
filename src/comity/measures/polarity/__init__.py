"""How many poles the world has: the concentration of capabilities, trade and alliances by year."""

from __future__ import annotations

from comity.measures.polarity.alliance_groups import Pacts, groups, pacts_of
from comity.measures.polarity.capabilities import KINDS, Capabilities, capabilities
from comity.measures.polarity.concentration import (
    con,
    concentration,
    effective_number,
    herfindahl,
)
from comity.measures.polarity.series import Polarity, polarity

__all__ = [
    "KINDS",
    "Capabilities",
    "Pacts",
    "Polarity",
    "capabilities",
    "con",
    "concentration",
    "effective_number",
    "groups",
    "herfindahl",
    "pacts_of",
    "polarity",
]
