"""Pacts of defence, and the groups of states that look to the same strongest power."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from comity.store.query import Reading

DEFENCE = "alliance_defence"
# Of two datasets that cover a year the one further left is read, then the first by name.
PREFERRED = ("atop", "alliances")


@dataclass(frozen=True, slots=True)
class Pacts:
    """Who owes defence to whom, or is owed it, at the end of years, from one dataset.

    `pairs` are rows (state, other, first_day, last_day). `actors`: the states all of whose pacts
    the dataset would have recorded, None for all of the world; of others, only those with these.
    """

    dataset: str
    first_year: int
    last_year: int
    pairs: tuple[tuple[str, str, dt.date, dt.date], ...]
    actors: Set[str] | None = None

    def covers(self, state: str) -> bool:
        """Whether the dataset would have recorded a pact of the state."""
        return self.actors is None or state in self.actors

    def newest(self, year: int) -> int | None:
        """The last covered year up to `year`; None where there is none."""
        last = min(year, self.last_year)
        return last if last >= self.first_year else None

    def allies(self, year: int) -> dict[str, set[str]]:
        """The partners of each state with a pact in force on the last day of a year."""
        day, found = dt.date(year, 12, 31), defaultdict[str, set[str]](set)
        for state, other, first, last in self.pairs:
            if first <= day <= last:
                found[state].add(other)
                found[other].add(state)
        return dict(found)


def pacts_of(reading: Reading) -> tuple[Pacts, ...]:
    """The pacts of defence of every dataset in the lake that has some, the preferred one first."""
    # A pact without an end, however old, held still when the record closed.
    rows = reading.query(
        "WITH closed AS (SELECT dataset, max(last_day) AS closed_on FROM coverage "
        "WHERE \"table\" = 'dyad_facts' GROUP BY dataset) "
        "SELECT dataset, source, target, day AS first_day, "
        "coalesce(end_day - 1, greatest(closed_on, day)) AS last_day "
        "FROM dyad_facts JOIN closed USING (dataset) "
        "WHERE fact = $fact AND coalesce(value, 1) > 0",
        {"fact": DEFENCE},
    )
    pairs: dict[str, list[tuple[str, str, dt.date, dt.date]]] = {}
    columns = (rows[name].to_pylist() for name in rows.column_names)
    for dataset, *pair in zip(*columns, strict=True):
        pairs.setdefault(dataset, []).append((pair[0], pair[1], pair[2], pair[3]))
    found = [_pacts(reading, dataset, pairs[dataset]) for dataset in sorted(pairs, key=_place)]
    return tuple(one for one in found if one is not None)


def _place(dataset: str) -> tuple[int, str]:
    return (PREFERRED.index(dataset) if dataset in PREFERRED else len(PREFERRED)), dataset


def _pacts(
    reading: Reading, dataset: str, pairs: Sequence[tuple[str, str, dt.date, dt.date]]
) -> Pacts | None:
    covered = reading.query(
        "SELECT min(first_day) AS first_day, max(last_day) AS last_day, "
        "bool_or(scope = 'world') AS world, "
        "flatten(list(CAST(CAST(actors AS JSON) AS VARCHAR[]))) AS actors FROM coverage "
        "WHERE \"table\" = 'dyad_facts' AND dataset = $dataset AND scope <> 'both' "
        "AND (part = $fact OR part NOT IN (SELECT fact FROM facts))",
        {"dataset": dataset, "fact": DEFENCE},
    ).to_pylist()[0]
    if covered["first_day"] is None:
        return None
    actors = None if covered["world"] else frozenset(covered["actors"] or ())
    last: dt.date = covered["last_day"]
    last_year = last.year if (last.month, last.day) == (12, 31) else last.year - 1
    return Pacts(dataset, covered["first_day"].year, last_year, tuple(pairs), actors)


def groups(allies: Mapping[str, Set[str]], strength: Mapping[str, float]) -> dict[str, str]:
    """For each state with a strength, the power that it looks to.

    A state looks to the strongest of itself and its partners in defence, that one to the strongest
    of its own, and so on to a power that is stronger than all its partners. States that end at the
    same power are a group, named by it; a state without partners is a group of its own. So a
    state that has pacts with two camps joins them not: it goes with the stronger partner. A
    partner without a strength is passed over. Equal strength: the first by code.
    """
    rank = {state: (-amount, state) for state, amount in strength.items()}
    upward = {
        state: min([state, *(a for a in allies.get(state, ()) if a in rank)], key=rank.__getitem__)
        for state in rank
    }
    found: dict[str, str] = {}
    for state in sorted(rank, key=rank.__getitem__):
        # The stronger ones come first: where a state looks to is settled already.
        found[state] = state if upward[state] == state else found[upward[state]]
    return found
