"""`drift`: which states move toward which pole or away from it, how fast, and how surely."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import pyarrow as pa
from pydantic import Field, SkipValidation

from comity.briefs.words import listed
from comity.errors import BadValue, OutsideCoverage, not_one_of
from comity.measures.bloc_position import bloc_of
from comity.measures.hedging import SHARES, Hedging
from comity.measures.lake_hedging import LAYERS, lake_hedging
from comity.models.drift import FEWEST_PERIODS, RegionDrift, region_drift
from comity.models.positions import calendar
from comity.registry.actors import actors
from comity.registry.organisations import organisations
from comity.registry.regions import regions
from comity.store.facts import terms_of
from comity.store.query import Reading
from comity.vocabulary.bloc import Bloc
from comity.workbench.bench import Progress, Workbench
from comity.workbench.result import Names, Request, Result

if TYPE_CHECKING:
    from comity.measures.ideal_points.result import IdealPoints

# Without years the newest ones are looked at: so many.
USUAL_YEARS = 30
PERIODS = ("session", "year")


class DriftRequest(Request):
    """Whose drift, toward whom, over which years, and which table of it."""

    state: str = Field("", description="one state by code or name; default: all of the region")
    region: str = Field("", description="a region by code or name; default: one of the state's")
    toward: Names = Field((), description="states or organisations; default: its poles")
    first_year: int | None = Field(None, description="first year; default: 30 before the last")
    last_year: int | None = Field(None, description="last year, included; default: the newest")
    by: str = Field("session", description="session or year")
    level: float = Field(0.90, description="level of the intervals, between 0 and 1")
    show: str = Field("moves", description="moves, series, changes, hedging or shares")


class DriftResult(Result):
    """`.table` is the one that was asked for: see `SHOWN`.

    `region` has each drift with its series; `missing` says, in sentences, what is not on record;
    `terms` on what terms the datasets came.
    """

    region: SkipValidation[RegionDrift] = Field(exclude=True, repr=False)
    missing: tuple[str, ...]
    terms: str


@dataclass(frozen=True, slots=True)
class _Found:
    """What the tables are made from. `years`: of each state the first and last year with votes."""

    drifts: RegionDrift
    hedging: Mapping[str, Hedging]
    years: Mapping[str, tuple[int, int]]


def drift(bench: Workbench, request: DriftRequest) -> DriftResult:
    """The drift of states toward poles, from votes, and how evenly they spread their ties.

    Raises UnknownName for a state, region or pole that is not known, BadValue for an option that
    is not valid, OutsideCoverage where no state has an estimate beside a pole.
    """
    _check(request)
    states, codes = _who(request)
    reading = bench.reading()
    poles = [_pole(reading, code) for code in codes]
    ideal = _estimate(reading, request.by, bench.progress)
    window, years = _window(ideal, request)
    found = region_drift(ideal, states, poles, window=window, level=request.level)
    if not found.drifts:
        raise OutsideCoverage(
            f"No state of {listed(states)} has votes in {FEWEST_PERIODS} {request.by}s beside "
            f"{listed(codes)} from {years[0]} to {years[1]}.",
            next_step="Choose other years, or `comity data` to see what the lake has.",
        )
    spans = _spans(ideal, found)
    ends = sorted({year for span in spans.values() for year in span})
    asked = range(ends[0], ends[-1] + 1) if request.show in ("hedging", "shares") else ends
    spread = (
        lake_hedging(reading, states, poles, asked, level=request.level, progress=bench.progress)
        if request.show in ("moves", "hedging", "shares")
        else {}
    )
    told = _Found(found, spread, spans)
    return DriftResult(
        table=SHOWN[request.show](told),
        text=_text(told, request),
        lake_version=reading.version.number,
        region=found,
        missing=_missing(told, states, codes),
        terms=terms_of(reading, _datasets(ideal, spread)),
    )


def _estimate(reading: Reading, by: str, progress: Progress) -> IdealPoints:
    # Imported here: its compiler takes long to load, and a wrong name is told at once.
    from comity.workbench.estimates import lake_ideal_points

    return lake_ideal_points(reading, by="year" if by == "year" else "session", progress=progress)


def _check(request: DriftRequest) -> None:
    if request.by not in PERIODS:
        raise not_one_of("kind of period", request.by, PERIODS)
    if request.show not in SHOWN:
        raise not_one_of("table of drift", request.show, SHOWN)
    if not 0 < request.level < 1:
        raise BadValue(f"A level lies between 0 and 1: {request.level} does not.")
    first, last = request.first_year, request.last_year
    if first is not None and last is not None and first >= last:
        raise BadValue(
            f"From {first} to {last} there is no time to move.", next_step="Give the earlier first."
        )


def _who(request: DriftRequest) -> tuple[list[str], list[str]]:
    """The states and the poles, by code."""
    state = actors().find(request.state).code if request.state else None
    region = regions().find(request.region) if request.region else None
    if region is None and state is not None:
        region = next(iter(regions().of_state(state)), None)
    toward = [actors().find(name).code for name in request.toward]
    if not toward and region is not None:
        toward = list(region.poles_of(state) if state else region.poles)
    if not toward:
        raise BadValue(
            "Drift toward whom?",
            next_step="Name states or organisations: `comity drift KAZ --toward RUS,CHN,EU`.",
        )
    states = [state] if state else list(region.states) if region else []
    if not states:
        raise BadValue(
            "Whose drift?",
            next_step="Name a state or a region: `comity drift --region eurasia`.",
        )
    return states, list(dict.fromkeys(toward))


def _pole(reading: Reading, code: str) -> str | Bloc:
    if code not in organisations():
        return code
    rows = "SELECT * FROM memberships WHERE dataset = 'memberships' AND organisation = $code"
    return bloc_of(reading.query(rows, {"code": code}), code)


def _window(ideal: IdealPoints, request: DriftRequest) -> tuple[tuple[int, int], tuple[int, int]]:
    """The window in periods and in years. Raises OutsideCoverage where no period lies in it."""
    by_period = dict(zip(ideal.periods, map(int, calendar(ideal)), strict=True))
    last = request.last_year or max(by_period.values())
    first = request.first_year or last - USUAL_YEARS
    chosen = [period for period, year in by_period.items() if first <= year <= last]
    if len(chosen) < 2:
        raise OutsideCoverage(
            f"From {first} to {last} there are votes of {len(chosen)} {request.by}s only.",
            hint=f"Votes: {min(by_period.values())} to {max(by_period.values())}.",
            next_step="Choose other years.",
        )
    ends = min(chosen), max(chosen)
    return ends, (by_period[ends[0]], by_period[ends[1]])


def _spans(ideal: IdealPoints, found: RegionDrift) -> dict[str, tuple[int, int]]:
    """The first and the last year of each state's drifts."""
    year_of = dict(zip(ideal.periods, map(int, calendar(ideal)), strict=True))
    spans: dict[str, tuple[int, int]] = {}
    for one in found.drifts:
        first, last = (year_of[period] for period in one.window)
        before, after = spans.get(one.state, (first, last))
        spans[one.state] = min(first, before), max(last, after)
    return spans


