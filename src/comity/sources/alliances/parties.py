"""Parties of treaties as the table has them: who gives which pledge on which days."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from comity.registry.states import states
from comity.sources.alliances.pledges import PLEDGES

COLUMNS = (
    *("treaty", "title", "pledges", "party", "role", "first_day", "end_day", "day_is"),
    *("evidence", "note"),
)


class Role(StrEnum):
    """Whether a party owes the pledge, is owed it, or both."""

    BOTH = "both"
    GIVES = "gives"
    RECEIVES = "receives"


class DayIs(StrEnum):
    """What the first day is: of force, of signature (where that of force is not known), of effect
    (an agreement that is political, or not subject to ratification), or of membership."""

    FORCE = "force"
    SIGNATURE = "signature"
    EFFECT = "effect"
    MEMBERSHIP = "membership"


@dataclass(frozen=True, slots=True)
class Party:
    """One party of a treaty on half-open days; None: it still was when the table was made."""

    treaty: str
    title: str
    pledges: tuple[str, ...]
    state: str
    role: Role
    first_day: dt.date
    end_day: dt.date | None
    day_is: DayIs
    evidence: str
    note: str

    @property
    def head(self) -> tuple[object, ...]:
        """What all rows of one treaty have in common."""
        return (self.title, self.pledges, self.evidence)


class Owed(NamedTuple):
    """A pledge from one state to another on half-open days."""

    pledge: str
    source: str
    target: str
    first_day: dt.date
    end_day: dt.date | None
    title: str


def read_party(row: Mapping[str, str]) -> Party:
    """One row of the table. Raises ValueError, saying what is wrong."""
    for name in ("treaty", "title", "evidence"):
        if not row[name].strip():
            raise ValueError(f"{name} is empty")
    pledges = tuple(row["pledges"].split())
    strangers = [word for word in pledges if word not in PLEDGES]
    if strangers or not pledges:
        raise ValueError(f"pledges {row['pledges'][:60]!r}; of {', '.join(PLEDGES)} expected")
    state = states().get(row["party"])
    if state is None:
        raise ValueError(f"party {row['party'][:40]!r} is not known")
    first = dt.date.fromisoformat(row["first_day"])
    end = dt.date.fromisoformat(row["end_day"]) if row["end_day"] else None
    if end is not None and end <= first:
        raise ValueError(f"it ends on {end}, not after its first day {first}")
    return Party(
        row["treaty"], row["title"], pledges, state.code, Role(row["role"]), first, end,
        DayIs(row["day_is"]), row["evidence"], row["note"],
    )  # fmt: skip


def owed_by(parties: Iterable[Party]) -> Iterator[Owed]:
    """Every pledge of every pair of parties, on the days that both were parties and states."""
    by_treaty: dict[str, list[Party]] = {}
    for one in parties:
        by_treaty.setdefault(one.treaty, []).append(one)
    for members in by_treaty.values():
        for source, target in itertools.permutations(members, 2):
            if source.role is Role.RECEIVES or target.role is Role.GIVES:
                continue
            days = _shared(source, target)
            if source.state == target.state or days is None:
                continue
            for pledge in source.pledges:
                yield Owed(pledge, source.state, target.state, *days, source.title)


def _shared(one: Party, other: Party) -> tuple[dt.date, dt.date | None] | None:
    lives = [states().by_code[party.state] for party in (one, other)]
    spans = [(party.first_day, party.end_day) for party in (one, other)]
    spans += [(state.first_day, state.end_day) for state in lives]
    first = max(day for day, _ in spans)
    ends = [day for _, day in spans if day is not None]
    end = min(ends) if ends else None
    return (first, end) if end is None or first < end else None
