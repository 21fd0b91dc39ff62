"""Dyad series: what one state did to another, period by period.

0 inside coverage, absent outside: a period none of whose days is covered has no row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import narwhals as nw
import pyarrow as pa
from narwhals.typing import LazyFrameT

from comity.measures.act_reading import ReadingTables, cells_of, engine_or_duckdb
from comity.store.engines import Engine
from comity.vocabulary.dyad import Dyad
from comity.vocabulary.period import Granularity, next_period, period_label, period_start

READINGS = ("friendly", "neutral", "insult", "offence", "attack", "meeting")
QUADS = (
    "verbal_cooperation",
    "material_cooperation",
    "verbal_conflict",
    "material_conflict",
)
SUMMED = ("acts", "breach", "goldstein_sum", "goldstein_acts")
COUNTED = (*READINGS, *QUADS, *SUMMED)

SCHEMA = pa.schema(
    [
        ("source", pa.string()),
        ("target", pa.string()),
        ("period", pa.string()),
        *((name, pa.int64()) for name in READINGS),
        ("breach", pa.int64()),
        ("net_goldstein", pa.float64()),
        ("mean_goldstein", pa.float64()),
        ("acts", pa.int64()),
        *((name, pa.int64()) for name in QUADS),
        ("share_of_source", pa.float64()),
        ("period_first_day", pa.date32()),
        ("period_last_day", pa.date32()),
        ("days_covered", pa.int64()),
        ("days", pa.int64()),
        ("dataset", pa.string()),
        ("part", pa.string()),
    ]
)


def period_counts(cells: LazyFrameT, calendar: LazyFrameT) -> LazyFrameT:
    """Counts by directed dyad and period of cells that `read_cells` has read.

    `calendar` has one row for each covered day: day, period_start. Acts of days outside it
    are not counted. Goldstein scores stay integer tenths, to be divided last.
    """
    return added_up(cells.join(calendar, on="day", how="inner"))


def added_up(dated: LazyFrameT) -> LazyFrameT:
    """Cells with their `period_start`, added up by directed dyad and period."""
    counts = {name: _sum_where("reading", name) for name in READINGS}
    quads = {name: _sum_where("quad", name) for name in QUADS}
    sums = {name: nw.col(name).sum() for name in SUMMED}
    totals = dated.group_by("source", "target", "period_start").agg(**counts, **quads, **sums)
    # DuckDB widens the sum of integers to a type of 128 bits.
    return totals.with_columns(nw.col(*counts, *quads, *sums).cast(nw.Int64))


def _sum_where(column: str, value: str) -> nw.Expr:
    return nw.when(nw.col(column) == value).then(nw.col("acts")).otherwise(0).sum()


@dataclass(frozen=True, slots=True)
class DyadSeries:
    """A series of one dataset; `.table` has one row for each dyad and covered period.

    Columns of the table: source, target, period (ISO 8601 label), a count for each gesture class,
    `meeting` (undirected acts, as recorded in this direction: coders write nearly all of them in
    both), `breach` (null: no listed obligation, not
    judged), `net_goldstein` (sum of Goldstein scores of all acts), `mean_goldstein` (null without
    acts), `acts`, counts by quad class, `share_of_source` (share of the source's acts of the
    period in this dataset that were directed at the target; null without acts, and where the
    dataset looks at chosen pairs only), the period's days,
    and how many of them are covered.
    """

    table: pa.Table
    dataset: str
    granularity: Granularity

    @property
    def text(self) -> str:
        """One sentence: how many acts, of what, in which dataset."""
        rows = self.table.to_pylist()
        if not rows:
            return f"No period is covered by {self.dataset}."
        acts = sum(row["acts"] for row in rows)
        return (
            f"{acts} acts in {len(rows)} {self.granularity.value}s "
            f"({rows[0]['period']} to {rows[-1]['period']}), source {self.dataset}."
        )


@dataclass(frozen=True, slots=True)
class CoveredDay:
    """A day that a dataset covers for a dyad, and the part (way of making) it belongs to."""

    day: dt.date
    part: str


def dyad_series(
    acts: pa.Table,
    tables: ReadingTables,
    *,
    dyads: Sequence[Dyad],
    judged: frozenset[Dyad],
    covered: Sequence[CoveredDay],
    granularity: Granularity,
    dataset: str,
    source_totals: pa.Table | None = None,
    cells: pa.Table | None = None,
    engine: Engine | None = None,
) -> DyadSeries:
    """The series of some directed dyads of one dataset on the days it covers.

    `acts` holds both directions of each dyad (mirrored acts are recognised by the other side's
    record): day, source, target, target_organ, scheme, code, n, goldstein_tenths. `judged` names
    the dyads with a listed obligation. `source_totals` (source, day, acts) gives each source's acts
    toward everybody on the days on which the dataset sees them all. `cells`: what `cells_of` made
    of the acts, where it is at hand. `engine`: where to count; by default a DuckDB for the while.
    """
    with engine_or_duckdb(engine) as own:
        # In two steps, settled between: as one plan DuckDB 2.0 can fail ("changed identity").
        read = cells if cells is not None else cells_of(acts, tables, engine=own)
        frames = own.frames({"cells": read, "calendar": _calendar(covered, granularity)})
        counts = own.collect(period_counts(frames["cells"], frames["calendar"]))
    by_key = {
        (row["source"], row["target"], row["period_start"]): row for row in counts.to_pylist()
    }
    totals = _totals(source_totals, covered, granularity)
    rows = [
        _row(dyad, start, days, by_key, totals, granularity, dataset, dyad in judged)
        for dyad in dyads
        for start, days in sorted(_by_period(covered, granularity).items())
    ]
    return DyadSeries(pa.Table.from_pylist(rows, schema=SCHEMA), dataset, granularity)


def _calendar(covered: Sequence[CoveredDay], granularity: Granularity) -> pa.Table:
    starts = {c.day: period_start(c.day, granularity) for c in covered}
    return pa.table(
        {
            "day": pa.array(starts.keys(), pa.date32()),
            "period_start": pa.array(starts.values(), pa.date32()),
        }
    )


def _by_period(
    covered: Sequence[CoveredDay], granularity: Granularity
) -> dict[dt.date, list[CoveredDay]]:
    days: dict[dt.date, list[CoveredDay]] = {}
    for c in covered:
        days.setdefault(period_start(c.day, granularity), []).append(c)
    return days


def _totals(
    source_totals: pa.Table | None, covered: Sequence[CoveredDay], granularity: Granularity
) -> dict[tuple[str, dt.date], int]:
    """Each source's acts by period; absent where the total of a covered day is not known."""
    periods = _by_period(covered, granularity)
    known: dict[tuple[str, dt.date], dict[dt.date, int]] = {}
    for row in source_totals.to_pylist() if source_totals is not None else []:
        key = (row["source"], period_start(row["day"], granularity))
        known.setdefault(key, {})[row["day"]] = row["acts"]
    return {
        (source, start): sum(of[c.day] for c in periods[start])
        for (source, start), of in known.items()
        if start in periods and all(c.day in of for c in periods[start])
    }


