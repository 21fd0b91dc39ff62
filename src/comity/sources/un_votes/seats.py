"""Whose seat it was: from a country number or a present-day code to the state of the day."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass

from comity.registry.states import states


@dataclass(frozen=True, slots=True)
class Holder:
    """The state that held a seat from `first_day` until the next holder's first day."""

    first_day: dt.date
    state: str


# The Soviet seat, Correlates of War number 365: by its letter of 24 December 1991 the Russian
# Federation continued it, two days before the Soviet Union ended.
CONTINUED: dict[int, tuple[Holder, ...]] = {
    365: (Holder(dt.date.min, "SUN"), Holder(dt.date(1991, 12, 24), "RUS")),
}

# Present-day codes that a tidied file gives to the whole life of a seat that others held before.
NUMBER_OF_CODE = {"RUS": 365, "SRB": 345}

# The release keeps these numbers to the end of the session in which both states united.
UNITED = {260: "DEU", 678: "YEM"}


def state_of_number(number: int, day: dt.date) -> str | None:
    """The state that held the seat with that Correlates of War number on that day.

    A state that voted before the Correlates of War count it as one (Belarus and Ukraine from
    1946, India and the Philippines before independence) is found by its number alone.
    None where no state has the number.
    """
    if number in CONTINUED:
        return _holder(number, day)
    if number in UNITED:
        return UNITED[number]
    return _by_number(number, day) or _ever_by_number(number)


def state_of_code(code: str, day: dt.date) -> str | None:
    """The state that held on `day` the seat that a tidied file gives by a present-day ISO code."""
    if code in NUMBER_OF_CODE:
        return state_of_number(NUMBER_OF_CODE[code], day)
    return code if states().get(code) is not None else None


def _holder(number: int, day: dt.date) -> str:
    return [item.state for item in CONTINUED[number] if item.first_day <= day][-1]


@functools.cache
def _by_number(number: int, day: dt.date) -> str | None:
    state = states().by_cow(number, day)
    return None if state is None else state.code


@functools.cache
def _ever_by_number(number: int) -> str | None:
    """The state with that number in its own record, whatever the day."""
    for state in states():
        if state.cow == number:
            return state.code
    return None
