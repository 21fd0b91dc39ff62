"""`ledger`: the directed dyad series of two actors, or the single acts behind it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from comity.errors import BadValue
from comity.measures.act_list import list_acts, outlets_of
from comity.measures.counting import Counting, counted, counts_only, with_reports
from comity.measures.dyad_series import CoveredDay, DyadSeries, dyad_series
from comity.measures.news_volume import daily_volume, with_rates, with_volume
from comity.measures.pair_acts import PairActs, find_dyad, pair_acts, pair_counts
from comity.measures.pair_reading import pair_reading
from comity.measures.reading_tables import is_judged
from comity.store.engines import check_engine, open_engine
from comity.store.query import Reading
from comity.vocabulary.dyad import Dyad
from comity.vocabulary.period import Granularity
from comity.workbench.bench import Workbench
from comity.workbench.result import PairRequest, Result


class LedgerRequest(PairRequest):
    """Which series, and in which periods; or which acts."""

    period: Granularity = Field(Granularity.MONTH, description="day, week, month, quarter or year")
    count: Counting = Field(
        Counting.ACTS, description="what the classes count: acts, or records of acts"
    )
    per_thousand: bool = Field(
        False, description="add each count per thousand records that the source reported"
    )
    acts: bool = Field(False, description="list the single acts instead of the series")
    engine: str = Field("duckdb", description="where the series is computed: duckdb or spark")


class LedgerResult(Result):
    """`.table` has a row for each direction and covered period (see `measures.DyadSeries`).

    Beside the columns of the series stand `reports`, how many records tell of the acts, and
    `volume`, how many records the dataset has of the period's covered days, whoever acts. With
    `acts` it has a row for each act (see `measures.ActList`).
    """

    dataset: str
    coverage: str


def ledger(bench: Workbench, request: LedgerRequest) -> LedgerResult:
    """The directed dyad series: 0 inside coverage, absent outside. Or its acts, one by one."""
    _check(request)
    reading = bench.reading()
    dyad = find_dyad(request.source, request.target)
    return _acts(reading, dyad, request) if request.acts else _series(reading, dyad, request)


def _check(request: LedgerRequest) -> None:
    check_engine(request.engine)
    others = {
        "per_thousand": request.per_thousand,
        "count": request.count is not Counting.ACTS,
        "engine": request.engine != "duckdb",
    }
    asked = [name.replace("_", "-") for name, given in others.items() if given]
    if request.acts and asked:
        raise BadValue(
            f"A list of acts (--acts) has no --{asked[0]}: that is of a series.",
            next_step="Leave one of them out; the list names all records of each act.",
        )


def _series(reading: Reading, dyad: Dyad, request: LedgerRequest) -> LedgerResult:
    pair = pair_counts(
        reading,
        dyad,
        first_day=request.first_day,
        last_day=request.last_day,
        dataset=request.dataset,
        voice=request.voice,
        counting=request.count,
    )
    days = frozenset(c.day for c in pair.choice.covered)
    series = with_reports(_counted_series(pair, request), pair.acts, days)
    series = with_volume(series, daily_volume(reading, pair.choice.dataset, pair.choice.span), days)
    if request.per_thousand:
        series = with_rates(series)
    return LedgerResult(
        table=series.table,
        text=series.text,
        lake_version=reading.version.number,
        dataset=pair.choice.dataset,
        coverage=" ".join([*_coverage(pair), *_what_is_counted(series, pair, request)]),
    )


def _counted_series(pair: PairActs, request: LedgerRequest) -> DyadSeries:
    dyad, choice = pair.dyad, pair.choice
    dyads = [dyad, dyad.reverse] if request.both else [dyad]
    with (
        tempfile.TemporaryDirectory(prefix="comity-") as folder,
        open_engine(request.engine, folder=Path(folder)) as engine,
    ):
        return dyad_series(
            counted(pair.acts, request.count),
            pair_reading(dyad),
            dyads=dyads,
            judged=frozenset(d for d in dyads if is_judged(d, choice.span)),
            covered=[CoveredDay(c.day, c.part) for c in choice.covered],
            granularity=request.period,
            dataset=choice.dataset,
            source_totals=pair.totals,
            engine=engine,
        )


def _acts(reading: Reading, dyad: Dyad, request: LedgerRequest) -> LedgerResult:
    pair = pair_acts(
        reading,
        dyad,
        first_day=request.first_day,
        last_day=request.last_day,
        dataset=request.dataset,
        voice=request.voice,
        with_totals=False,
        with_repeats=True,
    )
    outlets = outlets_of(reading, pair.choice.dataset, pair.acts)
    listed = list_acts(pair.acts, pair_reading(dyad), outlets)
    if not request.both:
        mine = listed.table.filter(pc.equal(listed.table["source"], pa.scalar(dyad.source)))
        listed = type(listed)(mine)
    return LedgerResult(
        table=listed.table,
        text=listed.text,
        lake_version=reading.version.number,
        dataset=pair.choice.dataset,
        coverage=" ".join(_coverage(pair)),
    )


def _coverage(pair: PairActs) -> list[str]:
    said = [pair.choice.text]
    if pair.undated:
        said.append(f"{pair.undated} acts on days outside its coverage are left out.")
    if not is_judged(pair.dyad, pair.choice.span):
        said.append("Breach is not judged: no obligation between the two is listed.")
    return said


def _what_is_counted(series: DyadSeries, pair: PairActs, request: LedgerRequest) -> list[str]:
    said = []
    if request.count is Counting.RECORDS:
        said.append("Each record of an act is counted; `acts` still gives the acts.")
        if lone := counts_only(pair.acts):
            said.append(f"{lone} acts come from counts without records, and count once each.")
    if request.per_thousand:
        what = f"Per thousand: per 1,000 records that {pair.choice.dataset} reported, whoever acts"
        unknown = series.table["volume"].null_count
        missing = f"; not known in {unknown} of {len(series.table)} rows" if unknown else ""
        said.append(f"{what}{missing}.")
    return said
