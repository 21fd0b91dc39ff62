"""The rows of a series that a user brings: the day, who acted, and toward whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from comity.briefs.words import counted, listed
from comity.errors import BadInput
from comity.vocabulary.period import Granularity, Span
from comity.workbench.series_file.columns import (
    Coded,
    Codes,
    Findings,
    Mask,
    days_of,
    names_of,
    rows_named,
)

# How many pairs or dyads are named before the rest is counted.
NAMED = 8


@dataclass(frozen=True, slots=True)
class SeriesOptions:
    """How a table is taken. `classes` empty: all but meetings (and the product's own neutral).

    `sum_duplicates`: rows of the same date, source, target and class are added up, not refused.
    `first_day` and `last_day` say which days were observed; default: first to last row.
    """

    period: Granularity | None = None
    classes: tuple[str, ...] = ()
    gaps: tuple[Span, ...] = ()
    sum_duplicates: bool = False
    first_day: dt.date | None = None
    last_day: dt.date | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The rows of a table: days since 1970-01-01, places in `actors`, places in `labels`."""

    actors: tuple[str, ...]
    day: Codes
    source: Codes
    target: Codes
    labels: tuple[str, ...]
    label: Codes

    def only(self, kept: Mask) -> Rows:
        """Some of the rows."""
        return replace(
            self,
            day=self.day[kept],
            source=self.source[kept],
            target=self.target[kept],
            label=self.label[kept],
        )

    @property
    def pair(self) -> Codes:
        """The undirected pair of each row, as one number."""
        low, high = np.minimum(self.source, self.target), np.maximum(self.source, self.target)
        return low * len(self.actors) + high

    def name_pairs(self, pairs: Codes) -> str:
        """Pairs by name: the first few, and how many there are."""
        many = len(self.actors)
        named = [
            f"{self.actors[one // many]} and {self.actors[one % many]}" for one in pairs[:NAMED]
        ]
        more = f" and {len(pairs) - NAMED:,} more" if len(pairs) > NAMED else ""
        return f"{'; '.join(named)}{more}"


def rows_of(table: pa.Table, findings: Findings, label: str = "") -> Rows:
    """The rows of a table with the columns date, source, target and, where named, `label`."""
    source, target = (names_of(table, side, findings) for side in ("source", "target"))
    actors = tuple(sorted({*source.names, *target.names}))
    place = {actor: number for number, actor in enumerate(actors)}
    acting, meant = (
        np.array([place[one] for one in side.names], np.int64)[side.code]
        for side in (source, target)
    )
    findings.add_rows(
        (acting == meant) & (acting != place.get("", -1)),
        "source and target are the same",
        lambda row: actors[acting[row]],
    )
    one = Coded(("",), np.zeros(table.num_rows, np.int64))
    labels = names_of(table, label, findings) if label else one
    day = days_of(table, findings)
    return Rows(actors, day, acting, meant, labels.names, labels.code)


def duplicates(rows: Rows, what: str, *, add_up: bool, file: str) -> list[str]:
    """Rows that say the same as another one: refused, or told. `what` are the columns compared."""
    days = rows.day - rows.day.min()
    pair = (days * len(rows.actors) + rows.source) * len(rows.actors) + rows.target
    key = pair * len(rows.labels) + rows.label
    order = np.argsort(key, kind="stable")
    again = np.flatnonzero(np.diff(key[order]) == 0)
    if not len(again):
        return []
    more = f"{counted(len(again), 'row')} with the {what} of an earlier one"
    if add_up:
        return [f"{more}: added up."]
    one, other = int(order[again[0]]), int(order[again[0] + 1])
    pair_named = f"{rows.actors[rows.source[one]]} → {rows.actors[rows.target[one]]}"
    named = listed([part for part in (pair_named, rows.labels[rows.label[one]]) if part])
    raise BadInput(
        f"{file} has {more}; the first: {rows_named(np.array([one, other]))} ({named}).",
        hint="If they are parts of one figure, --duplicates sum adds them up.",
        next_step="Keep one row for each, or give --duplicates sum.",
    )
