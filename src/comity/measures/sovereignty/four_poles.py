"""The four poles between which the strategic and political ties of every state are looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from comity.measures.polarity.concentration import herfindahl
from comity.registry.organisations import memberships
from comity.vocabulary.membership import MEMBERS

# The same four for all states and regions, so that profiles compare. Russia's place is the Soviet
# Union's until the end of 1991.
SINGLE = ("USA", "CHN")
SOVIET_UNION_ENDED = dt.date(1991, 12, 26)


def poles(state: str, day: dt.date) -> dict[str, tuple[str, ...]]:
    """The states of each pole on a day, without the state itself; an empty pole is left out.

    A member of the EU faces its other members as a pole, as states outside do.
    """
    russia = "RUS" if day >= SOVIET_UNION_ENDED else "SUN"
    union = [
        one.state
        for one in memberships().of_organisation("EU")
        if one.status in MEMBERS and one.holds_on(day)
    ]
    found = {**{code: (code,) for code in (*SINGLE, russia)}, "EU": tuple(sorted(union))}
    others = {pole: tuple(one for one in of if one != state) for pole, of in found.items()}
    return {pole: of for pole, of in others.items() if of}


def evenness(amounts: Mapping[str, float] | Sequence[float]) -> float | None:
    """How evenly an amount lies with k poles: (1 - Herfindahl) / (1 - 1/k), 1 even, 0 all with one.

    None where there are fewer than two poles, or nothing lies with any.
    """
    listed = list(amounts.values() if isinstance(amounts, Mapping) else amounts)
    if len(listed) < 2 or sum(listed) <= 0:
        return None
    return min(1.0, max(0.0, (1 - herfindahl(listed)) / (1 - 1 / len(listed))))
