"""The project's own extracts of yearly flows: exporter, importer, year, value."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from comity.errors import BadInput
from comity.sources.contract import SourceFile
from comity.sources.extracts import read_extract
from comity.sources.trade_flows.tidied import Flows

COLUMNS = pa.schema(
    [
        ("source", pa.string()),
        ("target", pa.string()),
        ("year", pa.int16()),
        ("value", pa.float64()),
    ]
)


def take_extract(file: SourceFile, flows: Flows) -> Flows:
    """The flows, with every one of an extract taken. Raises BadInput for a cell that is empty."""
    table = read_extract(file, COLUMNS)
    if any(table[name].null_count for name in COLUMNS.names):
        raise BadInput(
            f"{file.name} has an empty cell, which no extract has.",
            next_step="Install comity again: its data folder is damaged.",
        )
    columns = (table[name].to_pylist() for name in COLUMNS.names)
    for row, cells in enumerate(zip(*columns, strict=True), 1):
        flows.take(row, *cells)
    return flows


def to_extract(facts: pa.Table, first_year: int) -> pa.Table:
    """The flows since a year in the columns of an extract, by pair and year."""
    since = facts.filter(pc.greater_equal(pc.year(facts["day"]), first_year))
    since = since.append_column("year", pc.year(since["day"]))
    order = [(name, "ascending") for name in ("source", "target", "year")]
    return since.select(COLUMNS.names).cast(COLUMNS).sort_by(order)
