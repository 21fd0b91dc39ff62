"""Dyad-month counts by gesture class over all pairs: the project's expression against pandas.

Both read the same simulated acts and the same code-book, and must give the same counts.
"""

from __future__ import annotations

import datetime as dt
import random
import time

import duckdb
import pandas as pd
import pyarrow as pa

from comity.measures.act_reading import cells_of, in_duckdb
from comity.measures.dyad_series import READINGS, period_counts
from comity.measures.reading_tables import default_reading

STATES = ("RUS", "UKR", "CHN", "USA", "TUR", "KAZ", "ARM", "AZE", "GEO", "MDA", "DEU", "FRA")
FIRST = dt.date(2015, 1, 1)
DAYS = 2922


def simulated(acts: int, seed: int) -> pa.Table:
    """SIMULATED acts: uniform over days, pairs and the code-book's CAMEO codes."""
    rng = random.Random(seed)
    book = default_reading().book
    codes = [r["code"] for r in book.to_pylist() if r["scheme"] == "cameo"]
    pairs = [(a, b) for a in STATES for b in STATES if a != b]
    drawn = [(rng.randrange(DAYS), rng.choice(pairs), rng.choice(codes)) for _ in range(acts)]
    return pa.table(
        {
            "day": pa.array([FIRST + dt.timedelta(days=d) for d, _, _ in drawn], pa.date32()),
            "source": [pair[0] for _, pair, _ in drawn],
            "target": [pair[1] for _, pair, _ in drawn],
            "target_organ": ["military"] * acts,
            "scheme": ["cameo"] * acts,
            "code": [code for _, _, code in drawn],
            "n": pa.array([1] * acts, pa.int64()),
            "goldstein_tenths": pa.array([None] * acts, pa.int16()),
        }
    )


def ours(acts: pa.Table, calendar: pa.Table) -> dict[tuple[object, ...], tuple[int, ...]]:
    """Counts by dyad and month from the project's expression, on DuckDB."""
    read = cells_of(acts, default_reading())
    with duckdb.connect(":memory:") as connection:
        frames = in_duckdb(connection, {"cells": read, "calendar": calendar})
        counted = period_counts(frames["cells"], frames["calendar"])
        rows = counted.collect("pyarrow").to_native().to_pylist()
    return {
        (r["source"], r["target"], r["period_start"]): tuple(r[name] for name in READINGS)
        for r in rows
    }


def with_pandas(acts: pa.Table, calendar: pa.Table) -> dict[tuple[object, ...], tuple[int, ...]]:
    """The same counts, written with pandas."""
    tables = {name: t.to_pandas() for name, t in default_reading().by_name.items()}
    keys = ["day", "source", "target", "scheme", "code"]
    frame = acts.to_pandas().merge(tables["book"], on=["scheme", "code"])
    reverse = frame[keys].drop_duplicates()
    reverse = reverse.rename(columns={"source": "target", "target": "source"}).assign(mirrored=True)
    frame = frame.merge(reverse, on=keys, how="left")
    for flag, asks, name in (
        ("recognised", "recognition", "recognitions"),
        ("hosted", "aim", "hosted_forces"),
    ):
        dated = frame.loc[frame[asks], keys].drop_duplicates()
        dated = dated.merge(tables[name], on=["source", "target"])
        over = dated["end_day"].notna() & (dated["day"] >= dated["end_day"].fillna(FIRST))
        dated = dated[(dated["first_day"] <= dated["day"]) & ~over]
        dated = dated[keys].drop_duplicates().assign(**{flag: True})
        frame = frame.merge(dated, on=keys, how="left")
    reading = frame["gesture_class"].astype(object)
    recast = (frame["recognition"] & frame["recognised"].isna()) | (
        frame["aim"] & frame["hosted"].notna()
    )
    reading = reading.mask(recast, "neutral")
    mirrored = (frame["meeting"] == "if_mirrored") & frame["mirrored"].notna()
    reading = reading.mask((frame["meeting"] == "always") | mirrored, "meeting")
    frame = frame.assign(reading=reading).merge(calendar.to_pandas(), on="day")
    table = pd.crosstab([frame["source"], frame["target"], frame["period_start"]], frame["reading"])
    table = table.reindex(columns=list(READINGS), fill_value=0)
    return {
        tuple(key): tuple(int(n) for n in row)
        for key, row in zip(table.index, table.values, strict=True)
    }


def main(acts: int = 300_000) -> None:
    """Print both times and their ratio; fail where the counts differ."""
    table = simulated(acts, seed=1)
    days = [FIRST + dt.timedelta(days=d) for d in range(DAYS)]
    calendar = pa.table(
        {
            "day": pa.array(days, pa.date32()),
            "period_start": pa.array([d.replace(day=1) for d in days], pa.date32()),
        }
    )
    ours(table.slice(0, 1000), calendar)
    seconds: dict[str, float] = {}
    counts = {}
    for name, function in (("comity on DuckDB", ours), ("pandas", with_pandas)):
        start = time.perf_counter()
        counts[name] = function(table, calendar)
        seconds[name] = time.perf_counter() - start
    assert counts["comity on DuckDB"] == counts["pandas"], "the two do not agree"
    for name, took in seconds.items():
        print(f"dyad series, {acts:,} acts: {name:<18} {took:6.2f} s")
    print(f"pandas / comity: {seconds['pandas'] / seconds['comity on DuckDB']:.1f}")


if __name__ == "__main__":
    main()