def _moves(found: _Found) -> pa.Table:
    """The drifts with each state's hedging then and now, over the same layers."""
    table = found.drifts.table
    compared = [
        of.compared(*found.years[state]) if (of := found.hedging.get(state)) else None
        for state in table["state"].to_pylist()
    ]
    for place, (name, kind) in enumerate(
        (
            ("hedging_first", pa.float64()),
            ("hedging_last", pa.float64()),
            ("hedging_layers", pa.int32()),
        )
    ):
        values = [one[place] if one else None for one in compared]
        table = table.append_column(name, pa.array(values, kind))
    return table


def _series(found: _Found) -> pa.Table:
    return pa.concat_tables([one.table for one in found.drifts.drifts])


def _changes(found: _Found) -> pa.Table:
    return found.drifts.changes


def _hedging(found: _Found) -> pa.Table:
    return pa.concat_tables([one.table for one in found.hedging.values()] or [_NO_HEDGING])


def _shares(found: _Found) -> pa.Table:
    return pa.concat_tables([one.shares for one in found.hedging.values()] or [_NO_SHARES])


_NO_HEDGING = Hedging("", (), 0.9, ()).table
_NO_SHARES = SHARES.empty_table()
# Which table is shown by which name.
SHOWN: Mapping[str, Callable[[_Found], pa.Table]] = MappingProxyType(
    {
        "moves": _moves,
        "series": _series,
        "changes": _changes,
        "hedging": _hedging,
        "shares": _shares,
    }
)


def _text(found: _Found, request: DriftRequest) -> str:
    drifts = found.drifts.drifts
    if request.state:
        said = [one.text for one in drifts]
        said += [of.text for of in found.hedging.values()]
        return " ".join(said)
    firsts, last = {one.window[0] for one in drifts}, max(one.window[1] for one in drifts)
    later = ", or the first with votes of both," if len(firsts) > 1 else ""
    return (
        f"From {request.by} {min(firsts)}{later} to {last}, moves with a probability of at least "
        f"0.95: {found.drifts.text} Distances are between ideal points (standard deviation 1), "
        f"with {request.level:.0%} intervals."
    )


def _missing(found: _Found, states: Sequence[str], poles: Sequence[str]) -> tuple[str, ...]:
    """What is not on record, in sentences."""
    there = {(one.state, one.pole) for one in found.drifts.drifts}
    absent = [
        f"{state} toward {pole}"
        for pole in poles
        for state in states
        if state != pole and (state, pole) not in there
    ]
    said = [f"Too few votes in these years for {listed(absent)}."] if absent else []
    if found.hedging:
        ends = sorted({year for span in found.years.values() for year in span})
        have = {(one.layer, one.year) for of in found.hedging.values() for one in of.spreads}
        lacking = {name: [year for year in ends if (name, year) not in have] for name in LAYERS}
        ties = [
            f"{name} ({', '.join(map(str, years))})" for name, years in lacking.items() if years
        ]
        if ties:
            said.append(f"Not on record of a year toward all of these poles: {listed(ties)}.")
    return tuple(said)


def _datasets(ideal: IdealPoints, spread: Mapping[str, Hedging]) -> set[str]:
    of_ties = {one.dataset for of in spread.values() for one in of.spreads}
    return of_ties | ({ideal.dataset} if ideal.dataset else set())
