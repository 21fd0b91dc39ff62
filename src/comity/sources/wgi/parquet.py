"""The tidied mirror file `wgi_voice_accountability`: one dimension, the same figures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from comity.sources.contract import Parsed
from comity.sources.parquet_file import read_tidied
from comity.sources.wgi.rows import Scores

COLUMNS = {"wb_code": "code", "year": "year", "Estimate": "estimate", "StdErr": "stddev"}


def parse_parquet(path: Path, name: str) -> Iterator[Parsed]:
    """Voice and accountability; the line of a reject is the row from 1. Raises BadInput."""
    table = read_tidied(path, name, list(COLUMNS))
    scores = Scores()
    for line, row in enumerate(table.rename_columns(list(COLUMNS.values())).to_pylist(), 1):
        scores.take(line, {"indicator": "va", **row})
    yield scores.parsed(name)
