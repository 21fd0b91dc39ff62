"""`reactions_fit`: the reaction functions of all dyads of a series that a user brings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Annotated, TypeAlias

import numpy as np
import pyarrow as pa
from pydantic import Field, GetPydanticSchema
from pydantic_core import core_schema

from comity.briefs.words import listed
from comity.errors import BadInput, NotConverged
from comity.models.reaction_function.result import ReactionFunctions
from comity.models.reaction_function.series import ActSeries
from comity.vocabulary.period import Granularity
from comity.workbench.bench import Workbench
from comity.workbench.result import Result
from comity.workbench.series_file import COUNT_TEXTS, CountsFile, SeriesRequest, read_counts
from comity.workbench.table_file import table_of

# Told of each stage of an estimate: which share of the work is done (0 to 1), and what it is.
Share: TypeAlias = Callable[[float, str], None]
Cancelled: TypeAlias = Callable[[], bool]

# A fit is no part of the JSON of a result, and is not looked into.
AsItIs: TypeAlias = Annotated[
    ReactionFunctions, GetPydanticSchema(lambda _source, _handler: core_schema.any_schema())
]

NAME = "The series"
NAMED = 5
ASSUMED = (
    "An answer is what follows an act beyond what would have followed anyway: the responder's own "
    "momentum, what hit both sides at once (the same day's acts are taken as such, not as "
    "answers), the part, the day of the week. What follows is not thereby caused."
)


class ReactionsFitRequest(SeriesRequest):
    """A series of counts of acts, and the step of time."""

    period: Granularity | None = Field(
        None, description="day or week; default: day, or week where all dates are of one weekday"
    )


class ReactionsFitResult(Result):
    """`.table` has a row for each directed dyad and pair of classes; nulls are not known.

    `checked` says how the optimum was checked, `notes` how the series was taken.
    """

    fitted: AsItIs = Field(exclude=True, repr=False)
    log_likelihood: float
    converged: bool
    checked: str
    period: Granularity
    first_day: dt.date
    last_day: dt.date
    classes: tuple[str, ...]
    directed_dyads: int
    notes: tuple[str, ...]


def reactions_fit(
    _bench: Workbench,
    request: ReactionsFitRequest,
    *,
    progress: Share | None = None,
    cancelled: Cancelled | None = None,
) -> ReactionsFitResult:
    """How each responder of a series answers each initiator, in each pair of classes.

    Raises BadInput for a table that can't be taken, BadValue for an option that is not valid,
    NotConverged where the estimate has not settled: what it then says is no result.
    """
    if progress:
        progress(0.0, "reading the series")
    file = series_of(request, request.period)
    fitted = settled(file.series, progress, cancelled)
    return fit_result(fitted, file.series, file.notes)


def series_of(request: SeriesRequest, period: Granularity | None) -> CountsFile:
    """The counts of a request's table."""
    options = request.options(period)
    return read_counts(table_of(request.series, NAME, texts=COUNT_TEXTS), options, file=NAME)


def settled(
    series: ActSeries, progress: Share | None = None, cancelled: Cancelled | None = None
) -> ReactionFunctions:
    """The fit of a series. Raises NotConverged where it has not settled."""
    # Imported here: its compiler takes long to load, and a wrong table is told at once.
    from comity.models.reaction_function import fit_reactions

    try:
        fitted = fit_reactions(series, progress=progress, cancelled=cancelled)
    except np.linalg.LinAlgError as error:
        raise NotConverged(
            f"The equations of a dyad can't be solved, so there is no result ({error}).",
            hint="Its counts may hold one enormous day, or two series may be the same.",
            next_step="Look at the series; take longer steps (--period week), or fewer --classes.",
        ) from error
    demand_converged(fitted)
    return fitted


def demand_converged(fitted: ReactionFunctions) -> None:
    """Raises NotConverged, with the dyads that have not settled, where an estimate has not."""
    if fitted.converged:
        return
    unsettled = fitted.dyads.filter(np.invert(np.array(fitted.dyads["converged"].to_pylist())))
    pairs = [f"{row['first']} and {row['second']}" for row in unsettled.to_pylist()]
    more = f", {len(pairs) - NAMED:,} more" if len(pairs) > NAMED else ""
    which = f"; not settled: {'; '.join(pairs[:NAMED])}{more}" if pairs else ""
    raise NotConverged(
        f"The estimate has not settled, so there is no result{which}.",
        hint=fitted.checked,
        next_step="Take these dyads out, take longer steps (--period week), or fewer --classes.",
    )


def fit_result(
    fitted: ReactionFunctions, series: ActSeries, notes: Sequence[str]
) -> ReactionsFitResult:
    """A fit as the verb gives it: with nulls for what is not known."""
    table = without_nan(fitted.table)
    if table.num_rows == 0:
        raise BadInput(
            "No dyad of the series has a reaction function.",
            hint="\n".join(notes),
            next_step="Bring a longer series.",
        )
    return ReactionsFitResult(
        table=table,
        text=fitted.text,
        fitted=fitted,
        log_likelihood=fitted.log_likelihood,
        converged=fitted.converged,
        checked=fitted.checked,
        period=series.period,
        first_day=series.first_day,
        last_day=series.day_of(series.steps) - dt.timedelta(days=1),
        classes=series.classes,
        directed_dyads=len(series.dyads),
        notes=(*notes, *_absent(series, table), ASSUMED),
    )


def _absent(series: ActSeries, table: pa.Table) -> list[str]:
    """Dyads of the series that the estimate says nothing about."""
    told = set(zip(table["responder"].to_pylist(), table["initiator"].to_pylist(), strict=True))
    absent = [str(dyad) for dyad in series.dyads if (dyad.source, dyad.target) not in told]
    if not absent:
        return []
    more = f" and {len(absent) - NAMED:,} more" if len(absent) > NAMED else ""
    return [f"No reaction function for {listed(absent[:NAMED])}{more}: too little on record."]


def without_nan(table: pa.Table) -> pa.Table:
    """The table with null for each number that is none."""
    columns = []
    for field, column in zip(table.schema, table.columns, strict=True):
        if pa.types.is_floating(field.type):
            values = column.to_numpy()
            columns.append(pa.array(values, field.type, mask=~np.isfinite(values)))
        else:
            columns.append(column)
    return pa.table(columns, names=table.column_names)
