"""A signed series that a user brings as a table: date, source, target, value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from comity.briefs.words import listed
from comity.errors import BadInput
from comity.models.reaction_function.series import DAYS, GAP
from comity.workbench.series_file.calendar import Calendar, DatedRows, calendar
from comity.workbench.series_file.columns import (
    ALIASES,
    EPOCH,
    Findings,
    known_columns,
    values_of,
)
from comity.workbench.series_file.rows import Rows, SeriesOptions, duplicates, rows_of

if TYPE_CHECKING:
    from comity.models.signed_series import SignedSeries

SIGNED_TEXTS = ("date", "source", "target", *ALIASES)
NEEDED = ("date", "source", "target", "value")
KNOWN: Mapping[str, str] = MappingProxyType(
    {name: name for name in NEEDED}
    | {name: meant for name, meant in ALIASES.items() if meant in NEEDED}
)


@dataclass(frozen=True, slots=True, eq=False)
class SignedFile:
    """A signed series, and in sentences what a reader should know of how the table was taken."""

    series: SignedSeries
    notes: tuple[str, ...]


def read_signed(
    table: pa.Table, options: SeriesOptions | None = None, *, file: str = "The series"
) -> SignedFile:
    """The signed series of a table with the columns date, source, target and value.

    An empty value was not observed; a step inside the span without a row is 0. Raises BadInput for
    what can't be taken, with the rows.
    """
    options = options or SeriesOptions()
    columns, unused = known_columns(table, KNOWN)
    missing = [column for column in NEEDED if column not in columns.column_names]
    if missing:
        raise BadInput(
            f"{file} has no column {listed(missing)}.",
            hint=f"Its columns: {', '.join(table.column_names)}.",
            next_step=f"Name the columns {', '.join(NEEDED)}.",
        )
    findings = Findings(file)
    rows, values = rows_of(columns, findings), values_of(columns, "value", findings)
    findings.check()
    told = duplicates(rows, "date, source and target", add_up=options.sum_duplicates, file=file)
    days = calendar(DatedRows(rows.day, None, None), options, file=file)
    ignored = [f"Not used: {listed(unused)}."] if unused else []
    return SignedFile(_series(rows, values, days), (*ignored, *told, *days.notes))


def _series(
    rows: Rows, values: np.ndarray[tuple[int], np.dtype[np.float64]], days: Calendar
) -> SignedSeries:
    # Imported here: it takes long to load, and a wrong table is told at once.
    from comity.models.signed_series import signed_series

    step = days.steps_of(rows.day)
    inside = np.flatnonzero((step >= 0) & (step < len(days.parts)))
    length = DAYS[days.period]
    gaps = [
        days.first_day + dt.timedelta(days=int(at) * length)
        for at in np.flatnonzero(days.parts == GAP)
    ]
    actors = rows.actors
    taken = zip(
        *(column[inside].tolist() for column in (rows.day, rows.source, rows.target, values)),
        strict=True,
    )
    return signed_series(
        ((EPOCH + dt.timedelta(days=day), actors[s], actors[t], v) for day, s, t, v in taken),
        first_day=days.first_day,
        last_day=days.last_day,
        period=days.period,
        gaps=gaps,
    )
