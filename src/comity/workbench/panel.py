"""`panel`: the directed dyad series of all pairs of one source."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from pydantic import Field

from comity.measures.all_acts import all_acts
from comity.measures.panel import PanelPlan
from comity.measures.panel import panel as make_panel
from comity.measures.reading_tables import default_reading, judged_dyads
from comity.store.engines import check_engine, open_engine
from comity.vocabulary.period import Granularity
from comity.workbench.bench import Workbench
from comity.workbench.result import Request, Result


class PanelRequest(Request):
    """Which source, days and periods, and the engine to count on."""

    period: Granularity = Field(Granularity.MONTH, description="day, week, month, quarter or year")
    first_day: dt.date | None = Field(None, description="first day of the span")
    last_day: dt.date | None = Field(None, description="last day of the span, included")
    dataset: str | None = Field(None, description="the source to read; default: longest coverage")
    engine: str = Field("duckdb", description="where to count: duckdb or spark")


class PanelResult(Result):
    """`.table` has a row for each directed dyad and covered period with an act."""

    dataset: str
    coverage: str


def panel(bench: Workbench, request: PanelRequest) -> PanelResult:
    """The panel of all pairs: rows where there is an act; a covered period without a row is 0."""
    check_engine(request.engine)
    reading = bench.reading()
    with (
        tempfile.TemporaryDirectory(prefix="comity-") as folder,
        open_engine(request.engine, folder=Path(folder)) as engine,
    ):
        found = all_acts(
            reading,
            engine,
            first_day=request.first_day,
            last_day=request.last_day,
            dataset=request.dataset,
        )
        plan = PanelPlan(
            found.acts,
            default_reading(),
            found.covered,
            judged_dyads(found.span),
            request.period,
            found.dataset,
        )
        made = make_panel(engine, plan)
    days = len({c.day for of in found.covered.days for c in of})
    return PanelResult(
        table=made.table,
        text=made.text,
        lake_version=reading.version.number,
        dataset=found.dataset,
        coverage=f"Source {found.dataset}: {days} of {found.span.days} days covered, {found.span}. "
        "A covered period without a row has no act; breach is empty where no obligation is listed.",
    )
