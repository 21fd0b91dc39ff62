"""What the yearly sources share: places, days of a year, rows of facts, spreadsheets."""

from comity.sources.state_years.numbers import read_number, read_year
from comity.sources.state_years.places import place_of, stood_in
from comity.sources.state_years.rows import Fact, StateFacts, year_span

__all__ = [
    "Fact",
    "StateFacts",
    "place_of",
    "read_number",
    "read_year",
    "stood_in",
    "year_span",
]
