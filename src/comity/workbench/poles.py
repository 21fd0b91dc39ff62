"""`poles`: how many poles the world has, by capabilities, trade or alliances, year by year."""

from __future__ import annotations

import pyarrow.compute as pc
from pydantic import Field

from comity.errors import BadValue, OutsideCoverage
from comity.measures.polarity.series import OF, Polarity, polarity
from comity.registry.states import states
from comity.store.facts import terms_of
from comity.store.query import Reading
from comity.workbench.bench import Workbench
from comity.workbench.result import Names, Request, Result

FIRST_YEAR, LAST_YEAR = 1, 9999
# Without a quantity: the first of these that the lake has.
BY_DEFAULT = ("capabilities", "gdp", "trade")


class PolesRequest(Request):
    """Of what, and for which years; without a quantity, the first that the lake has."""

    of: str = Field("", description="capabilities, gdp, spending, trade or alliances")
    first_year: int | None = Field(None, description="first year")
    last_year: int | None = Field(None, description="last year, included")
    among: Names = Field((), description="only these states, by code or name")


class PolesResult(Result):
    """`.table` has a row for each year: Herfindahl index, effective number of poles, largest."""

    of: str
    terms: str


def poles(bench: Workbench, request: PolesRequest) -> PolesResult:
    """The concentration of a quantity among states by year; a year without data has no row.

    Raises BadValue for an unknown quantity or years in the wrong order, UnknownName for a state,
    OutsideCoverage where the lake has no such figures of these years.
    """
    first, last = request.first_year or FIRST_YEAR, request.last_year or LAST_YEAR
    if first > last:
        raise BadValue(f"The years end in {last}, before they begin in {first}.")
    among = tuple(dict.fromkeys(states().find(name).code for name in request.among))
    reading = bench.reading()
    found = _first_known(reading, request.of, first, last, among)
    datasets = {
        name for cell in pc.unique(found.table["dataset"]).to_pylist() for name in _of(cell)
    }
    other = "" if request.of else f" Chosen by the lake's data; --of takes {', '.join(OF)}."
    return PolesResult(
        table=found.table,
        text=found.text + other,
        lake_version=reading.version.number,
        of=found.of,
        terms=terms_of(reading, datasets),
    )


def _of(datasets: str) -> list[str]:
    return datasets.split(", ")


def _first_known(
    reading: Reading, of: str, first: int, last: int, among: tuple[str, ...]
) -> Polarity:
    if of:
        wanted = of.strip().lower()
        return polarity(reading, wanted, first_year=first, last_year=last, among=among)
    for name in BY_DEFAULT[:-1]:
        try:
            return polarity(reading, name, first_year=first, last_year=last, among=among)
        except OutsideCoverage:
            continue
    return polarity(reading, BY_DEFAULT[-1], first_year=first, last_year=last, among=among)
