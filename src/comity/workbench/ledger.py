"""`ledger`: the directed dyad series of two actors."""

from __future__ import annotations

from pydantic import Field

from comity.measures.bloc_acts import BlocVoice
from comity.measures.dyad_series import CoveredDay, dyad_series
from comity.measures.pair_acts import find_dyad, pair_acts
from comity.measures.reading_tables import default_reading, is_judged
from comity.vocabulary.period import Granularity
from comity.workbench.bench import Workbench
from comity.workbench.result import PairRequest, Result


class LedgerRequest(PairRequest):
    """Which series, and in which periods."""

    period: Granularity = Field(Granularity.MONTH, description="day, week, month, quarter or year")


class LedgerResult(Result):
    """`.table` has a row for each direction and covered period (see `measures.DyadSeries`)."""

    dataset: str
    coverage: str


def ledger(bench: Workbench, request: LedgerRequest) -> LedgerResult:
    """The directed dyad series: 0 inside coverage, absent outside."""
    reading = bench.reading()
    dyad = find_dyad(request.source, request.target)
    pair = pair_acts(
        reading,
        dyad,
        first_day=request.first_day,
        last_day=request.last_day,
        dataset=request.dataset,
        voice=request.voice,
        with_totals=request.voice is BlocVoice.INSTITUTIONS,
    )
    dyads = [dyad, dyad.reverse] if request.both else [dyad]
    series = dyad_series(
        pair.acts,
        default_reading(),
        dyads=dyads,
        judged=frozenset(d for d in dyads if is_judged(d, pair.choice.span)),
        covered=[CoveredDay(c.day, c.part) for c in pair.choice.covered],
        granularity=request.period,
        dataset=pair.choice.dataset,
        source_totals=pair.totals,
    )
    return LedgerResult(
        table=series.table,
        text=series.text,
        lake_version=reading.version.number,
        dataset=pair.choice.dataset,
        coverage=_coverage_text(pair.choice.text, pair.undated, is_judged(dyad, pair.choice.span)),
    )


def _coverage_text(choice: str, undated: int, judged: bool) -> str:
    outside = f" {undated} acts on days outside its coverage are left out." if undated else ""
    breach = "" if judged else " Breach is not judged: no obligation between the two is listed."
    return choice + outside + breach
