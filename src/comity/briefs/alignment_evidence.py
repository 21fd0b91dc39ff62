"""What the sections on alignment need: positions, drift, blocs, ties, answers, sovereignty.

What holds for a whole region is estimated once, before any of its briefs is written, and handed to
`gather_alignment`; what is of one state is worked out there. A part without data has a word on why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from comity.briefs.registers import single_sources
from comity.errors import OutsideCoverage, UnknownName
from comity.measures.blocs import Blocs
from comity.measures.hedging import Hedging
from comity.measures.sovereignty import SovereigntyProfile, sovereignty
from comity.models.answers_on_record import AnswersOnRecord
from comity.models.drift import Drift, region_drift
from comity.models.positions import calendar, positions_of
from comity.models.trend import share_below
from comity.registry import actors
from comity.store.query import Reading
from comity.vocabulary.bloc import Bloc
from comity.vocabulary.region import Region

if TYPE_CHECKING:
    from comity.measures.ideal_points.result import IdealPoints

# A state moved where so many of the draws of its two positions lie in one order.
CLEAR = 0.95
# Then and now: so many years apart, where the estimate reaches back so far.
YEARS = 10
# Of the intervals of the spread of ties, as the measure has it by default.
LEVEL = 0.90


@dataclass(frozen=True, slots=True)
class Standing:
    """A position in one period, with its interval."""

    period: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Shift:
    """Where a state or a pole stood then and stands now; `probability` that it moved that way."""

    code: str
    name: str
    start: Standing | None
    end: Standing | None
    probability: float

    @property
    def clear(self) -> bool:
        """Whether it surely moved."""
        return self.probability >= CLEAR


@dataclass(frozen=True, slots=True)
class RegionAlignment:
    """What the briefs of a region share. A part that is None says in `missing` why it is.

    `ties` are the shares of all its states (see `Hedging.shares`), `reactions` how its states and
    poles answer each other. It can pass between processes.
    """

    ideal: IdealPoints | None = None
    blocs: Blocs | None = None
    ties: pa.Table | None = None
    reactions: AnswersOnRecord | None = None
    missing: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standings:
    """Positions in UN votes: of the state and its poles by period, of the region then and now.

    `courses` by code has the periods with an estimate, oldest first, from the state's own first
    on; `window` is then and now.
    """

    by: str
    level: float
    dataset: str
    courses: Mapping[str, Sequence[Standing]]
    window: tuple[int, int]
    shifts: Sequence[Shift]
    drifts: Mapping[str, Drift]

    @property
    def span(self) -> tuple[int, int]:
        """Over which periods of the window the drifts are: those in which the state voted."""
        windows = [one.window for one in self.drifts.values()] or [self.window]
        return min(first for first, _ in windows), max(last for _, last in windows)


@dataclass(frozen=True, slots=True)
class AlignmentEvidence:
    """The alignment of one state among its poles; a part that is None says in `missing` why."""

    standings: Standings | None
    blocs: Blocs | None
    hedging: Hedging | None
    sovereignty: SovereigntyProfile | None
    missing: Mapping[str, str]
    reactions: AnswersOnRecord | None = None

    @property
    def datasets(self) -> frozenset[str]:
        """The datasets that the parts rest on."""
        named = [self.standings.dataset] if self.standings else []
        if self.blocs:
            named += self.blocs.layers["dataset"].to_pylist()
        if self.hedging:
            named += [one.dataset for one in self.hedging.spreads]
        if self.reactions:
            named.append(self.reactions.dataset)
        if self.sovereignty:
            named += self.sovereignty.indicators["dataset"].drop_null().to_pylist()
        return frozenset(name for several in named for name in single_sources(several))


def gather_alignment(
    reading: Reading, shared: RegionAlignment, state: str, region: Region, eu: Bloc
) -> AlignmentEvidence:
    """The part of one state, from what its region shares and from the lake."""
    missing = dict(shared.missing)
    standings = _standings(shared.ideal, state, region, eu) if shared.ideal else None
    if shared.ideal is not None and standings is None:
        name = actors().name(state)
        missing["standings"] = f"{name} has too few recorded votes in the UN General Assembly."
    profile = None
    try:
        profile = sovereignty(reading, state, peers=region.states)
    except OutsideCoverage as error:
        missing["sovereignty"] = error.what
    hedging = _hedging(shared.ties, state, region)
    return AlignmentEvidence(standings, shared.blocs, hedging, profile, missing, shared.reactions)


def _hedging(ties: pa.Table | None, state: str, region: Region) -> Hedging | None:
    if ties is None:
        return None
    poles = region.poles_of(state)
    return Hedging.of_shares(ties, state=state, poles=poles, level=LEVEL)


def of_region(ideal: IdealPoints, region: Region, eu: Bloc) -> IdealPoints:
    """The estimate with the states that a region's briefs look at, and no others."""
    wanted = {*region.actors, *eu.states}
    rows = [row for row, state in enumerate(ideal.states) if state in wanted]
    return replace(
        ideal,
        states=tuple(ideal.states[row] for row in rows),
        position=ideal.position[rows],
        lower=ideal.lower[rows],
        upper=ideal.upper[rows],
        votes=ideal.votes[rows],
        draws=ideal.draws[:, rows],
    )


