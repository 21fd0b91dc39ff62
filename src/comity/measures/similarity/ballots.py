"""Votes as they can be compared: one for each state and roll call, in the list of codes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from comity.errors import BadInput
from comity.vocabulary.vote import Vote

# The release writes an absence as a code of its own; the lake has no row for it.
ABSENT = 8
CODES = [int(vote) for vote in Vote]


@dataclass(frozen=True, slots=True)
class Ballots:
    """Votes without absences; `repeats` rows that said the same again were left out."""

    votes: pa.Table
    repeats: int


def ballots(votes: pa.Table, states: Collection[str]) -> Ballots:
    """The votes that these states cast: rcid, state, vote (1 yes, 2 abstain, 3 no).

    Absences (8 or null) are left out, and so is a vote that stands there twice. Raises BadInput for
    a code that is not in the list, and for two different votes of a state in one roll call.
    """
    cast = votes.select(["rcid", "state", "vote"])
    cast = cast.set_column(1, "state", cast["state"].cast(pa.string()))
    own = cast.filter(pc.is_in(cast["state"], value_set=pa.array(sorted(states), pa.string())))
    own = own.filter(pc.fill_null(pc.not_equal(own["vote"], ABSENT), False))
    wrong = own.filter(pc.invert(pc.is_in(own["vote"], pa.array(CODES, own["vote"].type))))
    if wrong.num_rows:
        raise BadInput(
            f"{wrong.num_rows} votes have codes outside the list, the first {_named(wrong)}.",
            next_step="Votes are 1 yes, 2 abstain, 3 no, 8 absent.",
        )
    single = own.group_by(["rcid", "state", "vote"]).aggregate([])
    counted = single.group_by(["rcid", "state"]).aggregate([("vote", "count")])
    torn = counted.filter(pc.greater(counted["vote_count"], 1))
    if torn.num_rows:
        first = min(zip(torn["rcid"].to_pylist(), torn["state"].to_pylist(), strict=True))
        raise BadInput(
            f"{torn.num_rows} times a state has two different votes in one roll call, the first "
            f"{first[1]} in {first[0]}.",
            next_step="Keep one vote for each state and roll call.",
        )
    return Ballots(single, own.num_rows - single.num_rows)


def _named(rows: pa.Table) -> str:
    first = rows.slice(0, 1).to_pylist()[0]
    return f"{first['vote']} of {first['state']} in {first['rcid']}"
