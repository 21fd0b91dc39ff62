"""What the table can answer for: a pair that it does not list has none, for these states alone."""

from __future__ import annotations

import datetime as dt

from comity.registry.regions import regions
from comity.registry.states import states
from comity.sources.alliances.pledges import PLEDGES
from comity.sources.contract import Coverage

COVERED = (dt.date(1992, 1, 1), dt.date(2025, 12, 31))


def coverage(dataset: str) -> list[Coverage]:
    """Defence of and by the listed states, whoever the other is; the rest among them only."""
    listed = listed_states()
    return [
        Coverage(
            dataset,
            fact,
            *COVERED,
            "either" if pledge == "defence" else "both",
            listed,
            table="dyad_facts",
        )
        for pledge, (fact, _) in PLEDGES.items()
    ]


def listed_states() -> tuple[str, ...]:
    """The states of the shipped regions, and those of their poles that are states."""
    named = {code for region in regions() for code in (*region.states, *region.poles)}
    return tuple(sorted(code for code in named if states().get(code) is not None))
