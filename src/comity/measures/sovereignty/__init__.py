"""The sovereignty profile of a state: how far it depends on others, along six dimensions.

Sovereignty has many meanings (Krasner 1999). The profile describes one of them: how much of what a
state needs and does lies in its own hands. It says nothing about law, in which no state is less
sovereign than another, and nothing about merit: ties that make a state dependent may serve it well.
"""

from __future__ import annotations

from comity.measures.sovereignty.dimensions import DIMENSIONS, INDICATORS
from comity.measures.sovereignty.indicator import Absent, Found, Indicator, Scale
from comity.measures.sovereignty.profile import SovereigntyProfile, profiles, sovereignty

__all__ = [
    "DIMENSIONS",
    "INDICATORS",
    "Absent",
    "Found",
    "Indicator",
    "Scale",
    "SovereigntyProfile",
    "profiles",
    "sovereignty",
]
