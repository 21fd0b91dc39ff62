"""Capabilities of all states by year, each kind from one dataset that is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from comity.store.query import Reading

# Of two datasets with the same figures the one further left is read, then the first by name.
PREFERRED = ("cow_nmc", "world_bank", "gapminder")


@dataclass(frozen=True, slots=True)
class Recipe:
    """One way to a kind of capability: facts of one dataset and what is made of them."""

    facts: tuple[str, ...]
    make: Callable[..., float]
    title: str
    unit: str


def _itself(value: float) -> float:
    return value


def _spent(percent: float, gdp: float) -> float:
    return percent / 100 * gdp


def _cinc() -> Recipe:
    title = "Composite Index of National Capability (Singer, Bremer and Stuckey 1972)"
    return Recipe(("cow_cinc",), _itself, title, "share of the world")


def _gdp() -> tuple[Recipe, ...]:
    constant = "GDP at market rates, constant prices"
    return (
        Recipe(("NY.GDP.MKTP.KD",), _itself, constant, "constant US dollars"),
        Recipe(("total_gdp_us_inflation_adjusted",), _itself, constant, "constant US dollars"),
    )


def _spending() -> tuple[Recipe, ...]:
    made = "Military expenditure: its share of GDP times GDP at constant prices"
    return (
        Recipe(("MS.MIL.XPND.GD.ZS", "NY.GDP.MKTP.KD"), _spent, made, "constant US dollars"),
        Recipe(
            ("military_expenditure_percent_of_gdp", "total_gdp_us_inflation_adjusted"),
            _spent,
            made,
            "constant US dollars",
        ),
        Recipe(("cow_milex",), _itself, "Military expenditure", "current, as the publisher writes"),
    )


# The kinds of capability, and for each the recipes in the order of preference.
KINDS: Mapping[str, tuple[Recipe, ...]] = MappingProxyType(
    {"capabilities": (_cinc(),), "gdp": _gdp(), "spending": _spending()}
)


@dataclass(frozen=True, slots=True)
class Capabilities:
    """A kind of capability: amounts by year and state, from one dataset.

    A state or year without a figure is absent, never 0.
    """

    kind: str
    title: str
    unit: str
    dataset: str
    by_year: Mapping[int, Mapping[str, float]]

    def newest(self, year: int) -> tuple[int, Mapping[str, float]] | None:
        """The figures of a year, or of the last one before it that has some; None without any."""
        on_record = [one for one in self.by_year if one <= year]
        return (max(on_record), self.by_year[max(on_record)]) if on_record else None


def capabilities(
    reading: Reading, kind: str, *, first_year: int = 1, last_year: int = 9999
) -> tuple[Capabilities, ...]:
    """A kind of capability from every dataset that has it, the preferred one first."""
    found = []
    for recipe in KINDS[kind]:
        rows = _figures(reading, recipe.facts, first_year, last_year)
        for dataset in sorted(rows, key=preference):
            by_year = _made(rows[dataset], recipe)
            if by_year:
                found.append(Capabilities(kind, recipe.title, recipe.unit, dataset, by_year))
    return tuple(found)


def preference(dataset: str) -> tuple[int, str]:
    """The place of a dataset in the order in which datasets of figures are read."""
    place = PREFERRED.index(dataset) if dataset in PREFERRED else len(PREFERRED)
    return place, dataset


def _made(
    figures: Mapping[tuple[int, str], Mapping[str, float]], recipe: Recipe
) -> dict[int, Mapping[str, float]]:
    by_year: dict[int, dict[str, float]] = defaultdict(dict)
    for (year, state), values in sorted(figures.items()):
        if len(values) == len(recipe.facts):
            amount = recipe.make(*(values[fact] for fact in recipe.facts))
            if amount >= 0:
                by_year[year][state] = amount
    return {year: of for year, of in by_year.items() if sum(of.values()) > 0}


def _figures(
    reading: Reading, facts: Sequence[str], first_year: int, last_year: int
) -> dict[str, dict[tuple[int, str], dict[str, float]]]:
    """dataset -> (year, state) -> fact -> value. Of two rows in a year the later one holds."""
    rows = reading.query(
        "SELECT dataset, year(day) AS year, state, fact, value FROM state_facts "
        "WHERE list_contains($facts, fact) AND value IS NOT NULL "
        "AND year(day) BETWEEN $first AND $last ORDER BY day",
        {"facts": list(facts), "first": first_year, "last": last_year},
    )
    found: dict[str, dict[tuple[int, str], dict[str, float]]] = {}
    columns = (rows[name].to_pylist() for name in ("dataset", "year", "state", "fact", "value"))
    for dataset, year, state, fact, value in zip(*columns, strict=True):
        found.setdefault(dataset, {}).setdefault((year, state), {})[fact] = value
    return found
