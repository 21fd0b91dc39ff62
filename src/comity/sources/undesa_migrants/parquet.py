"""The tidied mirror file of the revision of 2019: one row a pair and mid-year."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from comity.sources.contract import Parsed
from comity.sources.parquet_file import read_tidied
from comity.sources.state_years import read_year
from comity.sources.state_years.places import stood_on, territories
from comity.sources.undesa_migrants.places import by_name, mid_year
from comity.sources.undesa_migrants.rows import Place, Stocks
from comity.vocabulary.actor import DropReason

COLUMNS = ("year", "orig_iso3", "dest_iso3", "orig", "dest", "stock")


def parse_parquet(path: Path, name: str) -> Iterator[Parsed]:
    """All rows; the line of a reject is the row from 1. Raises BadInput for another file."""
    table = read_tidied(path, name, COLUMNS)
    stocks = Stocks()
    rows = zip(*(table[column].to_pylist() for column in COLUMNS), strict=True)
    for line, (year, origin, destination, origin_name, destination_name, stock) in enumerate(
        rows, 1
    ):
        try:
            mid = read_year(year)
            source = _place(origin, origin_name, mid)
            target = _place(destination, destination_name, mid)
        except ValueError as error:
            stocks.reject(line, str(error), f"{year},{origin},{destination},{stock}")
            continue
        stocks.take(line, source, target, mid, stock)
    yield stocks.parsed(name)


def _place(alpha3: str | None, name: str, year: int) -> Place:
    """The state of a code, or why it is none. A row without a code is named by the name alone."""
    if alpha3 in territories():
        return DropReason.TERRITORY
    if alpha3 is None:
        place = by_name(name, year)
        if not isinstance(place, DropReason):
            raise ValueError(f"{name[:60]!r} has no code")
        return place
    try:
        return alpha3 if stood_on(alpha3, mid_year(year)) else DropReason.NO_STATE_THEN
    except KeyError:
        raise ValueError(f"no state or territory has the code {alpha3!r}") from None
