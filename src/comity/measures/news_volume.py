"""How much news there was: a dataset's reported records by day, and a series given by them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pyarrow as pa

from comity.measures.dyad_series import READINGS, DyadSeries
from comity.store.query import Reading
from comity.vocabulary.period import Span, period_start

RATED = (*READINGS, "acts", "reports")


def daily_volume(reading: Reading, dataset: str, span: Span) -> dict[dt.date, int]:
    """How many records a dataset reported of each day, whoever acts; a day not known is absent."""
    rows = reading.run(
        "volume",
        {"dataset": dataset, "first_day": span.first_day, "last_day": span.last_day},
    )
    return dict(zip(rows["day"].to_pylist(), rows["records"].to_pylist(), strict=True))


def with_volume(
    series: DyadSeries, volume: Mapping[dt.date, int], covered: Iterable[dt.date]
) -> DyadSeries:
    """The series with `volume`: the records reported of each period's covered days, whoever acts.

    Null where the volume of one of these days is not known.
    """
    sums: dict[dt.date, int | None] = {}
    for day in covered:
        start = period_start(day, series.granularity)
        before, found = sums.get(start, 0), volume.get(day)
        sums[start] = None if before is None or found is None else before + found
    periods = series.table["period_first_day"].to_pylist()
    column = pa.array([sums.get(start) for start in periods], pa.int64())
    return replace(series, table=series.table.append_column("volume", column))


def with_rates(series: DyadSeries) -> DyadSeries:
    """The series with each count given per thousand reported records, `*_per_thousand`, beside it.

    Null where the volume is not known, or is 0.
    """
    table = series.table
    volumes = table["volume"].to_pylist()
    for name in RATED:
        rates = [
            None if count is None or not volume else 1000 * count / volume
            for count, volume in zip(table[name].to_pylist(), volumes, strict=True)
        ]
        table = table.append_column(f"{name}_per_thousand", pa.array(rates, pa.float64()))
    return replace(series, table=table)
