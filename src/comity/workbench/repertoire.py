"""`repertoire`: which kinds of acts a state has used toward a partner, and which it never did."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
from pydantic import Field, SkipValidation, field_serializer

from comity.errors import BadValue
from comity.measures.bloc_acts import BlocVoice
from comity.measures.pair_acts import find_dyad
from comity.measures.repertoire import Grain, lake_repertoire
from comity.registry.regions import regions
from comity.workbench.bench import Workbench
from comity.workbench.result import Request, Result


class RepertoireRequest(Request):
    """Whose acts, toward whom, of which span and source, and how finely told apart."""

    state: str = Field(description="who acts: a code (KAZ) or a name (Kazakhstan)")
    toward: str = Field("", description="toward whom: a code (RUS) or a name (Russia)")
    first_day: dt.date | None = Field(None, description="first day of the span")
    last_day: dt.date | None = Field(None, description="last day of the span, included")
    dataset: str | None = Field(None, description="the source to read; default: best coverage")
    voice: BlocVoice = Field(
        BlocVoice.INSTITUTIONS, description="whose acts are those of a bloc such as the EU"
    )
    by: Grain = Field(
        Grain.MODE, description="kinds by PLOVER type and mode (mode), or by full code (code)"
    )
    peers: str = Field("", description="a region to compare within; empty: all dyads of states")
    within_days: int = Field(
        30, ge=1, le=365, description="length of the windows before and after an act, in days"
    )


class RepertoireResult(Result):
    """`.table` has a row for each kind, `.spread` one each for all, friendly and hostile acts.

    `.followed` has a row for each friendly kind that was used and each class of answers; see
    `measures.repertoire.Repertoire`.
    """

    dataset: str
    coverage: str
    notes: tuple[str, ...]
    spread: SkipValidation[pa.Table]
    followed: SkipValidation[pa.Table]

    @field_serializer("spread", "followed")
    def _listed(self, table: pa.Table) -> list[dict[str, Any]]:
        return table.to_pylist()  # type: ignore[no-any-return]


def repertoire(bench: Workbench, request: RepertoireRequest) -> RepertoireResult:
    """What a state has tried toward a partner, what it never did, and what came after.

    Raises BadValue where no partner is named, UnknownName for an actor, region or source, and
    OutsideCoverage where nothing covers the two in the span.
    """
    if not request.toward:
        raise BadValue(
            "Toward whom?", next_step="For example `comity repertoire KAZ --toward RUS`."
        )
    dyad = find_dyad(request.state, request.toward)
    peers = regions().find(request.peers) if request.peers else None
    reading = bench.reading()
    bench.progress("reading the acts of everybody", 0)
    found, coverage = lake_repertoire(
        reading,
        dyad,
        first_day=request.first_day,
        last_day=request.last_day,
        dataset=request.dataset,
        voice=request.voice,
        grain=request.by,
        peers=peers,
        window_days=request.within_days,
    )
    return RepertoireResult(
        table=found.table,
        text=found.text,
        lake_version=reading.version.number,
        dataset=found.dataset,
        coverage=coverage,
        notes=found.notes,
        spread=found.spread,
        followed=found.followed,
    )
