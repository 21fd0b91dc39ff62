"""Single acts with all that tells of each: records, outlets, files and lines; oldest first."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from comity.measures.act_reading import ReadingTables, cells_of
from comity.store.query import Reading

LISTED = """
-- One row: an act, told by one record or more; or `count` acts of a dataset that publishes counts
-- only, of which no record is known (`reports` null).
WITH numbered AS (
    SELECT *, CASE WHEN counts_only THEN row_number() OVER () END AS lone FROM acts
),
single AS (
    SELECT
        day, source, target, scheme, code, act_key, lone, counts_only,
        max_by(source_organ, n) AS source_organ,
        max_by(target_organ, n) AS target_organ,
        max_by(goldstein_tenths, n) AS goldstein_tenths,
        CAST(sum(n) AS BIGINT) AS "count",
        CASE WHEN NOT counts_only THEN count(*) END AS reports,
        max(outlets) AS outlets,
        CASE WHEN NOT counts_only THEN list(record_id ORDER BY n DESC, record_id) END AS records,
        list(DISTINCT
            CASE WHEN counts_only THEN record_id
            ELSE concat(file_name, ':', line) END
        ) AS files
    FROM numbered
    GROUP BY
        day, source, target, source_as_recorded, target_as_recorded, scheme, code, act_key, lone,
        counts_only
    HAVING sum(n) > 0
),
told AS (
    -- Outlets that told of any record of the act, each once.
    SELECT listed.day, listed.act_key, count(DISTINCT mentions.outlet) AS outlets
    FROM (SELECT DISTINCT day, act_key, record_id FROM acts) AS listed
    JOIN mentions USING (record_id)
    GROUP BY listed.day, listed.act_key
),
both_sides AS (
    SELECT DISTINCT day, target AS source, source AS target, scheme, code FROM single
)
SELECT
    single.day, single.source, single.source_organ, single.target, single.target_organ,
    single.scheme, single.code, book.title, cells.reading,
    CASE WHEN cells.reading = 'neutral' AND book.gesture_class <> 'neutral' THEN NULL
    ELSE coalesce(single.goldstein_tenths, book.goldstein_tenths) / 10.0 END AS goldstein,
    single."count",
    single.reports,
    CAST(coalesce(told.outlets, single.outlets) AS BIGINT) AS outlets,
    both_sides.day IS NOT NULL AS mirrored,
    CASE WHEN single.counts_only THEN 'counts only' ELSE 'record' END AS evidence,
    single.records,
    list_sort(single.files) AS files
FROM single
JOIN book USING (scheme, code)
JOIN cells ON cells.day = single.day AND cells.source = single.source
    AND cells.target = single.target AND cells.scheme = single.scheme
    AND cells.code = single.code
    AND cells.addressed
        = CAST((book.aim OR book.gesture_class = 'attack')
            AND single.target_organ NOT IN ('state', 'population') AS INTEGER)
LEFT JOIN told ON told.day = single.day AND told.act_key = single.act_key
LEFT JOIN both_sides ON both_sides.day = single.day AND both_sides.source = single.source
    AND both_sides.target = single.target AND both_sides.scheme = single.scheme
    AND both_sides.code = single.code
ORDER BY
    single.day, single.source, single.target, single.scheme, single.code, single.source_organ,
    single.target_organ, single.files
"""


@dataclass(frozen=True, slots=True)
class ActList:
    """Acts, oldest first; `.table` has a row for each act, or each count of a counts-only dataset.

    `reading` is a gesture class or "meeting". `reports` says how many records tell of the act, and
    `outlets` how many outlets: each counted once where the dataset lists who told of its records,
    else the most that one of the records says it rests on. `mirrored`: the same code was
    recorded in the other direction that day too, as coders do with talks and meetings, so that the
    two say nothing of who began. `records` and `files` ("name:line") name them all.
    """

    table: pa.Table

    @property
    def text(self) -> str:
        """How many acts, told by how many records; how many of them are meetings or mirrored."""
        if not self.table.num_rows:
            return "No act is recorded."
        acts = pc.sum(self.table["count"]).as_py()
        reports = pc.sum(self.table["reports"]).as_py()
        told = f" told by {reports} records" if reports else ""
        meetings = self._count_of(pc.equal(self.table["reading"], "meeting"))
        mirrored = self._count_of(self.table["mirrored"])
        return f"{acts} acts{told}; {meetings} are meetings, {mirrored} mirrored by the other side."

    def _count_of(self, chosen: pa.ChunkedArray) -> int:
        return int(pc.sum(self.table.filter(chosen)["count"]).as_py() or 0)


def outlets_of(reading: Reading, dataset: str, acts: pa.Table) -> pa.Table:
    """The outlets that told of the records of some acts: record_id, outlet."""
    ids = pc.unique(acts.filter(pc.invert(acts["counts_only"]))["record_id"]).to_pylist()
    return reading.run("outlets", {"dataset": dataset, "records": ids})


def list_acts(acts: pa.Table, tables: ReadingTables, outlets: pa.Table) -> ActList:
    """List acts with their records; `acts` is what `pair_acts` reads `with_repeats`.

    It should hold both directions of the pair: whether an act was mirrored shows only there.
    """
    cells = cells_of(acts.filter(pc.greater(acts["n"], 0)), tables)
    with duckdb.connect(":memory:") as connection:
        views = {"acts": acts, "cells": cells, "book": tables.book, "mentions": outlets}
        for name, table in views.items():
            connection.register(name, table)
        return ActList(connection.sql(LISTED).to_arrow_table())