def _row(
    dyad: Dyad,
    start: dt.date,
    covered: Sequence[CoveredDay],
    by_key: dict[tuple[str, str, dt.date], dict[str, int]],
    totals: dict[tuple[str, dt.date], int],
    granularity: Granularity,
    dataset: str,
    judged: bool,
) -> dict[str, object]:
    found = by_key.get((dyad.source, dyad.target, start), {})
    acts, scored = found.get("acts", 0), found.get("goldstein_acts", 0)
    goldstein = found.get("goldstein_sum") or 0
    total = totals.get((dyad.source, start), 0)
    end = next_period(start, granularity)
    return {
        "source": dyad.source,
        "target": dyad.target,
        "period": period_label(start, granularity),
        **{name: found.get(name, 0) for name in (*READINGS, *QUADS)},
        "breach": found.get("breach", 0) if judged else None,
        "net_goldstein": goldstein / 10,
        "mean_goldstein": goldstein / 10 / scored if scored else None,
        "acts": acts,
        "share_of_source": acts / total if total else None,
        "period_first_day": start,
        "period_last_day": end - dt.timedelta(days=1),
        "days_covered": len({c.day for c in covered}),
        "days": (end - start).days,
        "dataset": dataset,
        "part": "+".join(sorted({c.part for c in covered})),
    }
