"""The acts behind a series: each with its class, type, intensity and record, newest first."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pyarrow as pa

from comity.measures.act_reading import ReadingTables, cells_of

LISTED = """
-- One row: an act from one record, or `count` acts of a dataset that publishes counts only.
SELECT
    acts.day, acts.source, acts.target,
    cells.reading AS gesture_class,
    book.title AS type,
    acts.scheme, acts.code,
    CASE
        WHEN NOT recast.so THEN book.intensity
        WHEN recast.size = 0 THEN 0
        ELSE greatest(0.5, ((recast.size + 5) // 10) / 2)
    END AS intensity,
    acts.source_organ, acts.target_organ,
    CAST(acts.n AS BIGINT) AS "count",
    CASE WHEN acts.counts_only THEN 'counts only' ELSE 'record' END AS evidence,
    acts.record_id AS record, acts.dataset,
    CASE WHEN acts.counts_only THEN acts.record_id ELSE acts.file_name END AS source_file,
    acts.line,
    CASE WHEN NOT recast.so THEN coalesce(acts.goldstein_tenths, book.goldstein_tenths) / 10.0
    END AS goldstein,
    CASE WHEN cells.breach > 0 THEN (
        SELECT string_agg(DISTINCT instrument, '; ' ORDER BY instrument) FROM obligations
        WHERE obligations.source = acts.source AND obligations.target = acts.target
            AND obligations.scheme = acts.scheme AND obligations.code = acts.code
            AND obligations.first_day <= acts.day
            AND (obligations.end_day IS NULL OR acts.day < obligations.end_day)
    ) END AS breaches
FROM acts
JOIN book ON book.scheme = acts.scheme AND book.code = acts.code
JOIN cells ON cells.day = acts.day AND cells.source = acts.source AND cells.target = acts.target
    AND cells.scheme = acts.scheme AND cells.code = acts.code
    AND cells.addressed
        = CAST((book.aim OR book.gesture_class = 'attack')
            AND acts.target_organ NOT IN ('state', 'population') AS INTEGER)
CROSS JOIN LATERAL (
    -- Read neutral since it was not meant for the target: the intensity of a neutral act, no score.
    SELECT
        cells.reading = 'neutral' AND book.gesture_class <> 'neutral' AS so,
        CAST(abs(coalesce(book.goldstein_tenths, round(book.intensity * 10))) AS BIGINT) AS size
) AS recast
ORDER BY acts.day DESC, intensity DESC, acts.code, acts.record_id,
    acts.source, acts.target, acts.source_organ, acts.target_organ, acts.n
"""


@dataclass(frozen=True, slots=True)
class Gestures:
    """Acts, newest first; `.table` has a row for each record, or for each count of a
    counts-only dataset (`evidence` says which).

    `gesture_class` is friendly, neutral, insult, offence, attack or meeting; `intensity` 0 to 10;
    `breaches` names the listed obligations in force that the act is contrary to.
    """

    table: pa.Table

    @property
    def text(self) -> str:
        """How many acts of each class."""
        counts: dict[str, int] = {}
        for row in self.table.select(["gesture_class", "count"]).to_pylist():
            counts[row["gesture_class"]] = counts.get(row["gesture_class"], 0) + row["count"]
        listed = ", ".join(f"{n} {name}" for name, n in sorted(counts.items()))
        return f"{listed}." if listed else "No act is recorded."


def gestures(acts: pa.Table, tables: ReadingTables, *, cells: pa.Table | None = None) -> Gestures:
    """List acts (the columns of the lake's `acts`, and `file_name`), each read by the code-book.

    `acts` should hold both directions of a pair: whether an act was mirrored shows only there.
    `cells`: what `cells_of` made of the acts, where it is at hand.
    """
    read = cells if cells is not None else cells_of(acts, tables)
    with duckdb.connect(":memory:") as connection:
        views = {"acts": acts, "cells": read, "book": tables.book}
        for name, table in {**views, "obligations": tables.obligations}.items():
            connection.register(name, table)
        return Gestures(connection.sql(LISTED).to_arrow_table())
