"""Whose figure it is: a state, a territory, or one of the World Bank's groups of countries."""

from __future__ import annotations

import csv
import functools
import io
from importlib import resources

from comity.sources.state_years import place_of
from comity.vocabulary.actor import DropReason


def area(alpha3: str, short: str, year: int) -> str | DropReason | None:
    """The state of a record in a year; why it is none; None where nobody knows the code.

    `alpha3` is its countryiso3code, `short` its country.id, which alone names some of the groups
    and, in some collections of the Bank, holds the three letters.
    """
    code = alpha3 or short
    groups = _groups()
    if code in groups or short in groups:
        return DropReason.PLACE
    return place_of(code, year)


@functools.cache
def _groups() -> frozenset[str]:
    text = (
        resources.files("comity.sources.world_bank").joinpath("aggregates.csv").read_text("utf-8")
    )
    rows = list(csv.DictReader(io.StringIO(text)))
    return frozenset(row[name] for row in rows for name in ("code", "id"))
