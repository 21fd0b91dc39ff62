"""The project's own extract: the first snapshot of each pair of states, then only the changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.parquet as pq

from comity.errors import BadInput
from comity.sources.contract import Parsed, SourceFile
from comity.sources.passport_index.rows import named, snapshot_coverage
from comity.sources.passport_index.rules import DATASET, FACT
from comity.sources.tables import DYAD_FACTS

MAGIC = b"PAR1"
NAME = "changes.parquet"
SNAPSHOTS = b"snapshots"


def is_extract(file: SourceFile) -> bool:
    """Whether the file is Parquet; the published files are text."""
    with file.path.open("rb") as stream:
        return stream.read(len(MAGIC)) == MAGIC


def parse_extract(file: SourceFile) -> Iterator[Parsed]:
    """The visa rules of all pairs of states; the day of every snapshot is covered.

    A pair without a row on a snapshot's day had the rule of its row before. Raises BadInput for
    a Parquet file that does not name its snapshots.
    """
    changes = pq.ParquetFile(file.path).read()
    days = (changes.schema.metadata or {}).get(SNAPSHOTS)
    if days is None:
        raise BadInput(
            f"{file.name} is not the extract of visa rules: it does not name its snapshots.",
            next_step="A tidied mirror file is read by: "
            "comity ingest mirror passport_index_snapshots",
        )
    given = {name: changes[name] for name in DYAD_FACTS.names if name in changes.column_names}
    made = {"fact": pa.repeat(FACT, changes.num_rows), "end_day": pa.nulls(changes.num_rows)}
    both = given | made
    facts = pa.table({name: both[name] for name in DYAD_FACTS.names}).cast(DYAD_FACTS)
    spans = [snapshot_coverage(dt.date.fromisoformat(day)) for day in days.decode().split()]
    yield Parsed(DATASET, facts.num_rows, {"dyad_facts": facts, "facts": named()}, coverage=spans)


def with_snapshots(changes: pa.Table, days: Sequence[dt.date]) -> pa.Table:
    """The changes with the days of all snapshots in the file's own metadata."""
    return changes.replace_schema_metadata({SNAPSHOTS: " ".join(map(str, days))})
