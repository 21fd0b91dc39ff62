"""`gestures`: the acts behind a series, newest first."""

from __future__ import annotations

import pyarrow.compute as pc
from pydantic import Field

from comity.errors import unknown
from comity.measures.dyad_series import READINGS
from comity.measures.gestures import gestures as list_gestures
from comity.measures.pair_acts import find_dyad, pair_acts
from comity.measures.reading_tables import default_reading
from comity.workbench.bench import Workbench
from comity.workbench.result import PairRequest, Result


class GesturesRequest(PairRequest):
    """Which acts, and how many of them."""

    gesture_class: str | None = Field(None, description="only this class, e.g. insult")
    limit: int | None = Field(None, ge=1, description="at most so many, the newest")


class GesturesResult(Result):
    """`.table` has a row for each record, or each count of a counts-only source."""

    dataset: str
    coverage: str
    matching: int


def gestures(bench: Workbench, request: GesturesRequest) -> GesturesResult:
    """The acts between two actors with class, type, intensity and source record, newest first."""
    _check_class(request.gesture_class)
    reading = bench.reading()
    dyad = find_dyad(request.source, request.target)
    pair = pair_acts(
        reading,
        dyad,
        first_day=request.first_day,
        last_day=request.last_day,
        dataset=request.dataset,
        voice=request.voice,
        with_totals=False,
    )
    listed = list_gestures(pair.acts, default_reading())
    table = listed.table
    if not request.both:
        table = table.filter(pc.equal(table["source"], dyad.source))
    if request.gesture_class:
        table = table.filter(pc.equal(table["gesture_class"], request.gesture_class))
    matching = table.num_rows
    shown = table.slice(0, request.limit) if request.limit else table
    return GesturesResult(
        table=shown,
        text=type(listed)(table).text,
        lake_version=reading.version.number,
        dataset=pair.choice.dataset,
        coverage=pair.choice.text,
        matching=matching,
    )


def _check_class(name: str | None) -> None:
    if name is not None and name not in READINGS:
        raise unknown("class", name, READINGS, next_step=f"Classes: {', '.join(READINGS)}.")
