"""From a publisher's code or name of a state to comity's: shared by the structural sources.

Each function gives None where the code is no state of ours on that day: drop the fact with a
reason, never guess. A code says how sources record, not who is recognised.
"""

from comity.sources.state_codes.letters import iso_of_abbreviation, iso_of_alpha3
from comity.sources.state_codes.names import iso_of_name
from comity.sources.state_codes.numbers import (
    Translation,
    days_in_year,
    in_year,
    iso_of_cow,
    iso_of_gw,
    iso_of_m49,
    known_number,
    numbers_without_code,
    pieces,
)

__all__ = [
    "Translation",
    "days_in_year",
    "in_year",
    "iso_of_abbreviation",
    "iso_of_alpha3",
    "iso_of_cow",
    "iso_of_gw",
    "iso_of_m49",
    "iso_of_name",
    "known_number",
    "numbers_without_code",
    "pieces",
]
