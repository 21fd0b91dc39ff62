"""Ways in which several indicators read the record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from comity.measures.polarity.concentration import herfindahl
from comity.measures.sovereignty.indicator import Absent, Found
from comity.measures.sovereignty.record import Record

Measure = Callable[[Record, str], Found | Absent]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Facts of one dataset and year, and what is made of them."""

    facts: tuple[str, ...]
    make: Callable[..., float]

    def made_of(self, values: Sequence[float]) -> float | None:
        """What is made of the values of the facts; None where it would be a share of nothing."""
        try:
            return self.make(*values)
        except ZeroDivisionError:
            return None


def itself(value: float) -> float:
    """The figure as it is."""
    return value


def newest_of(recipes: Sequence[Recipe], lacking: str) -> Measure:
    """The newest figure that one of the recipes gives; of the same year, the first recipe's."""

    def measure(record: Record, state: str) -> Found | Absent:
        found: Found | None = None
        for recipe in recipes:
            known = record.figures.together(state, recipe.facts)
            if known is None:
                continue
            year, dataset, values = known
            value = recipe.made_of(values)
            if value is not None and (found is None or year > found.year):
                found = Found(value, year, dataset)
        return found or Absent(f"{lacking} since {record.oldest} on record")

    return measure


def partner_concentration(facts: Sequence[str], *, buying: bool, lacking: str) -> Measure:
    """The Herfindahl index of partners in the newest year of one of the facts of trade."""

    def measure(record: Record, state: str) -> Found | Absent:
        for one in record.flows:
            if one.of.fact in facts and one.of.covers(state):
                partners = (one.bought if buying else one.sold).get(state)
                if partners:
                    said = f"{len(partners)} partners{one.of.limits}"
                    return Found(herfindahl(partners.values()), one.year, one.of.dataset, said)
        return Absent(f"{lacking} since {record.oldest} on record")

    return measure
