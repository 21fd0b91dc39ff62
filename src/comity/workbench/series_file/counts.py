"""Counts of acts that a user brings as a table: date, source, target, class, n."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pyarrow as pa

from comity.briefs.words import counted, listed
from comity.errors import BadInput
from comity.models.reaction_function.series import GAP, ActSeries
from comity.vocabulary.dyad import Dyad
from comity.workbench.series_file.calendar import Calendar, DatedRows, calendar
from comity.workbench.series_file.classes import choose, read_roots
from comity.workbench.series_file.columns import (
    ALIASES,
    Codes,
    Findings,
    Mask,
    counts_of,
    is_signed,
    known_columns,
    names_of,
    values_of,
)
from comity.workbench.series_file.rows import NAMED, Rows, SeriesOptions, duplicates, rows_of

ROOT = "cameo_root"
COUNT_TEXTS = ("date", "source", "target", "class", ROOT, "part", *ALIASES)
KNOWN: Mapping[str, str] = MappingProxyType(
    {name: name for name in ("date", "source", "target", "class", ROOT, "n", "part", "volume")}
    | dict(ALIASES)
)
NEEDED = ("date", "source", "target", "class", "n")
# A directed dyad with fewer acts is named: its answers rest on others.
FEW_ACTS = 30


@dataclass(frozen=True, slots=True, eq=False)
class CountsFile:
    """A series, and in sentences what a reader should know of how the table was taken."""

    series: ActSeries
    notes: tuple[str, ...]


def read_counts(
    table: pa.Table, options: SeriesOptions | None = None, *, file: str = "The series"
) -> CountsFile:
    """The series of a table with the columns date, source, target, class and n.

    Any label is a class; a day inside the span without a row has 0 acts. `part` (in which way the
    counts of a date were made) and `volume` (of news) are taken where given. Instead of a class
    `cameo_root` is taken, with `source_iso3` and `target_iso3`. Raises BadInput for what can't be
    taken, with the rows, and BadValue for classes that are not there.
    """
    options = options or SeriesOptions()
    if is_signed(table):
        raise BadInput(
            f"{file} is a signed series (it has a column value), not one of counts of acts.",
            next_step="`comity reactions backtest` forecasts it; reactions need class and n.",
        )
    columns, unused = known_columns(table, KNOWN)
    _demand(columns, unused, file)
    label = "class" if "class" in columns.column_names else ROOT
    findings = Findings(file)
    rows = rows_of(columns, findings, label)
    n, dated = counts_of(columns, findings), _dated(rows, columns, findings)
    findings.check()
    told = duplicates(
        rows, "date, source, target and class", add_up=options.sum_duplicates, file=file
    )
    chosen = choose(read_roots(rows) if label == ROOT else rows, n, options.classes)
    days = calendar(dated, options, file=file)
    series, lost = _counted(chosen.rows, n[chosen.kept], days, file)
    ignored = [f"Not used: {listed(unused)}."] if unused else []
    notes = (*ignored, *told, *chosen.notes, *days.notes, *lost, *_few(series))
    return CountsFile(series, notes)


def _demand(columns: pa.Table, unused: tuple[str, ...], file: str) -> None:
    have = {"class" if column == ROOT else column for column in columns.column_names}
    missing = [column for column in NEEDED if column not in have]
    if missing:
        raise BadInput(
            f"{file} has no column {listed(missing)}.",
            hint=f"Its columns: {', '.join([*columns.column_names, *unused])}.",
            next_step=f"Name the columns {', '.join(NEEDED)}.",
        )


def _dated(rows: Rows, columns: pa.Table, findings: Findings) -> DatedRows:
    given = set(columns.column_names)
    return DatedRows(
        rows.day,
        names_of(columns, "part", findings) if "part" in given else None,
        values_of(columns, "volume", findings) if "volume" in given else None,
    )


def _counted(rows: Rows, n: Codes, days: Calendar, file: str) -> tuple[ActSeries, list[str]]:
    """The sparse counts of a series, and what is to be told of days and pairs without acts."""
    steps, many = len(days.parts), len(rows.actors)
    step = days.steps_of(rows.day)
    inside = (step >= 0) & (step < steps)
    observed = inside.copy()
    observed[inside] = days.parts[step[inside]] != GAP
    acting = observed & (n > 0)
    pairs, idle = np.unique(rows.pair[acting]), np.unique(rows.pair)
    idle = np.setdiff1d(idle, pairs)
    if not len(pairs):
        raise BadInput(
            f"{file} has no act: all its counts on observed days are 0.",
            next_step="Check the column n, the classes and the gaps.",
        )
    reverse = (rows.source > rows.target)[acting]
    dyad = 2 * np.searchsorted(pairs, rows.pair[acting]) + reverse
    klasses = len(rows.labels)
    key = (dyad * klasses + rows.label[acting]) * steps + step[acting]
    places, index = np.unique(key, return_inverse=True)
    series = ActSeries(
        first_day=days.first_day,
        period=days.period,
        parts=days.parts,
        part_names=days.part_names,
        classes=rows.labels,
        dyads=_both_ways(rows.actors, pairs, many),
        dyad=(places // steps // klasses).astype(np.int32),
        klass=(places // steps % klasses).astype(np.int32),
        step=(places % steps).astype(np.int32),
        n=np.bincount(index, weights=n[acting]).astype(np.int32),
        volume=days.volume,
    )
    none = f"No act on any observed day, so no reaction function: {rows.name_pairs(idle)}."
    return series, [*_lost(n, inside, observed), *([none] if len(idle) else [])]


def _both_ways(actors: tuple[str, ...], pairs: Codes, many: int) -> tuple[Dyad, ...]:
    there = [Dyad(actors[one // many], actors[one % many]) for one in pairs.tolist()]
    return tuple(dyad for one in there for dyad in (one, one.reverse))


def _lost(n: Codes, inside: Mask, observed: Mask) -> list[str]:
    left = ((~inside, "outside the span"), (inside & ~observed, "within a gap"))
    return [
        f"Left out: {counted(int(n[where].sum()), 'act')} {told}."
        for where, told in left
        if n[where].any()
    ]


def _few(series: ActSeries) -> list[str]:
    acts = np.bincount(series.dyad, weights=series.n, minlength=len(series.dyads))
    few = np.flatnonzero(acts < FEW_ACTS)
    if not len(few):
        return []
    named = [f"{series.dyads[one]} ({int(acts[one])})" for one in few]
    which = f": {'; '.join(named)}" if len(few) <= NAMED else ""
    return [
        f"Under {FEW_ACTS} acts in {len(few):,} of {len(series.dyads):,} directed dyads: their "
        f"answers rest mostly on other dyads (own_evidence){which}."
    ]
