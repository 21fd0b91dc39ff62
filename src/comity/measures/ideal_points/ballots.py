"""From votes and roll calls to arrays: which votes count, and what was left out and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from comity.errors import BadValue, OutsideCoverage, unknown
from comity.measures.ideal_points.result import By
from comity.measures.ideal_points.same_resolution import resolutions
from comity.vocabulary.vote import ISSUES

CAST, NOT_CAST = (1, 2, 3), (8, 9)
# A state with fewer votes in a period has no estimate for it.
LEAST_VOTES = 5
# From this year on, votes on single paragraphs and amendments are left out, as in the published
# estimation: they were recorded far more often than before.
WHOLE_SINCE = 1990

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ballots:
    """Votes as arrays, in the order of (item, cell). A cell is a state in a period.

    `state_of` and `period_of` say which state (place in `states`) and period (place in `periods`)
    each cell is; cells go by state, then by period. `item_of` (a resolution), `cell_of` and `vote`
    have one entry a vote; `item_first_period` the first period of each item. `notes` say in words
    what was left out.
    """

    by: By
    states: tuple[str, ...]
    periods: tuple[int, ...]
    state_of: Ints
    period_of: Ints
    item_of: Ints
    cell_of: Ints
    vote: NDArray[np.int8]
    roll_calls: int
    notes: tuple[str, ...]

    @property
    def items(self) -> int:
        """How many resolutions there are."""
        return int(self.item_of[-1]) + 1

    @property
    def cells(self) -> int:
        """How many state-periods there are."""
        return len(self.state_of)


def ballots(
    votes: pa.Table,
    roll_calls: pa.Table,
    *,
    by: By = "session",
    issue: str | None = None,
    least_votes: int = LEAST_VOTES,
) -> Ballots:
    """The votes to estimate from.

    `votes` has rcid, state and vote (1 yes, 2 abstain, 3 no, 8 absent, 9 not a member);
    `roll_calls` has rcid, day and session, the topic flags, and where known `part` (a vote on a
    paragraph or an amendment) and `same_as` (the roll call of the session before on the same
    resolution). Absences say nothing. Left out and told of in `notes`: other codes, votes of
    unknown roll calls, second votes of a state in a roll call (both of them where they contradict
    each other), unanimous roll calls, states with fewer than `least_votes` votes in a period,
    periods with one state, from 1990 on votes on paragraphs and amendments.

    Raises BadValue for `by` or `issue`, OutsideCoverage where nothing is left.
    """
    if by not in ("session", "year"):
        raise BadValue(f"Ideal points are by session or year, not by {by!r}.")
    said: list[str] = []
    chosen = _chosen(roll_calls, by, issue, said)
    cast = _cast(votes, chosen, roll_calls["rcid"].to_numpy(), said)
    cast = _informative(cast, least_votes, said)
    if not cast.rcid.size:
        raise OutsideCoverage(
            "No votes are left to estimate positions from.",
            hint=" ".join(said),
            next_step="Give more roll calls, or a lower --min-votes.",
        )
    return _arrays(cast, roll_calls, by, said)


@dataclass(frozen=True, slots=True)
class _Cast:
    """Votes that were cast, with their period."""

    names: tuple[str, ...]
    rcid: Ints
    state: Ints
    vote: NDArray[np.int8]
    period: Ints

    def where(self, kept: NDArray[Any]) -> _Cast:
        columns = (self.rcid, self.state, self.vote, self.period)
        return _Cast(self.names, *(column[kept] for column in columns))


def check_issue(issue: str) -> None:
    """Raises UnknownName, with all there are, for an issue that roll calls are not flagged with."""
    if issue not in ISSUES:
        known = ", ".join(f"{code} ({name})" for code, name in ISSUES.items())
        raise unknown("issue", issue, list(ISSUES), next_step=f"Issues: {known}.")


def _chosen(roll_calls: pa.Table, by: By, issue: str | None, said: list[str]) -> dict[int, int]:
    """Roll call -> its period, of the roll calls to use."""
    table = roll_calls
    if issue is not None:
        check_issue(issue)
        table = table.filter(pc.fill_null(table[issue], False))
    years = pc.year(table["day"])
    if "part" in table.column_names:
        late = pc.greater_equal(years, WHOLE_SINCE)
        left = pc.and_(pc.fill_null(table["part"], False), pc.fill_null(late, False))
        _say(said, pc.sum(left).as_py() or 0, "roll call", "on a paragraph or an amendment")
        table, years = table.filter(pc.invert(left)), years.filter(pc.invert(left))
    periods = (table["session"] if by == "session" else years).to_pylist()
    pairs = zip(table["rcid"].to_pylist(), periods, strict=True)
    return {rcid: period for rcid, period in pairs if period is not None}


def _cast(votes: pa.Table, periods: Mapping[int, int], listed: Ints, said: list[str]) -> _Cast:
    """The votes that count, each once."""
    names, state = _coded(votes["state"])
    vote = pc.fill_null(votes["vote"].cast(pa.int64()), -1).to_numpy()
    rcid = pc.fill_null(votes["rcid"].cast(pa.int64()), -1).to_numpy()
    known = np.isin(vote, (*CAST, *NOT_CAST))
    codes = ", ".join(str(code) for code in np.unique(vote[~known]))
    _say(said, int((~known).sum()), "vote", f"with an unknown code ({codes})")
    _say(said, int((known & (state < 0)).sum()), "vote", "of no state")
    numbers = np.array(sorted(periods), np.int64)
    place = np.minimum(np.searchsorted(numbers, rcid), max(len(numbers) - 1, 0))
    found = numbers[place] == rcid if len(numbers) else np.zeros(len(rcid), bool)
    strangers = ~np.isin(rcid, listed)
    _say(said, int(strangers.sum()), "vote", "on roll calls that are not listed")
    kept = np.isin(vote, CAST) & (state >= 0) & found
    period = np.array([periods[int(number)] for number in numbers], np.int64)[place[kept]]
    cast = _Cast(names, rcid[kept], state[kept], vote[kept].astype(np.int8), period)
    return _once(cast, said)


def _coded(column: pa.ChunkedArray) -> tuple[tuple[str, ...], Ints]:
    """The states in alphabetical order, and the place of each row's state; -1 for none."""
    coded = column.cast(pa.string()).combine_chunks().dictionary_encode()
    names = coded.dictionary.to_pylist()
    order = np.argsort(np.array(names, object)) if names else np.empty(0, np.int64)
    rank = np.empty(len(names) + 1, np.int64)
    rank[order], rank[-1] = np.arange(len(names)), -1
    if "" in names:
        rank[names.index("")] = -1
    places = pc.fill_null(coded.indices.cast(pa.int64()), -1).to_numpy()
    return tuple(names[at] for at in order), rank[places]


