"""`reactions_backtest`: each step of a series forecast from the steps before it, and scored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pydantic import Field

from comity.errors import BadValue
from comity.models.reaction_function.result import ReactionFunctions
from comity.models.reaction_function.series import DAYS, ActSeries
from comity.vocabulary.period import Granularity
from comity.workbench.bench import Workbench
from comity.workbench.reactions_fit import (
    NAME,
    Cancelled,
    Share,
    series_of,
    settled,
    without_nan,
)
from comity.workbench.result import Result
from comity.workbench.series_file import (
    COUNT_TEXTS,
    SeriesRequest,
    is_signed,
    read_signed,
)
from comity.workbench.table_file import table_of

if TYPE_CHECKING:
    from comity.models.reaction_function import Forecasts

# The ends of the intervals, and which of the quantiles .05, .25, .75 and .95 each one is.
QUANTILE_OF: Mapping[str, int] = MappingProxyType(
    {"lower50": 1, "upper50": 2, "lower90": 0, "upper90": 3}
)
BANDS = tuple(QUANTILE_OF)
# A new fit at each step is bearable up to so many directed dyads; above, fits are made more seldom,
# but at least each four weeks.
DYADS_EACH_STEP = 200
MOST_DAYS_A_FIT = 28


class ReactionsBacktestRequest(SeriesRequest):
    """A series of counts or a signed one, the step of time, and from when on it is forecast."""

    start: dt.date = Field(description="forecast the steps that begin on this day or later")
    step: Granularity = Field(Granularity.WEEK, description="day or week")
    refit_every: int | None = Field(
        None, ge=1, description="fit anew each so many steps; default: by the number of dyads"
    )


class ReactionsBacktestResult(Result):
    """`.table` has a row for each directed dyad, class (of counts) and step; `observed` beside it.

    A null in `observed` was not observed. `fits` says how many fits there were, each on the steps
    before what it forecasts, alone.
    """

    signed: bool
    fits: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """The forecasts of some steps, from one fit on the steps before the first of them."""

    first: int
    end: int
    forecasts: Forecasts


def reactions_backtest(
    _bench: Workbench,
    request: ReactionsBacktestRequest,
    *,
    progress: Share | None = None,
    cancelled: Cancelled | None = None,
) -> ReactionsBacktestResult:
    """One-step-ahead forecasts of a series with 50% and 90% intervals, from its past alone.

    Raises BadInput for a table that can't be taken, BadValue for a start outside the series,
    NotConverged where a fit has not settled.
    """
    if progress:
        progress(0.0, "reading the series")
    table = table_of(request.series, NAME, texts=COUNT_TEXTS)
    if is_signed(table):
        return _of_signed(table, request, progress, cancelled)
    file = series_of(request.model_copy(update={"series": table}), request.step)
    first = _first_step(file.series.first_day, file.series.steps, request)
    every = request.refit_every or usual_refits(len(file.series.dyads), request.step)
    # Imported here: its compiler takes long to load, and a wrong table is told at once.
    from comity.models.reaction_function import forecast_next

    def fit(past: ActSeries, share: Share | None) -> ReactionFunctions:
        return settled(past, share, cancelled)

    blocks = list(forecast_blocks(file.series, first, every, fit, forecast_next, progress))
    found = without_nan(pa.concat_tables(_rows(file.series, block) for block in blocks))
    steps = f"{file.series.steps - first:,} {request.step}s from {file.series.day_of(first)}"
    how = f"Each of {len(blocks):,} fits saw only what came before what it forecasts"
    often = f"; one every {every} {request.step}s." if every > 1 else "."
    return ReactionsBacktestResult(
        table=found,
        text=f"{steps}: {scores(found)}{_log_score(blocks)}",
        signed=False,
        fits=len(blocks),
        notes=(f"{how}{often}", *file.notes),
    )


def usual_refits(dyads: int, step: Granularity) -> int:
    """Every how many steps a series of so many directed dyads is fitted anew."""
    return min(MOST_DAYS_A_FIT // DAYS[step], max(1, round(dyads / DYADS_EACH_STEP)))


def forecast_blocks(
    series: ActSeries,
    first: int,
    every: int,
    fit: Callable[[ActSeries, Share | None], ReactionFunctions],
    forecast: Callable[..., Forecasts],
    progress: Share | None = None,
) -> Iterator[_Block]:
    """The steps from `first` on, block by block; neither fit nor forecast sees what comes later."""
    starts = range(first, series.steps, every)
    for number, start in enumerate(starts):
        end = min(start + every, series.steps)
        before = f"fitting on what came before {series.day_of(start)}"

        def share(done: float, _what: str, number: int = number, told: str = before) -> None:
            if progress:
                progress((number + done) / len(starts), told)

        share(0.0, "")
        fitted = fit(series.until(start), share)
        yield _Block(start, end, forecast(fitted, series.until(end), first=start, end=end))


def scores(table: pa.Table) -> str:
    """How well a table of forecasts did, in words: error, and how often the intervals held."""
    seen = table.filter(pa.compute.is_valid(table["observed"]))
    if not seen.num_rows:
        return "nothing was observed to score the forecasts by."
    columns = ("mean", *BANDS, "observed")
    mean, low50, high50, low90, high90, observed = (seen[name].to_numpy() for name in columns)
    error = float(np.sqrt(np.mean((mean - observed) ** 2)))
    held = [
        float(np.mean((low <= observed) & (observed <= high)))
        for low, high in ((low50, high50), (low90, high90))
    ]
    return (
        f"{len(observed):,} forecasts, root mean squared error {error:.4g}; the 50% intervals held "
        f"{held[0]:.0%} of what was observed, the 90% intervals {held[1]:.0%}."
    )


def _of_signed(
    table: pa.Table,
    request: ReactionsBacktestRequest,
    progress: Share | None,
    cancelled: Cancelled | None,
) -> ReactionsBacktestResult:
    if request.classes:
        raise BadValue(
            "A signed series has no classes.", next_step="Leave --classes out, or bring counts."
        )
    if request.refit_every not in (None, 1):
        raise BadValue(
            "A signed series is fitted anew at each step.", next_step="Leave --refit-every out."
        )
    file = read_signed(table, request.options(request.step), file=NAME)
    first = _first_step(file.series.first_day, file.series.steps, request)
    from comity.models.signed_series import forecast_signed

    found = forecast_signed(file.series, start=first, progress=progress, cancelled=cancelled)
    columns = ("date", "source", "target", "mean", *BANDS, "observed")
    return ReactionsBacktestResult(
        table=without_nan(found.table.select(columns)),
        text=found.text,
        signed=True,
        fits=file.series.steps - first,
        notes=(*file.notes, *found.notes),
    )


def _first_step(first_day: dt.date, steps: int, request: ReactionsBacktestRequest) -> int:
    """The first step that begins on the start or later."""
    first = -(-(request.start - first_day).days // DAYS[request.step])
    if 0 < first < steps:
        return first
    last = first_day + dt.timedelta(days=DAYS[request.step] * (steps - 1))
    raise BadValue(
        f"--start {request.start} leaves no past to learn from, or nothing to forecast.",
        hint=f"The series has {steps:,} {request.step}s; the first begins on {first_day}, the last "
        f"on {last}.",
        next_step="Choose a start between the two.",
    )


def _rows(series: ActSeries, block: _Block) -> pa.Table:
    """The forecasts of a block as rows: by date, dyad and class."""
    shape = (len(series.dyads), len(series.classes), block.end - block.first)

    def flat(values: NDArray[np.generic]) -> NDArray[np.generic]:
        return np.ascontiguousarray(np.moveaxis(values, 2, 0)).ravel()

    dyad, klass, step = np.indices(shape, np.int32)
    days = [series.day_of(at) for at in range(block.first, block.end)]
    names = {
        "date": (pa.array(days, pa.date32()), step),
        "source": (pa.array([dyad.source for dyad in series.dyads]), dyad),
        "target": (pa.array([dyad.target for dyad in series.dyads]), dyad),
        "class": (pa.array(series.classes), klass),
    }
    found = block.forecasts
    numbers = {
        "mean": found.mean,
        **{name: found.quantiles[..., at] for name, at in QUANTILE_OF.items()},
        "observed": found.observed,
    }
    return pa.table(
        {name: values.take(pa.array(flat(at))) for name, (values, at) in names.items()}
        | {name: pa.array(flat(values), pa.float64()) for name, values in numbers.items()}
    )


def _log_score(blocks: list[_Block]) -> str:
    each = np.concatenate([block.forecasts.log_score.ravel() for block in blocks])
    known = each[np.isfinite(each)]
    return f" Mean log score {known.mean():.4f} a forecast." if len(known) else ""
