"""The words and codes of the published files, read into the one small vocabulary of visa rules."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from comity.vocabulary.visa import VisaRule

FACT = "visa"
DATASET = "passport_index"

# Longest stay without a visa that the record knows is 360 days; a larger number is a slip.
MOST_DAYS = 366

WORDS = MappingProxyType(
    {
        "visa free": VisaRule.VISA_FREE,
        "visa on arrival": VisaRule.VISA_ON_ARRIVAL,
        "visa required": VisaRule.VISA_REQUIRED,
        "e visa": VisaRule.E_VISA,
        "eta": VisaRule.ETA,
        "covid ban": VisaRule.PANDEMIC_BAN,
        "no admission": VisaRule.NO_ADMISSION,
        "hayya entry permit": VisaRule.EVENT_PERMIT,
        # The codes of the files before November 2020.
        "vf": VisaRule.VISA_FREE,
        "voa": VisaRule.VISA_ON_ARRIVAL,
        "vr": VisaRule.VISA_REQUIRED,
    }
)
SELF = frozenset({"-1", "self"})


@dataclass(frozen=True, slots=True)
class Requirement:
    """A rule and the number of days it allows, None where the record gives none."""

    rule: VisaRule
    days: int | None = None


def read_requirement(text: str) -> Requirement | None:
    """The requirement in a published field; None for a state's own passport.

    Raises ValueError with the reason for anything that is not in the published vocabulary.
    """
    words = " ".join(text.replace("_", " ").replace("-", " ").split()).casefold()
    if text.strip() in SELF:
        return None
    if words in WORDS:
        return Requirement(WORDS[words])
    if not words.isdigit():
        raise ValueError(f"requirement {text[:40]!r} is not known")
    days = int(words)
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(f"{days} days; 1 to {MOST_DAYS} expected")
    return Requirement(VisaRule.VISA_FREE, days)
