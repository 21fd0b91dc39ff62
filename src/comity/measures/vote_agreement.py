"""How alike two voters are in roll calls of the UN General Assembly, by year or session."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pvariance
from typing import Literal

import pyarrow as pa

from comity.errors import BadValue, OutsideCoverage
from comity.measures.bloc_position import bloc_medians, roll_call_days, votes_of
from comity.measures.score_interval import Interval, score_interval
from comity.vocabulary.bloc import Bloc
from comity.vocabulary.vote import closeness

By = Literal["year", "session"]

# A year with fewer roll calls is too thin for a headline (the first half of a session, say).
HEADLINE_ROLL_CALLS = 20

TABLE = pa.schema(
    [
        ("state", pa.string()),
        ("pole", pa.string()),
        ("period", pa.int32()),
        ("roll_calls", pa.int32()),
        ("agreement", pa.float64()),
        ("agreement_low", pa.float64()),
        ("agreement_high", pa.float64()),
        ("identical", pa.float64()),
        ("identical_low", pa.float64()),
        ("identical_high", pa.float64()),
    ]
)


@dataclass(frozen=True, slots=True)
class PeriodAgreement:
    """One year or session: over `roll_calls` in which both took part.

    `agreement` is the mean closeness (an abstention lies half way), `identical` the share of the
    same vote; each in 0..1 with its interval.
    """

    period: int
    roll_calls: int
    agreement: float
    agreement_interval: Interval
    identical: float
    identical_interval: Interval


@dataclass(frozen=True, slots=True)
class VoteAgreement:
    """Agreement of a state with a pole. A period in which the two never both voted has no row."""

    state: str
    pole: str
    by: By
    level: float
    periods: tuple[PeriodAgreement, ...]

    @property
    def table(self) -> pa.Table:
        """One row a period, oldest first; shares in 0..1."""
        rows = [
            (
                self.state,
                self.pole,
                item.period,
                item.roll_calls,
                item.agreement,
                item.agreement_interval.low,
                item.agreement_interval.high,
                item.identical,
                item.identical_interval.low,
                item.identical_interval.high,
            )
            for item in self.periods
        ]
        return pa.Table.from_pylist(
            [dict(zip(TABLE.names, row, strict=True)) for row in rows], schema=TABLE
        )

    @property
    def headline(self) -> PeriodAgreement:
        """The newest period with at least 20 shared roll calls, else the newest."""
        full = [item for item in self.periods if item.roll_calls >= HEADLINE_ROLL_CALLS]
        return (full or self.periods)[-1]

    @property
    def text(self) -> str:
        """The headline period in a sentence, and what the first such period was."""
        last = self.headline
        full = [item for item in self.periods if item.roll_calls >= HEADLINE_ROLL_CALLS]
        first = (full or self.periods)[0]
        interval = last.agreement_interval
        sentence = (
            f"{self.state} and {self.pole} agreed to {last.agreement:.0%} in the General Assembly "
            f"in {self._name(last)} ({self.level:.0%} interval {interval.low:.0%} to "
            f"{interval.high:.0%}; {last.roll_calls} roll calls in which both voted)"
        )
        if first.period == last.period:
            return sentence + "."
        return f"{sentence}, against {first.agreement:.0%} in {self._name(first)}."

    def _name(self, item: PeriodAgreement) -> str:
        return str(item.period) if self.by == "year" else f"session {item.period}"


def vote_agreement(
    votes: pa.Table,
    roll_calls: pa.Table,
    *,
    state: str,
    pole: str | Bloc,
    by: By = "year",
    level: float = 0.95,
) -> VoteAgreement:
    """Agreement in roll calls (Lijphart 1963; as used by Voeten 2013 and Häge and Hug 2016).

    `agreement` is 1 - mean |x - y| / 2 with yes 1, abstain 2, no 3: the same vote counts 1, yes
    against no 0, an abstention against either 0.5. `identical` is the share of roll calls with the
    same vote. Only roll calls in which both voted count: an absence says nothing. A bloc's
    vote is the median of its members of that day that voted, `state` itself left out.

    `votes` and `roll_calls` are lake tables. Intervals are score intervals (Wilson 1927) at
    `level`, roll calls taken as independent draws from the year's agenda; agreement says nothing of
    what was adopted without a vote. Raises BadValue for `by` or `level`, OutsideCoverage where the
    two never both voted.
    """
    if by not in ("year", "session"):
        raise BadValue(f"Agreement is by year or session, not by {by!r}.")
    days = roll_call_days(roll_calls)
    own = votes_of_side(votes, days, state)
    others = votes_of_side(votes, days, pole, state)
    pole_code = pole.code if isinstance(pole, Bloc) else pole
    pairs: dict[int, list[tuple[float, float]]] = defaultdict(list)
    periods = roll_call_periods(roll_calls, days, by)
    for rcid in sorted(own.keys() & others.keys() & periods.keys()):
        pairs[periods[rcid]].append((own[rcid], others[rcid]))
    if not pairs:
        raise OutsideCoverage(
            f"{state} and {pole_code} never both voted in the roll calls at hand.",
            hint=_span(days),
            next_step="Choose states and years with roll calls.",
        )
    found = tuple(_period(number, pairs[number], level) for number in sorted(pairs))
    return VoteAgreement(state, pole_code, by, level, found)


def agreement_with_poles(
    votes: pa.Table,
    roll_calls: pa.Table,
    *,
    state: str,
    poles: Iterable[str | Bloc],
    by: By = "year",
    level: float = 0.95,
) -> Mapping[str, VoteAgreement]:
    """Agreement of one state with each pole; a pole with which it never voted is absent."""
    found: dict[str, VoteAgreement] = {}
    for pole in poles:
        try:
            result = vote_agreement(votes, roll_calls, state=state, pole=pole, by=by, level=level)
        except OutsideCoverage:
            continue
        found[result.pole] = result
    return found


def votes_of_side(
    votes: pa.Table, days: Mapping[int, dt.date], side: str | Bloc, other: str | None = None
) -> Mapping[int, float]:
    """By roll call: a state's vote, or the median of a bloc's members but `other`."""
    if isinstance(side, Bloc):
        return bloc_medians(votes, days, side, without=other)
    return votes_of(votes, {side}).get(side, {})


def roll_call_periods(roll_calls: pa.Table, days: Mapping[int, dt.date], by: By) -> dict[int, int]:
    """The year or the session of each roll call; one without a session is absent."""
    if by == "year":
        return {rcid: day.year for rcid, day in days.items()}
    pairs = zip(roll_calls["rcid"].to_pylist(), roll_calls["session"].to_pylist(), strict=True)
    return {rcid: session for rcid, session in pairs if session is not None}


def _period(number: int, pairs: Sequence[tuple[float, float]], level: float) -> PeriodAgreement:
    close = [closeness(one, other) for one, other in pairs]
    same = [float(one == other) for one, other in pairs]
    mean, share = fmean(close), fmean(same)
    return PeriodAgreement(
        period=number,
        roll_calls=len(pairs),
        agreement=mean,
        agreement_interval=score_interval(mean, len(close), level, variance=pvariance(close)),
        identical=share,
        identical_interval=score_interval(share, len(same), level),
    )


def _span(days: Mapping[int, dt.date]) -> str:
    return (
        f"Roll calls: {min(days.values())} to {max(days.values())}." if days else "No roll calls."
    )
