"""The tidied mirror file `wgi_voice_accountability`: one dimension, the same figures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from comity.errors import BadInput
from comity.sources.contract import Parsed
from comity.sources.wgi.rows import Scores

COLUMNS = {"wb_code": "code", "year": "year", "Estimate": "estimate", "StdErr": "stddev"}


def parse_parquet(path: Path, name: str) -> Iterator[Parsed]:
    """Voice and accountability; the line of a reject is the row from 1. Raises BadInput."""
    try:
        table = pq.read_table(path, columns=list(COLUMNS)).select(list(COLUMNS))
    except (pa.ArrowInvalid, KeyError) as error:
        raise BadInput(
            f"{name} is no tidied file with the columns {', '.join(COLUMNS)}.",
            hint=str(error).splitlines()[0],
            next_step="Check that this is the right file, or copy it again.",
        ) from error
    scores = Scores()
    for line, row in enumerate(table.rename_columns(list(COLUMNS.values())).to_pylist(), 1):
        scores.take(line, {"indicator": "va", **row})
    yield scores.parsed(name)