def _standings(ideal: IdealPoints, state: str, region: Region, eu: Bloc) -> Standings | None:
    codes = (state, *region.poles_of(state))
    courses = {code: course(ideal, code, eu, without=state) for code in codes}
    if not courses[state]:
        return None
    begin = courses[state][0].period
    courses = {c: tuple(one for one in of if one.period >= begin) for c, of in courses.items()}
    window = then_and_now(ideal)
    drifts = region_drift(
        ideal, [state], [actor(code, eu) for code in codes[1:]], window=window, level=ideal.level
    )
    return Standings(
        ideal.by,
        ideal.level,
        ideal.dataset or "",
        {code: of for code, of in courses.items() if of},
        window,
        shifts(ideal, region, eu, window),
        {one.pole: one for one in drifts.drifts},
    )


def then_and_now(ideal: IdealPoints) -> tuple[int, int]:
    """The newest period of the estimate, and the one ten years before it or else the first."""
    last = ideal.periods[-1]
    return max(last - YEARS, ideal.periods[0]), last


def actor(code: str, eu: Bloc) -> str | Bloc:
    """A pole as a model takes it: the EU as a bloc of its members, a state by its code."""
    return eu if code == eu.code else code


def course(
    ideal: IdealPoints, code: str, eu: Bloc, *, without: str | None = None
) -> tuple[Standing, ...]:
    """Where a state or the mean of the EU's members stood in each period with an estimate."""
    try:
        found = positions_of(ideal, actor(code, eu), calendar(ideal), without=without)
    except UnknownName:
        return ()
    edges = (1 - ideal.level) / 2, (1 + ideal.level) / 2
    known = [i for i, there in enumerate(found.known) if there]
    lows, highs = np.quantile(found.draws[:, known], edges, axis=0)
    values = found.position[known]
    return tuple(
        Standing(ideal.periods[i], float(value), float(min(low, value)), float(max(high, value)))
        for i, value, low, high in zip(known, values, lows, highs, strict=True)
    )


def shifts(
    ideal: IdealPoints, region: Region, eu: Bloc, window: tuple[int, int]
) -> tuple[Shift, ...]:
    """The states of a region and its poles, then and now: the window's ends, or near them.

    A state without an estimate at an end of the window is taken at its first or last period within
    it; where that leaves less than half of the window, there is no shift to show.
    """
    return tuple(_shift(ideal, code, eu, window) for code in region.actors)


def _shift(ideal: IdealPoints, code: str, eu: Bloc, window: tuple[int, int]) -> Shift:
    inside = [one for one in course(ideal, code, eu) if window[0] <= one.period <= window[1]]
    name = actors().name(code)
    if not inside or inside[-1].period - inside[0].period < (window[1] - window[0]) / 2:
        return Shift(code, name, None, None, 0.0)
    start, end = inside[0], inside[-1]
    draws = positions_of(ideal, actor(code, eu), calendar(ideal)).draws
    first, last = (draws[:, ideal.periods.index(one.period)] for one in (start, end))
    up = share_below(first - last)
    return Shift(code, name, start, end, up if end.value >= start.value else 1 - up)
