"""`sovereignty`: how far a state depends on others, along six dimensions, beside its peers."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field, SkipValidation, field_serializer

from comity.errors import UnknownName
from comity.measures.sovereignty.profile import SEED
from comity.measures.sovereignty.profile import sovereignty as profile_of
from comity.measures.sovereignty.record import MAX_AGE
from comity.registry.regions import regions
from comity.registry.states import states
from comity.store.facts import terms_of
from comity.workbench.bench import Workbench
from comity.workbench.result import Request, Result

WORLD = "world"


class SovereigntyRequest(Request):
    """Whose profile, of which year, beside whom."""

    state: str = Field(description="a state by code or name")
    year: int | None = Field(None, description="the year; default: the newest with figures", ge=1)
    peers: str = Field(
        "", description="a region, world, or states with commas between; default: its region"
    )
    max_age: int = Field(MAX_AGE, description="leave out figures older than so many years", ge=0)
    seed: int = Field(SEED, description="of the draws behind the intervals", ge=0)


class SovereigntyResult(Result):
    """`.table` has a row for each dimension, `.indicators` one for each indicator."""

    year: int
    peers: tuple[str, ...]
    peers_text: str
    terms: str
    indicators: SkipValidation[pa.Table]

    @field_serializer("indicators")
    def _indicator_rows(self, table: pa.Table) -> list[dict[str, Any]]:
        return table.to_pylist()  # type: ignore[no-any-return]


def sovereignty(bench: Workbench, request: SovereigntyRequest) -> SovereigntyResult:
    """The profile of a state: six scores with intervals, the range of its peers, what is missing.

    Raises UnknownName for a state or region, OutsideCoverage where the state did not exist in the
    year or the lake has no figures of it.
    """
    state = states().find(request.state).code
    peers, called = _peers(state, request.peers)
    reading = bench.reading()
    bench.progress("reading the record", 0)
    found = profile_of(
        reading, state, year=request.year, peers=peers, max_age=request.max_age, seed=request.seed
    )
    cells = pc.unique(found.indicators["dataset"].drop_null()).to_pylist()
    return SovereigntyResult(
        table=found.table,
        text=found.text,
        lake_version=reading.version.number,
        year=found.year,
        peers=found.peers,
        peers_text=f"Peers: {called}, {len(found.peers)} states." if found.peers else "No peers.",
        terms=terms_of(reading, {name for cell in cells for name in cell.split(", ")}),
        indicators=found.indicators,
    )


def _peers(state: str, asked: str) -> tuple[tuple[str, ...], str]:
    """The codes of the peers, and what they are together called."""
    wanted = asked.strip()
    of_state = regions().of_state(state)
    if not wanted and of_state:
        return of_state[0].states, of_state[0].name
    if not wanted or wanted.lower() == WORLD:
        return tuple(one.code for one in states()), "the world"
    try:
        region = regions().find(wanted)
    except UnknownName as no_region:
        try:
            named = [states().find(part).code for part in wanted.split(",") if part.strip()]
        except UnknownName:
            if "," in wanted:
                raise
            raise no_region from None
        return tuple(dict.fromkeys(named)), ", ".join(dict.fromkeys(named))
    return region.states, region.name
