"""Where a bloc stands in a roll call: the median of its members of that day, with their spread."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median, quantiles

import pyarrow as pa
import pyarrow.compute as pc

from comity.errors import OutsideCoverage
from comity.vocabulary.bloc import Bloc, MemberSpell
from comity.vocabulary.vote import Vote

TABLE = pa.schema(
    [
        ("bloc", pa.string()),
        ("rcid", pa.int32()),
        ("day", pa.date32()),
        ("members", pa.int32()),
        ("voted", pa.int32()),
        ("yes", pa.int32()),
        ("abstain", pa.int32()),
        ("no", pa.int32()),
        ("median", pa.float64()),
        ("lower_quartile", pa.float64()),
        ("upper_quartile", pa.float64()),
        ("share_in_majority", pa.float64()),
    ]
)


@dataclass(frozen=True, slots=True)
class RollCallPosition:
    """A bloc in one roll call; positions from 1 (yes) over 2 (abstain) to 3 (no).

    `share_in_majority` is the share of the members that voted which cast the bloc's commonest vote.
    """

    rcid: int
    day: dt.date
    members: int
    yes: int
    abstain: int
    no: int
    median: float
    lower_quartile: float
    upper_quartile: float

    @property
    def voted(self) -> int:
        return self.yes + self.abstain + self.no

    @property
    def share_in_majority(self) -> float:
        return max(self.yes, self.abstain, self.no) / self.voted


@dataclass(frozen=True, slots=True)
class BlocPositions:
    """A bloc's positions, oldest first. A roll call in which no member voted has no row."""

    bloc: str
    positions: tuple[RollCallPosition, ...]

    @property
    def cohesion(self) -> float:
        """Mean share of the voting members in the bloc's majority, in 0..1."""
        return fmean(item.share_in_majority for item in self.positions)

    @property
    def table(self) -> pa.Table:
        """One row a roll call."""
        rows = [
            {name: getattr(item, name) for name in TABLE.names if name != "bloc"}
            | {"bloc": self.bloc}
            for item in self.positions
        ]
        return pa.Table.from_pylist(rows, schema=TABLE)

    @property
    def text(self) -> str:
        """The span, and how united the members were, in a sentence."""
        first, last = self.positions[0].day, self.positions[-1].day
        united = sum(item.share_in_majority == 1.0 for item in self.positions)
        count = len(self.positions)
        return (
            f"From {first} to {last} the members of {self.bloc} that voted cast one and the same "
            f"vote in {united} of {count} roll calls ({united / count:.0%}); "
            f"on average {self.cohesion:.0%} of them were in its majority."
        )


def bloc_of(memberships: pa.Table, organisation: str) -> Bloc:
    """The bloc of an organisation's full members, from the lake's dated memberships.

    Associates, observers and candidates do not count; a suspended member has no spell meanwhile.
    Raises OutsideCoverage where the table has no member of it.
    """
    rows = memberships.filter(
        pc.and_(
            pc.equal(memberships["organisation"], organisation),
            pc.equal(memberships["status"], "member"),
        )
    )
    columns = (rows[name].to_pylist() for name in ("state", "first_day", "end_day"))
    spells = tuple(
        MemberSpell(state, first_day or dt.date.min, end_day)
        for state, first_day, end_day in sorted(zip(*columns, strict=True), key=lambda row: row[0])
    )
    if not spells:
        raise OutsideCoverage(
            f"No dated member of {organisation} is on record.",
            next_step="See `comity organisations` for those that are.",
        )
    return Bloc(organisation, spells)


def bloc_position(
    votes: pa.Table, roll_calls: pa.Table, *, bloc: Bloc, without: str | None = None
) -> BlocPositions:
    """The median vote of a bloc's members of the day that voted, with quartiles and majority.

    Yes is 1, abstain 2, no 3; with an even number of voters the median may lie half way between
    two votes. Absent members do not count. `without` leaves one member out, so that a state can
    be compared with the rest. Raises OutsideCoverage where no member ever voted.
    """
    days = roll_call_days(roll_calls)
    found = _by_roll_call(votes, days, bloc, without)
    positions = [
        _position(rcid, days[rcid], len(bloc.members_on(days[rcid]) - {without}), cast)
        for rcid, cast in found.items()
    ]
    if not positions:
        raise OutsideCoverage(f"No member of {bloc.code} voted in the roll calls at hand.")
    return BlocPositions(
        bloc.code, tuple(sorted(positions, key=lambda item: (item.day, item.rcid)))
    )


def bloc_medians(
    votes: pa.Table, days: Mapping[int, dt.date], bloc: Bloc, *, without: str | None = None
) -> dict[int, float]:
    """The bloc's median vote by roll call; a roll call in which no member voted is absent."""
    found = _by_roll_call(votes, days, bloc, without)
    return {rcid: float(median(cast)) for rcid, cast in found.items()}


def roll_call_days(roll_calls: pa.Table) -> dict[int, dt.date]:
    """The day of each roll call by its number."""
    columns = (roll_calls[name].to_pylist() for name in ("rcid", "day"))
    return dict(zip(*columns, strict=True))


def votes_of(votes: pa.Table, states: Collection[str]) -> dict[str, dict[int, int]]:
    """The votes cast by each of the states: state, then roll call, then 1, 2 or 3."""
    names = pa.array(sorted(states), pa.string())
    rows = votes.filter(pc.is_in(votes["state"].cast(pa.string()), value_set=names))
    cast: dict[str, dict[int, int]] = defaultdict(dict)
    columns = (rows[name].to_pylist() for name in ("state", "rcid", "vote"))
    for state, rcid, vote in zip(*columns, strict=True):
        cast[state][rcid] = vote
    return dict(cast)


def _by_roll_call(
    votes: pa.Table, days: Mapping[int, dt.date], bloc: Bloc, without: str | None
) -> dict[int, list[int]]:
    members = {day: bloc.members_on(day) - {without} for day in set(days.values())}
    found: dict[int, list[int]] = defaultdict(list)
    for state, cast in votes_of(votes, bloc.states).items():
        for rcid, vote in cast.items():
            if rcid in days and state in members[days[rcid]]:
                found[rcid].append(vote)
    return found


def _position(rcid: int, day: dt.date, members: int, cast: Sequence[int]) -> RollCallPosition:
    quarters = quantiles(cast, n=4, method="inclusive") if len(cast) > 1 else [cast[0]] * 3
    return RollCallPosition(
        rcid=rcid,
        day=day,
        members=members,
        yes=cast.count(Vote.YES),
        abstain=cast.count(Vote.ABSTAIN),
        no=cast.count(Vote.NO),
        median=float(median(cast)),
        lower_quartile=float(quarters[0]),
        upper_quartile=float(quarters[2]),
    )
