"""Makes src/comity/data/visas: the visa rules of every pair of states, the changes only."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from comity.sources.passport_index.extract import with_snapshots
from comity.sources.passport_index.parquet import parse_parquet

CHANGES = """
-- One row: a directed pair's rule, on the first snapshot and wherever it differs from the last.
SELECT source, target, day, CAST(value AS SMALLINT) AS value, text
FROM (
    SELECT *, lag(text) OVER pair AS text_before, lag(value) OVER pair AS value_before
    FROM facts
    WINDOW pair AS (PARTITION BY source, target ORDER BY day)
)
WHERE text IS DISTINCT FROM text_before OR value IS DISTINCT FROM value_before
ORDER BY source, target, day
"""


def main() -> None:
    """Reads the mirror's snapshots, keeps the changes, writes one file, reports its size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mirror", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("src/comity/data/visas"))
    given = parser.parse_args()
    facts, days = snapshots(given.mirror / "structure" / "passport_index_snapshots.parquet")
    base = duckdb.connect()
    base.register("facts", facts)
    changes = base.sql(CHANGES).to_arrow_table()
    given.out.mkdir(parents=True, exist_ok=True)
    path = given.out / "changes.parquet"
    pq.write_table(with_snapshots(changes, days), path, compression="zstd", compression_level=19)
    sys.stdout.write(
        f"{changes.num_rows} rows for {facts.num_rows} facts of {len(days)} snapshots: "
        f"{path.stat().st_size} bytes\n"
    )


def snapshots(path: Path) -> tuple[pa.Table, list[dt.date]]:
    """All facts, and the days of the snapshots in order."""
    parsed = list(parse_parquet(path, path.name))
    rejects = [reject for chunk in parsed for reject in chunk.rejects]
    if rejects:
        raise SystemExit(f"{len(rejects)} rows of {path.name} were rejected, first: {rejects[0]}")
    days = sorted(span.first_day for chunk in parsed for span in chunk.coverage)
    facts = pa.concat_tables(chunk.tables["dyad_facts"] for chunk in parsed)
    return facts, days


if __name__ == "__main__":
    main()
