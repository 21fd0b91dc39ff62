"""How alike two voters are in roll calls of the UN General Assembly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from comity.errors import OutsideCoverage, not_one_of
from comity.measures.bloc_position import roll_call_days
from comity.measures.similarity.ballots import ballots
from comity.measures.similarity.measure import VOTES
from comity.measures.similarity.pair import estimate
from comity.measures.similarity.record import How, PeriodSimilarity, Similarity
from comity.measures.vote_agreement import roll_call_periods, votes_of_side
from comity.vocabulary.bloc import Bloc
from comity.vocabulary.vote import ISSUES

# The topics that the release flags: Middle East, nuclear, disarmament, human rights, colonialism,
# economic development.
DATASET = "un_votes"

Side = str | Bloc


def vote_similarity(
    votes: pa.Table,
    roll_calls: pa.Table,
    pair: tuple[Side, Side],
    how: How,
    *,
    issue: str | None = None,
    min_items: int,
) -> Similarity:
    """The similarity of two voters by year, by session or in all roll calls at hand.

    A voter is a state, or a bloc: then its vote is the median of its members of that day that
    voted, the other side left out. Only roll calls in which both voted count: an absence says
    nothing. `votes` and `roll_calls` are lake tables; `issue` keeps the roll calls with its flag.
    The interval takes the roll calls as drawn from what the Assembly could have voted on.

    Raises OutsideCoverage where no period has `min_items` shared roll calls, BadInput for votes
    outside the list or torn ones, BadValue for an issue that is not flagged.
    """
    chosen = on_issue(roll_calls, issue)
    days = roll_call_days(chosen)
    states = set[str]().union(*(states_of(side) for side in pair))
    checked = ballots(votes, states)
    codes = tuple(_code(side) for side in pair)
    one = votes_of_side(checked.votes, days, pair[0], codes[1])
    other = votes_of_side(checked.votes, days, pair[1], codes[0])
    shared: dict[int | None, list[tuple[float, float]]] = defaultdict(list)
    for rcid, period in sorted(_periods(chosen, how).items()):
        if rcid in one and rcid in other:
            shared[period].append((one[rcid], other[rcid]))
    order = sorted(shared, key=lambda period: period or 0)
    thin = tuple((at, len(shared[at])) for at in order if len(shared[at]) < min_items)
    periods = tuple(_period(at, shared[at], how) for at in order if len(shared[at]) >= min_items)
    if not periods:
        raise _nothing(codes, chosen, thin, min_items)
    notes = (f"{checked.repeats} repeated votes were counted once.",) if checked.repeats else ()
    return Similarity(codes[0], codes[1], how, periods, thin, notes)


def on_issue(roll_calls: pa.Table, issue: str | None) -> pa.Table:
    """The roll calls on an issue; None: all. Raises BadValue for one that is not flagged."""
    if issue is None:
        return roll_calls
    if issue not in ISSUES:
        raise not_one_of("flagged issue", issue, ISSUES)
    return roll_calls.filter(pc.fill_null(roll_calls[issue], False))


def states_of(side: Side) -> frozenset[str]:
    """Whose votes a side's are: a state's own, or those of all that were ever in a bloc."""
    return side.states if isinstance(side, Bloc) else frozenset([side])


def _code(side: Side) -> str:
    return side.code if isinstance(side, Bloc) else side


def _periods(roll_calls: pa.Table, how: How) -> Mapping[int, int | None]:
    days = roll_call_days(roll_calls)
    if how.by == "all":
        return dict.fromkeys(days)
    return dict(roll_call_periods(roll_calls, days, how.by))


def _period(period: int | None, shared: list[tuple[float, float]], how: How) -> PeriodSimilarity:
    one, other = zip(*shared, strict=True)
    found = estimate(
        one,
        other,
        measure=how.measure,
        distance=how.distance,
        levels=VOTES,
        level=how.level,
    )
    return PeriodSimilarity(period, found, DATASET)


def _nothing(
    codes: tuple[str, ...],
    roll_calls: pa.Table,
    thin: tuple[tuple[int | None, int], ...],
    min_items: int,
) -> OutsideCoverage:
    days = roll_call_days(roll_calls).values()
    span = f"Roll calls: {min(days)} to {max(days)}." if days else "No roll calls at hand."
    most = max((count for _, count in thin), default=0)
    return OutsideCoverage(
        f"{codes[0]} and {codes[1]} never both voted in {min_items} roll calls of a period "
        f"(at most {most}).",
        hint=span,
        next_step="Choose states and years with roll calls, or fewer with --min-items.",
    )
