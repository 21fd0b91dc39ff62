"""The four poles between which the strategic and political ties of every state are looked at."""

from __future__ import annotations

import datetime as dt

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
