"""The tidied mirror file `polity5`: the annual series with some columns renamed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from comity.sources.contract import Parsed
from comity.sources.parquet_file import read_tidied
from comity.sources.polity5.rows import NEEDED, Scores

RENAMED = {"ccode": "polity_annual_ccode"}


def parse_parquet(path: Path, name: str) -> Iterator[Parsed]:
    """All rows; the line of a reject is the row from 1. Raises BadInput for another file."""
    columns = [RENAMED.get(column, column) for column in NEEDED]
    table = read_tidied(path, name, columns)
    scores = Scores()
    for line, row in enumerate(table.rename_columns(list(NEEDED)).to_pylist(), 1):
        scores.take(line, row)
    yield scores.parsed(name)
