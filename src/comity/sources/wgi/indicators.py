"""The six dimensions of governance, and the two facts of each."""

from __future__ import annotations

from types import MappingProxyType

from comity.sources.state_years import Fact

DIMENSIONS = MappingProxyType(
    {
        "va": "Voice and accountability",
        "pv": "Political stability and absence of violence and terrorism",
        "ge": "Government effectiveness",
        "rq": "Regulatory quality",
        "rl": "Rule of law",
        "cc": "Control of corruption",
    }
)
UNIT = "standard normal units"
ERROR = "_stderr"


def facts_of(dimension: str) -> tuple[Fact, Fact]:
    """The estimate and its standard error. Raises KeyError for another dimension."""
    title, fact = DIMENSIONS[dimension], f"wgi_{dimension}"
    return Fact(fact, title, UNIT), Fact(fact + ERROR, f"{title}: standard error", UNIT)
