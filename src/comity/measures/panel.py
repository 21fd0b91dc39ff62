"""The panel: the directed dyad series of all pairs of a dataset at once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import narwhals as nw
import pyarrow as pa

from comity.measures.act_counts import ACT, counting_tables, counts, exceptions
from comity.measures.act_reading import ReadingTables
from comity.measures.dyad_series import SCHEMA as SERIES
from comity.measures.dyad_series import CoveredDay
from comity.store.engines import Engine
from comity.vocabulary.dyad import Dyad
from comity.vocabulary.period import Granularity, next_period, period_label, period_start

Frame = nw.LazyFrame[Any]
TEXT = pa.dictionary(pa.int32(), pa.string())

# The columns of a dyad series, but the share of the source's acts, which is one of the panel.
SCHEMA = pa.schema(
    [
        pa.field(field.name, TEXT if pa.types.is_string(field.type) else field.type)
        for field in SERIES
        if field.name != "share_of_source"
    ]
)
ORDER = ("period_first_day", "source", "target")
# Days of the longest period.
LONGEST = 366


@dataclass(frozen=True, slots=True)
class PairsCovered:
    """The days that a dataset covers: `days[group]` for the pairs in that group.

    `groups` has source, target and group; None: all pairs are in group 0, as where a dataset looks
    at the whole world.
    """

    days: tuple[tuple[CoveredDay, ...], ...]
    groups: pa.Table | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """`.table` has a row for each directed dyad and covered period with at least one act.

    Its columns are those of `DyadSeries`, without the share of the source. A dyad that has no row
    in a period that the dataset covers for it did nothing that the dataset has: its counts are 0.
    Ordered by period, source and target.
    """

    table: pa.Table
    dataset: str
    granularity: Granularity

    @property
    def text(self) -> str:
        """One sentence: how many rows, acts and dyads, in which dataset."""
        if not self.table.num_rows:
            return f"No act is recorded on the days that {self.dataset} covers."
        dyads = self.table.select(["source", "target"]).group_by(["source", "target"])
        periods = self.table["period"]
        return (
            f"{sum(self.table['acts'].to_pylist()):,} acts of {dyads.aggregate([]).num_rows:,} "
            f"directed dyads in {self.table.num_rows:,} rows, by {self.granularity.value} "
            f"({periods[0]} to {periods[-1]}), source {self.dataset}."
        )


@dataclass(frozen=True, slots=True)
class PanelPlan:
    """What to make a panel of.

    `acts` is a frame of the engine: day, source, target, target_organ, scheme, code, n,
    goldstein_tenths. Acts on days that are not covered for their pair are not counted. `judged`
    names the dyads with a listed obligation; breaches of all others are null.
    """

    acts: Frame
    tables: ReadingTables
    covered: PairsCovered
    judged: frozenset[Dyad]
    granularity: Granularity
    dataset: str


def panel(engine: Engine, plan: PanelPlan) -> Panel:
    """The directed dyad series of all pairs of one dataset."""
    parts = [_typed(engine.collect(rows)) for rows in panel_rows(engine, plan)]
    table = pa.concat_tables(parts).unify_dictionaries() if parts else SCHEMA.empty_table()
    return Panel(table, plan.dataset, plan.granularity)


def write_panel(engine: Engine, plan: PanelPlan, folder: Path) -> list[Path]:
    """The same as Parquet files in a folder, in the order of their periods.

    It is never in memory as a whole, so there may be any number of rows.
    """
    return [file for rows in panel_rows(engine, plan) for file in engine.write(rows, folder)]


def panel_rows(engine: Engine, plan: PanelPlan) -> Iterator[Frame]:
    """The rows of a panel, step by step in the order of the periods, each step sorted."""
    calendar = _calendar(plan.covered, plan.granularity)
    periods = _periods(plan.covered, plan.granularity)
    groups = plan.covered.groups
    frames = engine.frames(
        {"calendar": calendar, "periods": periods, "judged": _pairs(plan.judged)}
        | ({"groups": groups} if groups is not None else {})
    )
    by = counting_tables(engine, plan.tables)
    dated = _dated(plan.acts, frames)
    steps = _steps(engine, dated)
    changes = exceptions(engine, dated, by) if steps else dated
    for first, last in steps:
        some = (_between(dated, first, last), _between(changes, first, last, days=False))
        yield _finished(counts(*some, by), frames, plan.dataset)


def _dated(acts: Frame, frames: Mapping[str, Frame]) -> Frame:
    """The acts on covered days, with the period they are counted in."""
    if "groups" in frames:
        grouped = acts.join(frames["groups"], on=["source", "target"], how="inner")
        return grouped.join(frames["calendar"], on=["group", "day"], how="inner").select(*ACT)
    calendar = frames["calendar"].select("day", "period_start")
    return acts.join(calendar, on="day", how="inner").select(*ACT)


def _steps(engine: Engine, dated: Frame) -> list[tuple[dt.date, dt.date]]:
    """Stretches of whole periods, by their first and last start, in order.

    Each has about as many acts as the engine takes best at once.
    """
    of_period = dated.group_by("period_start").agg(acts=nw.len(), last_day=nw.col("day").max())
    rows = engine.collect(of_period.sort("period_start")).to_pylist()
    steps: list[list[dt.date]] = []
    taken = 0
    for row in rows:
        if not steps or (engine.rows_at_once and taken + row["acts"] > engine.rows_at_once):
            steps.append([])
            taken = 0
        steps[-1].append(row["period_start"])
        taken += row["acts"]
    return [(step[0], step[-1]) for step in steps]


def _between(rows: Frame, first: dt.date, last: dt.date, *, days: bool = True) -> Frame:
    """The rows of the periods that start on `first` to `last`."""
    day, start = nw.col("day"), nw.col("period_start")
    within = rows.filter(start >= first, start <= last)
    # By their days, too: files are left out by these.
    return within.filter(day >= first, day < last + dt.timedelta(days=LONGEST)) if days else within


def _finished(counted: Frame, frames: Mapping[str, Frame], dataset: str) -> Frame:
    """Counts with their means, their period's days, and breaches only where they are judged."""
    judged = frames["judged"].with_columns(judged=nw.lit(1))
    known = counted.join(judged, on=["source", "target"], how="left")
    on = ["period_start"]
    if "groups" in frames:
        known = known.join(frames["groups"], on=["source", "target"], how="inner")
        on = ["group", "period_start"]
    goldstein = nw.col("goldstein_sum").cast(nw.Float64) / 10
    scored = nw.when(nw.col("goldstein_acts") != 0).then(nw.col("goldstein_acts"))
    rows = known.join(frames["periods"], on=on, how="inner").with_columns(
        breach=nw.when(~nw.col("judged").is_null()).then(nw.col("breach")),
        net_goldstein=goldstein,
        mean_goldstein=goldstein / scored.cast(nw.Float64),
        dataset=nw.lit(dataset),
    )
    return rows.select(*SCHEMA.names).sort(*ORDER)


