"""Figures of one state that ties are measured against: its population, its output."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from comity.store.query import Reading

# Each as (dataset, fact, factor), in the order in which they are read.
POPULATION = (
    ("world_bank", "SP.POP.TOTL", 1.0),
    ("cow_nmc", "cow_tpop", 1e3),
)
GDP_USD = (("world_bank", "NY.GDP.MKTP.CD", 1.0),)
# Goods trade over GDP (exports and imports, percent), where GDP in current dollars is not at hand.
GOODS_TRADE_OF_GDP = (
    ("world_bank", "TG.VAL.TOTL.GD.ZS", 0.01),
    ("gapminder", "merchandise_trade_percent_of_gdp", 0.01),
)
# Two figures of one dataset whose ratio is the population.
OUTPUT = ("gapminder", "total_gdp_us_inflation_adjusted")
OUTPUT_PER_PERSON = ("gapminder", "gdppercapita_us_inflation_adjusted")

FIGURE = """
SELECT CAST("value" AS DOUBLE) AS "value" FROM state_facts
WHERE dataset = $dataset AND fact = $fact AND state = $state AND "value" IS NOT NULL
    AND day <= $day AND end_day > $day
ORDER BY day DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a state, and the dataset it is from."""

    value: float
    dataset: str
    text: str


def population(reading: Reading, state: str, day: dt.date) -> Figure | None:
    """How many persons a state has; None where no source says.

    Where no source counts them, output over output per person (Gapminder).
    """
    found = first_figure(reading, POPULATION, state, day)
    if found is not None:
        return found
    output = figure(reading, *OUTPUT, state, day)
    each = figure(reading, *OUTPUT_PER_PERSON, state, day)
    if output is None or not each:
        return None
    return Figure(output / each, OUTPUT[0], str(day.year))


def gdp_usd(reading: Reading, state: str, day: dt.date) -> Figure | None:
    """Gross domestic product in current US dollars; None where no source says."""
    return first_figure(reading, GDP_USD, state, day)


def goods_trade_of_gdp(reading: Reading, state: str, day: dt.date) -> Figure | None:
    """Exports and imports of goods over GDP, as a share; None where no source says."""
    return first_figure(reading, GOODS_TRADE_OF_GDP, state, day)


def first_figure(
    reading: Reading, sources: tuple[tuple[str, str, float], ...], state: str, day: dt.date
) -> Figure | None:
    """The figure of the first source that has one of the day, above 0."""
    for dataset, fact, factor in sources:
        value = figure(reading, dataset, fact, state, day)
        if value:
            return Figure(value * factor, dataset, str(day.year))
    return None


def figure(reading: Reading, dataset: str, fact: str, state: str, day: dt.date) -> float | None:
    """A state's figure of the period that a day lies in."""
    asked = {"dataset": dataset, "fact": fact, "state": state, "day": day}
    rows = reading.query(FIGURE, asked)
    return float(rows["value"][0].as_py()) if rows.num_rows else None
