"""The directed dyad-month panel of all pairs: `comity panel` against SQL, polars and pandas.

All read the same Parquet files of a lake and the same reading tables, each in a process of its own,
and must give the same counts. `panel.sql` is the SQL: one statement that reads by the code where
that is enough, as comity does.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.child import measure
from comity.measures.dyad_series import QUADS, READINGS, CoveredDay
from comity.measures.panel import PairsCovered, PanelPlan, write_panel
from comity.measures.reading_tables import default_reading, judged_dyads
from comity.store.engines import Scan, open_engine
from comity.vocabulary.period import Granularity, Span

COLUMNS = ("day", "source", "target", "target_organ", "scheme", "code", "goldstein_tenths")
COUNTS = (*READINGS, "acts", *QUADS)
CELL = ["day", "source", "target", "scheme", "code"]
LIMITS = {"hand-written SQL": "at most 1.15", "pandas": "at least 6"}


def comity(files: list[str], out: str, first: str, last: str, engine: str = "duckdb") -> None:
    """The project's panel, written as Parquet files."""
    import narwhals as nw

    span = Span.inclusive(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    days = tuple(CoveredDay(span.first_day + dt.timedelta(n), "files") for n in range(span.days))
    with tempfile.TemporaryDirectory() as folder, open_engine(engine, folder=Path(folder)) as on:
        acts = on.frames({"acts": Scan(tuple(files), COLUMNS)})["acts"].with_columns(n=nw.lit(1))
        judged = judged_dyads(span)
        covered = PairsCovered((days,))
        month = Granularity.MONTH
        plan = PanelPlan(acts, default_reading(), covered, judged, month, "simulated")
        write_panel(on, plan, Path(out))


def hand_written(files: list[str], out: str) -> None:
    """`panel.sql` on DuckDB, copied to a Parquet file."""
    reading = "CASE WHEN meeting = 'always' THEN 'meeting' ELSE gesture_class END"
    flags = [f"({reading} = '{x}')::INT AS is_{x}" for x in READINGS]
    flags += [f"(quad = '{x}')::INT AS is_{x}" for x in QUADS]
    sql = Path(__file__).with_name("panel.sql").read_text("utf-8")
    listed = "[" + ", ".join(f"'{file}'" for file in files) + "]"
    with duckdb.connect(config={"preserve_insertion_order": False}) as connection:
        for name, table in default_reading().by_name.items():
            connection.register("given", table)
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
        connection.execute(
            "CREATE TABLE numbered AS SELECT *, (row_number() OVER ())::SMALLINT AS id, "
            f"{', '.join(flags)}, recognition OR aim OR gesture_class = 'attack' OR (scheme, code) "
            "IN (SELECT (scheme, code) FROM obligations) AS special FROM book"
        )
        Path(out).mkdir()
        connection.execute(
            f"COPY ({sql.replace('$files', listed)}) TO '{out}/part.parquet' (COMPRESSION zstd)"
        )


def with_polars(files: list[str], out: str) -> None:
    """The same, written with polars."""
    import polars as pl

    tables = {n: pl.from_arrow(t).lazy() for n, t in default_reading().by_name.items()}
    tables["book"] = tables["book"].select(
        "scheme", "code", "gesture_class", "meeting", "recognition", "aim", "quad"
    )
    acts = pl.scan_parquet(files, hive_partitioning=False).select(COLUMNS)
    acts = acts.join(tables["book"], on=["scheme", "code"]).with_columns(
        addressed=~pl.col("target_organ").is_in(["state", "population"])
    )
    back = acts.filter(pl.col("meeting") == "if_mirrored").select(
        "day", "scheme", "code", source="target", target="source", mirrored=pl.lit(True)
    )
    acts = acts.join(back.unique(), on=CELL, how="left")
    force = pl.col("aim") | (pl.col("gesture_class") == "attack")
    for flag, asks, windows in (
        ("recognised", pl.col("recognition"), "recognitions"),
        ("hosted", force, "hosted_forces"),
    ):
        dated = acts.filter(asks).join(tables[windows], on=["source", "target"])
        dated = dated.filter(
            pl.col("first_day") <= pl.col("day"),
            pl.col("end_day").is_null() | (pl.col("day") < pl.col("end_day")),
        )
        marks = dated.select(CELL).unique().with_columns(pl.lit(True).alias(flag))
        acts = acts.join(marks, on=CELL, how="left")
    meeting = (pl.col("meeting") == "always") | pl.col("mirrored").is_not_null()
    place = ~pl.col("addressed") & (pl.col("gesture_class") == "attack")
    recast = (pl.col("recognition") & pl.col("recognised").is_null()) | (
        pl.col("hosted").is_not_null() & (pl.col("aim") | place)
    )
    reading = (
        pl.when(meeting)
        .then(pl.lit("meeting"))
        .when(recast)
        .then(pl.lit("neutral"))
        .when(pl.col("aim") & ~pl.col("addressed"))
        .then(pl.lit("offence"))
        .otherwise(pl.col("gesture_class"))
    )
    counted = (
        acts.with_columns(reading=reading, period_first_day=pl.col("day").dt.truncate("1mo"))
        .group_by("source", "target", "period_first_day")
        .agg(
            *((pl.col("reading") == name).sum().alias(name) for name in READINGS),
            *((pl.col("quad") == name).sum().alias(name) for name in QUADS),
            acts=pl.len(),
        )
    )
    Path(out).mkdir()
    counted.collect(engine="streaming").write_parquet(f"{out}/part.parquet")


def with_pandas(files: list[str], out: str) -> None:
    """The same, written with pandas."""
    import numpy as np
    import pandas as pd

    tables = {name: t.to_pandas() for name, t in default_reading().by_name.items()}
    kinds = ["gesture_class", "meeting", "recognition", "aim", "quad"]
    book = tables["book"][["scheme", "code", *kinds]]
    wanted = [c for c in COLUMNS if c != "goldstein_tenths"]
    parts = [pd.read_parquet(file, columns=wanted, partitioning=None) for file in files]
    frame = pd.concat(parts, ignore_index=True).merge(book, on=["scheme", "code"])
    del parts
    frame["month"] = frame["day"].to_numpy().astype("datetime64[M]")
    bare = frame["target_organ"].isin(["state", "population"]).to_numpy()

    def open_on_day(asked: Any, windows: str) -> Any:
        """Which of the asked rows have a window of their pair open."""
        dated = frame.loc[asked, ["day", "source", "target"]].reset_index()
        dated = dated.merge(tables[windows], on=["source", "target"])
        day = pd.to_datetime(dated["day"])
        begun = pd.to_datetime(dated["first_day"]) <= day
        end = pd.to_datetime(dated["end_day"])
        found = np.zeros(len(frame), bool)
        found[dated.loc[begun & (end.isna() | (day < end)), "index"].to_numpy()] = True
        return found

    asked = frame.loc[(frame["meeting"] == "if_mirrored").to_numpy(), CELL].reset_index()
    back = asked[CELL].drop_duplicates().rename(columns={"source": "target", "target": "source"})
    mirrored = np.zeros(len(frame), bool)
    mirrored[asked.merge(back, on=CELL)["index"].to_numpy()] = True
    attack = (frame["gesture_class"] == "attack").to_numpy()
    aim, recognition = frame["aim"].to_numpy(), frame["recognition"].to_numpy()
    recast = recognition & ~open_on_day(recognition, "recognitions")
    recast |= open_on_day(aim | attack, "hosted_forces") & (aim | (bare & attack))
    reading = np.where(aim & bare, "offence", frame["gesture_class"].to_numpy(dtype=object))
    reading = np.where(recast, "neutral", reading)
    meeting = (frame["meeting"] == "always").to_numpy() | mirrored
    reading = np.where(meeting, "meeting", reading)
    for name in READINGS:
        frame[name] = reading == name
    for name in QUADS:
        frame[name] = (frame["quad"] == name).to_numpy()
    frame["acts"] = 1
    counted = frame.groupby(["source", "target", "month"])[list(COUNTS)].sum().reset_index()
    counted = counted.rename(columns={"month": "period_first_day"})
    Path(out).mkdir()
    counted.to_parquet(f"{out}/part.parquet")


def run(
    files: Sequence[str], first: str, last: str, *, spark: bool = True, times: int = 3
) -> list[dict[str, Any]]:
    """Rows of the table: name, seconds (the best of some), ratio to comity, peak MB.

    The peak memory of Spark is that of its Python process, without Java's.
    `files` are the Parquet files of the lake's events, whose days lie from `first` to `last`. Ends
    the program where counts differ.
    """
    days = {"first": first, "last": last}
    ways: list[tuple[str, str, dict[str, str], int]] = [
        ("comity on DuckDB", "comity", days, times),
        ("hand-written SQL", "hand_written", {}, times),
        ("polars", "with_polars", {}, 1),
        ("pandas", "with_pandas", {}, 1),
        *([("comity on Spark", "comity", {**days, "engine": "spark"}, 1)] if spark else []),
    ]
    found: dict[str, tuple[float, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        # In turns, so that a busy machine is busy for all.
        for turn in range(times):
            for name, function, options, wanted in ways:
                if turn < wanted:
                    out = f"{folder}/{name}-{turn}"
                    one = measure(
                        f"benchmarks.panel:{function}", files=list(files), out=out, **options
                    )
                    _check(name, out, f"{folder}/comity on DuckDB-0")
                    best = found.get(name, (one.seconds, one.peak_mb))
                    found[name] = (min(best[0], one.seconds), max(best[1], one.peak_mb))
    ours = found["comity on DuckDB"][0]
    return [
        {"name": name, "seconds": seconds, "ratio": seconds / ours, "peak_mb": peak}
        for name, (seconds, peak) in found.items()
    ]


def _check(name: str, out: str, reference: str) -> None:
    """Ends the program where counts differ; `period` of the SQL is the first day of it."""
    with duckdb.connect() as connection:

        def rows(folder: str) -> str:
            start = "period" if "hand-written" in folder else "period_first_day"
            columns = ", ".join(f"{c}::BIGINT AS {c}" for c in COUNTS)
            return f"SELECT source, target, {start}::DATE, {columns} FROM '{folder}/*.parquet'"

        count = f"(SELECT count(*) FROM ({rows(out)})), (SELECT count(*) FROM ({rows(reference)}))"
        differ = f"({rows(out)}) EXCEPT ({rows(reference)})"
        sql = f"SELECT {count}, (SELECT count(*) FROM ({differ}))"
        [(mine, theirs, wrong)] = connection.execute(sql).fetchall()
    if mine != theirs or wrong:
        raise SystemExit(f"{name} gives {mine} rows for {theirs}, and {wrong} others")


def table(rows: Sequence[dict[str, Any]]) -> str:
    """The rows as lines of text."""
    return "\n".join(
        f"{row['name']:<20} {row['seconds']:8.2f} s  {row['ratio']:6.2f} x comity  "
        f"{row['peak_mb']:7.0f} MB"
        for row in rows
    )
