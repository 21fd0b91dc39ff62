"""The indicators that are read, and the years that each covers."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import io
from collections.abc import Mapping
from importlib import resources

from comity.sources.contract import Coverage
from comity.sources.state_years import Fact, StateFacts

DATASET = "gapminder"


@functools.cache
def indicators() -> Mapping[str, Fact]:
    """By code; one without a unit is not kept."""
    rows = read_rows("indicators.csv")
    return {row["indicator"]: Fact(row["indicator"], row["title"], row["unit"]) for row in rows}


def coverage(rows: StateFacts) -> list[Coverage]:
    """The years of each indicator; each was made in its own way."""
    years: dict[str, list[dt.date]] = {}
    for fact, day in zip(rows.fact, rows.day, strict=True):
        years.setdefault(fact, []).append(day)
    return [
        Coverage(DATASET, fact, min(days), max(days).replace(month=12, day=31), table="state_facts")
        for fact, days in years.items()
    ]


def read_rows(file: str) -> list[dict[str, str]]:
    """The rows of a data file of this folder."""
    text = resources.files("comity.sources.gapminder").joinpath(file).read_text("utf-8")
    return list(csv.DictReader(io.StringIO(text)))
