"""What a series counts: acts, each once, or the records that tell of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from enum import StrEnum

import pyarrow as pa
import pyarrow.compute as pc

from comity.measures.dyad_series import DyadSeries
from comity.vocabulary.period import Granularity, period_start


class Counting(StrEnum):
    """One act is one however many records tell of it (acts), or each record counts (records)."""

    ACTS = "acts"
    RECORDS = "records"


def counted(acts: pa.Table, counting: Counting) -> pa.Table:
    """Acts (with `n` and `records`) as they are to be counted: `n` is what each row adds.

    Acts of a dataset that publishes counts only are counted as acts: their records aren't known.
    """
    if counting is Counting.RECORDS:
        n = pc.coalesce(acts["records"], acts["n"])
        acts = acts.set_column(acts.column_names.index("n"), "n", n)
    return acts.filter(pc.greater(acts["n"], 0))


def counts_only(acts: pa.Table) -> int:
    """How many of the acts come from a dataset that publishes counts only."""
    return int(pc.sum(acts.filter(acts["counts_only"])["n"]).as_py() or 0)


def with_reports(series: DyadSeries, acts: pa.Table, days: frozenset[dt.date]) -> DyadSeries:
    """The series with `acts`, and beside it `reports`: the number of records that tell of them.

    `acts` holds what was read, with `n` and `records`; `days` are the covered ones. `reports` is
    null where some of the period's acts come from counts without records.
    """
    acts_of = _by_period(acts, "n", days, series.granularity)
    reports_of = _by_period(acts, "records", days, series.granularity)
    keys = [
        (row["source"], row["target"], row["period_first_day"])
        for row in series.table.select(["source", "target", "period_first_day"]).to_pylist()
    ]
    table = series.table.set_column(
        series.table.column_names.index("acts"),
        "acts",
        pa.array([acts_of.get(key, 0) for key in keys], pa.int64()),
    )
    reports = pa.array([reports_of.get(key, 0) for key in keys], pa.int64())
    return replace(series, table=table.append_column("reports", reports))


def _by_period(
    acts: pa.Table, column: str, days: frozenset[dt.date], granularity: Granularity
) -> dict[tuple[str, str, dt.date], int | None]:
    """A column summed by source, target and period; null where a row of it is null."""
    daily = acts.group_by(["source", "target", "day"]).aggregate(
        [(column, "sum", pc.ScalarAggregateOptions(skip_nulls=False))]
    )
    sums: dict[tuple[str, str, dt.date], int | None] = {}
    for source, target, day, found in zip(
        *(daily[name].to_pylist() for name in ("source", "target", "day", f"{column}_sum")),
        strict=True,
    ):
        if day in days:
            key = (source, target, period_start(day, granularity))
            before = sums.get(key, 0)
            sums[key] = None if before is None or found is None else before + found
    return sums
