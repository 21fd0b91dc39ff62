"""Records written by hand, as the indicators read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from comity.measures.polarity.alliance_groups import Pacts
from comity.measures.polarity.capabilities import Capabilities
from comity.measures.polarity.trade import TradeSet
from comity.measures.sovereignty import INDICATORS, Absent, Found, Indicator
from comity.measures.sovereignty.ballots import Ballots
from comity.measures.sovereignty.bodies import Bodies
from comity.measures.sovereignty.flows import Flows
from comity.measures.sovereignty.record import Figures, Record, Years


@dataclass(frozen=True)
class ByHand:
    """Makes what is on record for tests."""

    def record(
        self,
        *,
        year: int = 2020,
        figures: Mapping[str, Mapping[tuple[str, int], float | str]] | None = None,
        covered: Mapping[tuple[str, str], Years] | None = None,
        flows: Sequence[Flows] = (),
        pacts: Sequence[Pacts] = (),
        strengths: Sequence[Capabilities] = (),
        bodies: Sequence[Bodies] = (),
        ballots: Ballots | None = None,
    ) -> Record:
        """`figures`: fact -> (state, year) -> value, or text; all of the dataset gapminder."""
        by_year: dict[tuple[str, int], dict[tuple[str, str], tuple[float | None, str | None]]] = {}
        for fact, of in (figures or {}).items():
            for (state, when), value in of.items():
                row = (None, value) if isinstance(value, str) else (value, None)
                by_year.setdefault(("gapminder", when), {})[(fact, state)] = row
        return Record(
            year=year,
            oldest=year - 15,
            figures=Figures(by_year, covered or {}),
            flows=flows,
            pacts=pacts,
            strengths=strengths,
            bodies=bodies,
            ballots=ballots,
        )

    def flows(
        self,
        *rows: tuple[str, str, float],
        year: int = 2014,
        fact: str = "exports_usd",
        among: Iterable[str] = (),
        closed: bool = False,
    ) -> Flows:
        """Rows (seller, buyer, amount) of one year."""
        actors = frozenset(among) or None
        of = TradeSet("cow_trade", fact, 1870, 2014, actors, closed=closed)
        sold: dict[str, dict[str, float]] = {}
        bought: dict[str, dict[str, float]] = {}
        for seller, buyer, amount in rows:
            sold.setdefault(seller, {})[buyer] = amount
            bought.setdefault(buyer, {})[seller] = amount
        return Flows(of, year, sold, bought)

    def pacts(self, *pairs: tuple[str, str]) -> Pacts:
        """Pacts of defence in force from 1992 to 2018."""
        days = (dt.date(1992, 1, 1), dt.date(2018, 12, 31))
        return Pacts("atop", 1815, 2018, tuple((one, other, *days) for one, other in pairs))

    def strengths(self, **amounts: float) -> Capabilities:
        """Capabilities of 2016."""
        return Capabilities("capabilities", "CINC", "share", "cow_nmc", {2016: amounts})

    def ballots(self, **votes: Sequence[int]) -> Ballots:
        """Votes of 2020: a vote for each roll call."""
        return Ballots("un_votes", 2020, {s: np.array(v, np.int8) for s, v in votes.items()})

    def indicator(self, code: str) -> Indicator:
        return next(one for of in INDICATORS.values() for one in of if one.code == code)

    def measured(self, code: str, record: Record, state: str) -> Found:
        """The value of an indicator that is there."""
        found = self.indicator(code).measure(record, state)
        assert isinstance(found, Found), found
        return found

    def why_absent(self, code: str, record: Record, state: str) -> str:
        """Why an indicator is not there."""
        found = self.indicator(code).measure(record, state)
        assert isinstance(found, Absent), found
        return found.reason


@pytest.fixture(scope="session")
def hand() -> ByHand:
    return ByHand()
