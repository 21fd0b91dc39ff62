"""The tidied mirror file `gapminder_wdi_indicators`: indicator, area, year, value."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from comity.sources.contract import Parsed, Reject
from comity.sources.facts import facts_table
from comity.sources.gapminder.indicators import DATASET, coverage, indicators, read_rows
from comity.sources.parquet_file import read_tidied
from comity.sources.state_years import (
    StateFacts,
    place_of,
    read_number,
    read_year,
    year_span,
)
from comity.vocabulary.actor import DropReason

COLUMNS = ("indicator", "iso3", "year", "value")


def parse_parquet(path: Path, name: str) -> Iterator[Parsed]:
    """All rows; the line of a reject is the row from 1. Raises BadInput for another file."""
    table = read_tidied(path, name, COLUMNS)
    rows, dropped, rejects = StateFacts(), Counter[DropReason](), list[Reject]()
    for line, row in enumerate(zip(*(table[c].to_pylist() for c in COLUMNS), strict=True), 1):
        try:
            reason = _take(rows, *row)
        except ValueError as error:
            rejects.append(Reject(line, str(error), ",".join(map(str, row))[:200]))
            continue
        if reason:
            dropped[reason] += 1
    facts = [fact for fact in indicators().values() if fact.unit]
    tables = {"state_facts": rows.table(), "facts": facts_table(facts)}
    yield Parsed(DATASET, table.num_rows, tables, dropped, rejects, coverage(rows))


def _take(
    rows: StateFacts, indicator: str, area: str, cell: object, figure: object
) -> DropReason | None:
    """Keeps a row, or says why not. Raises ValueError where it is malformed."""
    fact, year, value = indicators().get(indicator), read_year(cell), read_number(figure)
    if fact is None:
        raise ValueError(f"no indicator is called {indicator!r}")
    state = _state(area, year)
    if state is None:
        raise ValueError(f"no state or territory has the code {area!r}")
    if isinstance(state, DropReason):
        return state
    if value is None or not fact.unit:
        return DropReason.NO_VALUE
    if not rows.add(indicator, state, year_span(year), value):
        raise ValueError(f"a second figure of {state} for {year}")
    return None


def _state(area: str, year: int) -> str | DropReason | None:
    own = _areas().get(area)
    if own is None:
        return place_of(area, year)
    return DropReason[own["dropped"]] if own["dropped"] else place_of(own["code"], year)


@functools.cache
def _areas() -> Mapping[str, dict[str, str]]:
    return {row["area"]: row for row in read_rows("areas.csv")}
