"""The tidied mirror file `vdem_simple`: some of the published columns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from comity.errors import BadInput
from comity.sources.contract import Parsed
from comity.sources.vdem.figures import ID, YEAR, Figures
from comity.sources.vdem.indices import chosen_facts

CHUNK = 50_000


def parse_parquet(path: Path, name: str) -> Iterator[Parsed]:
    """The usual indices that the file has; the line of a reject is the row from 1."""
    try:
        with pq.ParquetFile(path) as file:
            figures = Figures(chosen_facts(name, file.schema_arrow.names, ()))
            columns = [ID, YEAR, *(fact.fact for fact in figures.facts)]
            yield figures.about()
            row = 1
            for batch in file.iter_batches(batch_size=CHUNK, columns=columns):
                yield figures.parsed(batch, range(row, row + batch.num_rows))
                row += batch.num_rows
    except (pa.ArrowInvalid, KeyError) as error:
        raise BadInput(
            f"{name} is no tidied V-Dem file.",
            hint=str(error).splitlines()[0],
            next_step="Check that this is the right file, or copy it again.",
        ) from error
    yield figures.coverage()
