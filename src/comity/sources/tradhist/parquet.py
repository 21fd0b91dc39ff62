"""The tidied mirror file: imports and exports of four states with each partner, in pounds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from comity.sources.contract import Parsed
from comity.sources.tables import FACTS
from comity.sources.trade_flows.tidied import Flows, read_columns

COLUMNS = ("origin_country_code", "destination_country_code", "year", "imports", "exports")
FACT = "exports_gbp"


def parse_parquet(path: Path, name: str) -> Iterator[Parsed]:
    """All flows in one chunk; a record is a figure. Raises BadInput for another file.

    The "origin" is the one of the four whose imports and exports a row tells.
    """
    flows = Flows("tradhist", FACT, "TRADHIST")
    origins: set[str] = set()
    row: Any
    for number, row in enumerate(read_columns(path, name, COLUMNS), 1):
        own, partner, *figures = (row[column] for column in COLUMNS)
        year, imports, exports = figures
        origins.add(own)
        flows.take(number, own, partner, year, exports)
        flows.take(number, partner, own, year, imports)
    about = [[FACT], ["Goods from the source to the target"], ["current pounds sterling"]]
    yield flows.parsed(name, pa.table(about, schema=FACTS), "either", sorted(origins))
