"""How alike the portfolios of two states are, year by year, as the lake has them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from comity.errors import BadValue, OutsideCoverage
from comity.measures.similarity.alliances import alliance_portfolios
from comity.measures.similarity.capabilities import capabilities, weights_of
from comity.measures.similarity.measure import ALLIANCES, BINARY, MEMBERSHIPS
from comity.measures.similarity.organisations import membership_portfolios
from comity.measures.similarity.pair import Estimate, estimate
from comity.measures.similarity.portfolio import (
    CoveredYears,
    Pair,
    Portfolios,
    covered_years,
)
from comity.measures.similarity.record import How, PeriodSimilarity, Similarity
from comity.measures.similarity.shares import share_similarity
from comity.measures.similarity.system import state_system
from comity.measures.similarity.trade import trade_portfolios
from comity.measures.ties import alliances as alliance_ties
from comity.measures.ties import organisations as organisation_ties
from comity.measures.ties import trade as trade_ties
from comity.store.query import Reading

CENSUS = (
    "The items are a full count, not a sample: the interval says how much the number hangs on "
    "which of them there are."
)


@dataclass(frozen=True, slots=True)
class _Weighing:
    """The weights of items, and the years in which none were on record."""

    shares: Mapping[tuple[str, int], float] | None

    def of(self, items: tuple[str, ...], found: Portfolios) -> Portfolios | None:
        if self.shares is None:
            return found
        weights = weights_of(self.shares, items, found.year)
        if weights is None:
            return None
        return Portfolios(found.year, found.dataset, found.one, found.other, weights)


def portfolio_similarity(
    reading: Reading,
    pair: Pair,
    how: How,
    *,
    first_day: dt.date | None = None,
    last_day: dt.date | None = None,
    min_items: int,
) -> Similarity:
    """The similarity of the alliances, memberships or trade of two states, by year.

    Each year is of one dataset, the first by preference that tells of all ties of both. Raises
    OutsideCoverage where none does, BadValue for weights or a scale that the items do not have.
    """
    _check(how)
    weighing = _Weighing(capabilities(reading) if how.weights == "cinc" else None)
    periods: list[PeriodSimilarity] = []
    thin: list[tuple[int, int]] = []
    unweighed: list[int] = []
    for items, found in _portfolios(reading, pair, how, first_day, last_day):
        weighed = weighing.of(items, found)
        if weighed is None:
            unweighed.append(found.year)
            continue
        one = _estimate(weighed, how)
        if one.items >= min_items:
            periods.append(PeriodSimilarity(found.year, one, found.dataset))
        elif one.items:
            thin.append((found.year, one.items))
    if not periods:
        raise _nothing(pair, how, thin, unweighed)
    notes = [CENSUS]
    if unweighed:
        notes += [f"Left out for want of capabilities: {unweighed[0]} to {unweighed[-1]}."]
    return Similarity(*pair, how, tuple(periods), tuple(thin), tuple(notes))


def _check(how: How) -> None:
    if how.by != "year":
        raise BadValue(
            f"A portfolio of {how.of} is of a year, not of {how.by}.", next_step="Take --by year."
        )
    if how.weights != "none" and how.of != "alliances":
        raise BadValue(
            f"Weights by {how.weights} are of states; the items of {how.of} are not weighed.",
            next_step="Leave out --weights, or take --of alliances.",
        )
    if how.scale == "binary" and how.of == "trade":
        raise BadValue("Trade is measured in shares.", next_step="Leave out --binary.")


def _portfolios(
    reading: Reading, pair: Pair, how: How, first_day: dt.date | None, last_day: dt.date | None
) -> Iterator[tuple[tuple[str, ...], Portfolios]]:
    def covered(table: str, preference: Sequence[str], facts: Sequence[str]) -> CoveredYears:
        return covered_years(
            reading,
            pair,
            of=how.of,
            table=table,
            preference=preference,
            facts=facts,
            first_day=first_day,
            last_day=last_day,
        )

    if how.of == "trade":
        years = covered("dyad_facts", trade_ties.PREFERENCE, trade_ties.FACTS)
        return trade_portfolios(reading, pair, years)
    system = state_system(reading)
    if how.of == "alliances":
        years = covered("dyad_facts", alliance_ties.PREFERENCE, list(alliance_ties.GRADES))
        return alliance_portfolios(reading, pair, years, system)
    years = covered("memberships", organisation_ties.PREFERENCE, ())
    return membership_portfolios(reading, pair, years, system)


def _estimate(found: Portfolios, how: How) -> Estimate:
    if how.of == "trade":
        return share_similarity(
            found.one, found.other, measure=how.measure, distance=how.distance, level=how.level
        )
    levels: tuple[float, ...] = ALLIANCES if how.of == "alliances" else MEMBERSHIPS
    sides = np.stack([found.one, found.other])
    if how.scale == "binary":
        # Any pledge is an alliance; only a full member is one.
        least = 1.0 if how.of == "alliances" else max(MEMBERSHIPS)
        sides, levels = np.where(sides >= least, 1.0, 0.0), BINARY
    return estimate(
        *sides,
        measure=how.measure,
        distance=how.distance,
        levels=levels,
        weights=found.weights,
        level=how.level,
    )


def _nothing(
    pair: Pair, how: How, thin: list[tuple[int, int]], unweighed: list[int]
) -> OutsideCoverage:
    if thin:
        most = int(np.max([items for _, items in thin]))
        why = f"At most {most} items are shared in a year; --min-items asks for more."
    elif unweighed:
        why = f"No capabilities are on record for {unweighed[0]} to {unweighed[-1]}."
    elif how.of == "trade":
        why = "In no covered year is trade of both with the same third states on record."
    else:
        why = "In no covered year were both in the state system."
    return OutsideCoverage(
        f"The {how.of} of {pair[0]} and {pair[1]} can't be compared in any year.",
        hint=why,
        next_step="Choose other years or states; `comity data` lists what is covered.",
    )
