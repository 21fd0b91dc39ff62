"""The states of the system on a day: those toward which a state can have a tie, or none."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from comity.registry.states import states
from comity.store.query import Reading

SPELLS = """
SELECT state, first_day, last_day FROM dated_state_facts
WHERE dataset = 'cow_states' AND fact = 'state_system_member'
ORDER BY ALL
"""


@dataclass(frozen=True, slots=True)
class StateSystem:
    """Members of the state system (Small and Singer 1982): spells, both days included.

    On days that the spells do not reach, the states of the registry that have a number in the same
    list; from 2005 on the two are the same.
    """

    spells: tuple[tuple[str, dt.date, dt.date], ...]

    def on(self, day: dt.date) -> tuple[str, ...]:
        """The codes of the members, sorted."""
        held = {state for state, first, last in self.spells if first <= day <= last}
        if not held:
            held = {s.code for s in states() if s.cow is not None and s.existed_on(day)}
        return tuple(sorted(held))


def state_system(reading: Reading) -> StateSystem:
    """The system as the lake has it; without the dataset `cow_states`, as the registry has it."""
    rows = reading.query(SPELLS)
    columns = (rows[name].to_pylist() for name in ("state", "first_day", "last_day"))
    return StateSystem(tuple(zip(*columns, strict=True)))