def _once(cast: _Cast, said: list[str]) -> _Cast:
    """Each state's vote on a roll call once; none where two contradict each other."""
    if not cast.rcid.size:
        return cast
    order = np.lexsort((cast.state, cast.rcid))
    cast = cast.where(order)
    again = (cast.rcid[1:] == cast.rcid[:-1]) & (cast.state[1:] == cast.state[:-1])
    if not again.any():
        return cast
    first = np.append(True, ~again)
    group = np.cumsum(first) - 1
    low = np.minimum.reduceat(cast.vote, np.flatnonzero(first))
    high = np.maximum.reduceat(cast.vote, np.flatnonzero(first))
    clash = (low != high)[group]
    _say(said, int((~first & ~clash).sum()), "repeated vote", "saying the same again")
    pairs = zip(cast.state[clash], cast.rcid[clash], strict=True)
    named = sorted({f"{cast.names[state]} in {rcid}" for state, rcid in pairs})
    listed = f"({', '.join(named[:3])}{' ...' if len(named) > 3 else ''})"
    _say(said, int(clash.sum()), "vote", f"that contradict each other {listed}")
    return cast.where(first & ~clash)


def _informative(cast: _Cast, least_votes: int, said: list[str]) -> _Cast:
    """Without what can't say anything of positions, until nothing more falls away."""
    sizes = (0, 0, 0)
    for _ in range(20):
        before = cast.rcid.size
        if not before:
            break
        cast, unanimous = _without_unanimous(cast)
        cast, thin = _without_thin(cast, least_votes)
        cast, alone = _without_lonely(cast)
        sizes = (sizes[0] + unanimous, sizes[1] + thin, sizes[2] + alone)
        if cast.rcid.size == before:
            break
    _say(said, sizes[0], "unanimous roll call", "")
    _say(said, sizes[1], "state-period", f"with fewer than {least_votes} votes")
    _say(said, sizes[2], "period", "with fewer than two states")
    return cast


def _without_unanimous(cast: _Cast) -> tuple[_Cast, int]:
    _, group = np.unique(cast.rcid, return_inverse=True)
    low, high = np.full(group.max() + 1, 9), np.zeros(group.max() + 1)
    np.minimum.at(low, group, cast.vote)
    np.maximum.at(high, group, cast.vote)
    same = low == high
    return cast.where(~same[group]), int(same.sum())


def _without_thin(cast: _Cast, least_votes: int) -> tuple[_Cast, int]:
    if not cast.rcid.size:
        return cast, 0
    key = cast.state * (cast.period.max() + 1) + cast.period
    _, group, count = np.unique(key, return_inverse=True, return_counts=True)
    thin = count < least_votes
    return cast.where(~thin[group]), int(thin.sum())


def _without_lonely(cast: _Cast) -> tuple[_Cast, int]:
    lonely = [
        period
        for period in np.unique(cast.period)
        if len(np.unique(cast.state[cast.period == period])) < 2
    ]
    return cast.where(~np.isin(cast.period, lonely)), len(lonely)


def _arrays(cast: _Cast, roll_calls: pa.Table, by: By, said: Sequence[str]) -> Ballots:
    states, state = np.unique(cast.state, return_inverse=True)
    periods, period = np.unique(cast.period, return_inverse=True)
    cells, cell = np.unique(state * len(periods) + period, return_inverse=True)
    numbers, roll_call = np.unique(cast.rcid, return_inverse=True)
    item = resolutions(numbers, roll_call, state, cast.vote, roll_calls)[roll_call]
    order = np.lexsort((cell, item))
    return Ballots(
        by=by,
        states=tuple(cast.names[place] for place in states),
        periods=tuple(int(number) for number in periods),
        state_of=cells // len(periods),
        period_of=cells % len(periods),
        item_of=item[order],
        cell_of=cell[order],
        vote=cast.vote[order],
        roll_calls=len(numbers),
        notes=tuple(said),
    )


def _say(said: list[str], number: int, what: str, why: str) -> None:
    if number:
        several = what if number == 1 else f"{what}s"
        said.append(f"{number:,} {several} {why}".strip() + " left out.")
