"""`ties`: what joins a state to others by structure: alliances, trade, visas, migrants, borders."""

from __future__ import annotations

import pyarrow.compute as pc
from pydantic import Field

from comity.errors import BadValue
from comity.measures.ties import ties as measure_ties
from comity.registry.actors import actors
from comity.store.facts import terms_of
from comity.workbench.bench import Workbench
from comity.workbench.result import Names, Request, Result


class TiesRequest(Request):
    """Whose ties, with whom, and of which years."""

    state: str = Field(description="a state by code (KAZ) or name (Kazakhstan)")
    toward: Names = Field(
        (), description="states or organisations, by code or name; text is read at its commas"
    )
    first_year: int | None = Field(None, ge=1, le=9999, description="first year of the span")
    last_year: int | None = Field(None, ge=1, le=9999, description="last year, included")
    tie: Names = Field((), description="only ties of these kinds")


class TiesResult(Result):
    """`.table` has a row for each tie, target and year (see `measures.ties.Ties`).

    `missing` names, in sentences, the ties that are not on record; `terms` says on what terms the
    datasets came.
    """

    missing: tuple[str, ...]
    terms: str


def ties(bench: Workbench, request: TiesRequest) -> TiesResult:
    """Structural ties of a state: without years, the newest on record of each kind.

    Never a 0 for what no source covers: such ties have no row, and are named in `missing`. Raises
    UnknownName for a state, organisation or tie that is not known, BadValue for an organisation in
    the place of the state, or for years that are turned round.
    """
    if not request.toward:
        raise BadValue(
            "Ties with whom?",
            next_step="Name states or organisations: `comity ties KAZ --toward RUS,CHN,EU`.",
        )
    reading = bench.reading()
    found = measure_ties(
        reading,
        actors().find(request.state).code,
        [actors().find(name).code for name in request.toward],
        first_year=request.first_year,
        last_year=request.last_year,
        names=[name.casefold().replace("-", "_") for name in request.tie],
    )
    table = found.table
    named = pc.unique(table["dataset"]).to_pylist()
    datasets = {one for several in named for one in several.split(", ")}
    return TiesResult(
        table=table,
        text=found.text,
        lake_version=reading.version.number,
        missing=found.missing,
        terms=terms_of(reading, datasets),
    )
