"""What a bloc is called: after its greatest members."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

# So many members are named, the others counted.
NAMED = 3


def bloc_name(members: Sequence[str], size: Mapping[str, float]) -> str:
    """The three greatest members and how many more there are: "CHN, RUS, IRN +41"."""
    ordered = greatest_first(members, size)
    more = f" +{len(ordered) - NAMED}" if len(ordered) > NAMED else ""
    return ", ".join(ordered[:NAMED]) + more


def greatest_first(members: Iterable[str], size: Mapping[str, float]) -> list[str]:
    """Members by size, those of unknown size last, equal ones by code."""
    return sorted(members, key=lambda state: (-size.get(state, -1.0), state))
