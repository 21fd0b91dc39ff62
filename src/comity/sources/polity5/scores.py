"""The scores that are kept, the range of each, and the codes that are no scores."""

from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple

from comity.sources.state_years import Fact
from comity.sources.state_years.numbers import read_whole


class Score(NamedTuple):
    """A column of the file as a fact, with its lowest and highest value."""

    fact: Fact
    low: int
    high: int


STANDARD = MappingProxyType({-66: "interruption", -77: "interregnum", -88: "transition"})


def _score(column: str, fact: str, title: str, low: int, high: int) -> tuple[str, Score]:
    unit = "years" if column == "durable" else f"score {low} to {high}"
    return column, Score(Fact(fact, title, unit), low, high)


SCORES = MappingProxyType(
    dict(
        (
            _score("democ", "polity_democ", "Institutionalised democracy", 0, 10),
            _score("autoc", "polity_autoc", "Institutionalised autocracy", 0, 10),
            _score("polity", "polity", "Polity: democracy less autocracy", -10, 10),
            _score("polity2", "polity2", "Polity, the standard codes smoothed", -10, 10),
            _score("durable", "polity_durable", "Years since the last change of regime", 0, 400),
            _score("exrec", "polity_exrec", "How executives are recruited", 1, 8),
            _score("exconst", "polity_exconst", "Constraints on the executive", 1, 7),
            _score("polcomp", "polity_polcomp", "Political competition", 1, 10),
        )
    )
)


def read_score(column: str, cell: object) -> tuple[float | None, str | None] | None:
    """A score; no score but the name of a standard code; or None for an empty cell.

    Raises ValueError for anything else, and for a score out of its range.
    """
    value = read_whole(cell)
    if value is None:
        return None
    if value in STANDARD:
        return None, STANDARD[value]
    score = SCORES[column]
    if not score.low <= value <= score.high:
        raise ValueError(f"{column} {value}; {score.low} to {score.high} expected")
    return float(value), None
