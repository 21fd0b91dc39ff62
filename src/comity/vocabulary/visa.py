"""What a state asks of another's citizens who want to visit."""

from __future__ import annotations

from enum import StrEnum


class VisaRule(StrEnum):
    """The rule for a short visit on an ordinary passport, in the words of the record."""

    VISA_FREE = "visa_free"
    VISA_ON_ARRIVAL = "visa_on_arrival"
    ETA = "eta"
    E_VISA = "e_visa"
    EVENT_PERMIT = "event_permit"
    VISA_REQUIRED = "visa_required"
    PANDEMIC_BAN = "pandemic_ban"
    NO_ADMISSION = "no_admission"

    @property
    def words(self) -> str:
        """The rule as a phrase for a sentence or a table."""
        return _WORDS[self]


_WORDS = {
    VisaRule.VISA_FREE: "no visa",
    VisaRule.VISA_ON_ARRIVAL: "visa on arrival",
    VisaRule.ETA: "electronic travel authorisation",
    VisaRule.E_VISA: "electronic visa",
    VisaRule.EVENT_PERMIT: "permit for a sports event",
    VisaRule.VISA_REQUIRED: "visa needed before travel",
    VisaRule.PANDEMIC_BAN: "entry barred in the pandemic",
    VisaRule.NO_ADMISSION: "no admission",
}
