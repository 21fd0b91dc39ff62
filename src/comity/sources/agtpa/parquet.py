"""The tidied mirror file: millions of dollars of manufactured goods by pair and year."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from comity.sources.contract import Parsed, SourceFile
from comity.sources.trade_flows import flow_facts
from comity.sources.trade_flows.extract import take_extract
from comity.sources.trade_flows.tidied import Flows, read_columns

COLUMNS = ("exporter", "importer", "year", "trade")
FACT = "exports_usd_manufactures"
EXTRACT = "agtpa_flows.parquet"
MILLION = 1e6


def parse_parquet(path: Path, name: str) -> Iterator[Parsed]:
    """All flows in one chunk. Raises BadInput for a file without the four columns."""
    flows = new_flows()
    row: Any
    for number, row in enumerate(read_columns(path, name, COLUMNS), 1):
        value = None if row["trade"] is None else row["trade"] * MILLION
        flows.take(number, row["exporter"], row["importer"], row["year"], value)
    yield flows.parsed(name, about(), "both")


def parse_extract(file: SourceFile) -> Iterator[Parsed]:
    """The project's own extract: the same flows of later years; a record is a flow."""
    yield take_extract(file, new_flows()).parsed(file.name, about(), "both")


def new_flows() -> Flows:
    return Flows("agtpa", FACT, "WTO/UNCTAD trade panel")


def about() -> pa.Table:
    return flow_facts(groups=[(FACT, "Manufactured goods from the source to the target")])