def _typed(table: pa.Table) -> pa.Table:
    columns = [
        table[field.name].dictionary_encode()
        if pa.types.is_dictionary(field.type)
        else table[field.name].cast(field.type)
        for field in SCHEMA
    ]
    return pa.table(columns, schema=SCHEMA)


def _calendar(covered: PairsCovered, granularity: Granularity) -> pa.Table:
    rows = [
        (group, day, period_start(day, granularity))
        for group, days in enumerate(covered.days)
        for day in sorted({c.day for c in days})
    ]
    return _table(rows, {"group": pa.int32(), "day": pa.date32(), "period_start": pa.date32()})


def _periods(covered: PairsCovered, granularity: Granularity) -> pa.Table:
    """What a row says of its period, for each group of pairs."""
    rows = [
        row
        for group, days in enumerate(covered.days)
        for row in _periods_of(group, days, granularity)
    ]
    types = {"group": pa.int32(), "period_start": pa.date32()}
    own = ("period", "period_first_day", "period_last_day", "days_covered", "days", "part")
    return _table(rows, types | {name: SERIES.field(name).type for name in own})


def _periods_of(
    group: int, covered: Sequence[CoveredDay], granularity: Granularity
) -> Iterator[tuple[object, ...]]:
    days: Counter[dt.date] = Counter()
    parts: dict[dt.date, set[str]] = {}
    for day in {c.day for c in covered}:
        days[period_start(day, granularity)] += 1
    for c in covered:
        parts.setdefault(period_start(c.day, granularity), set()).add(c.part)
    for start, n in days.items():
        end = next_period(start, granularity)
        label = period_label(start, granularity)
        named = "+".join(sorted(parts[start]))
        last_day = end - dt.timedelta(days=1)
        yield group, start, label, start, last_day, n, (end - start).days, named


def _pairs(dyads: Iterable[Dyad]) -> pa.Table:
    rows = [(dyad.source, dyad.target) for dyad in dyads]
    return _table(rows, {"source": pa.string(), "target": pa.string()})


def _table(rows: Sequence[tuple[object, ...]], types: Mapping[str, pa.DataType]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(types)
    arrays = [pa.array(c, t) for c, t in zip(columns, types.values(), strict=True)]
    return pa.table(arrays, schema=pa.schema(types.items()))
