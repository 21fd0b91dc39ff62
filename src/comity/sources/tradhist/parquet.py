"""The tidied mirror file: imports and exports of four states with each partner, in pounds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from comity.sources.contract import Parsed, SourceFile
from comity.sources.facts import facts_table
from comity.sources.trade_flows.extract import take_extract
from comity.sources.trade_flows.tidied import Flows, read_columns

COLUMNS = ("origin_country_code", "destination_country_code", "year", "imports", "exports")
FACT = "exports_gbp"
EXTRACT = "tradhist_flows.parquet"
# The states whose trade with all others the file tells.
ORIGINS = ("DEU", "FRA", "GBR", "USA")


def parse_parquet(path: Path, name: str) -> Iterator[Parsed]:
    """All flows in one chunk; a record is a figure. Raises BadInput for another file.

    The "origin" is the one of the four whose imports and exports a row tells.
    """
    flows = new_flows()
    origins: set[str] = set()
    row: Any
    for number, row in enumerate(read_columns(path, name, COLUMNS), 1):
        own, partner, *figures = (row[column] for column in COLUMNS)
        year, imports, exports = figures
        origins.add(own)
        flows.take(number, own, partner, year, exports)
        flows.take(number, partner, own, year, imports)
    yield flows.parsed(name, about(), "either", sorted(origins))


def parse_extract(file: SourceFile) -> Iterator[Parsed]:
    """The project's own extract: the same flows of later years; a record is a flow."""
    yield take_extract(file, new_flows()).parsed(file.name, about(), "either", ORIGINS)


def new_flows() -> Flows:
    return Flows("tradhist", FACT, "TRADHIST")


def about() -> pa.Table:
    return facts_table([(FACT, "Goods from the source to the target", "current pounds sterling")])
