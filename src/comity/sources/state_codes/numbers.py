"""Numbers of states: Correlates of War, Gleditsch and Ward (1999), and UN M49."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
from collections.abc import Callable, Mapping

from comity.registry.states import states
from comity.sources.state_codes.rows import Meaning, holding, meaning, read_rows

Translation = Callable[[int, dt.date], str | None]


@functools.cache
def iso_of_cow(number: int, day: dt.date) -> str | None:
    """The state for which a number of the Correlates of War project stands on a day.

    None before and after the state's time in the list, and for the numbers of states that ended
    and have no code here (Bavaria, Austria-Hungary).
    """
    found = holding(_spans("cow").get(number, ()), day)
    if found is None:
        state = states().by_cow(number, day)
        found = state.code if state else None
    return found


@functools.cache
def iso_of_gw(number: int, day: dt.date) -> str | None:
    """The same for a number of Gleditsch and Ward (1999), their microstates included."""
    found = holding(_spans("gw").get(number, ()), day)
    if found is None:
        state = states().by_gw(number, day)
        found = state.code if state else None
    return found


@functools.cache
def iso_of_m49(number: int, day: dt.date | None = None) -> str | None:
    """The state of a number of the UN standard M49 (for most, the ISO 3166 number) on a day.

    None for territories, regions, and for a state that does not exist on `day`; without a day only
    the number counts, and a number that meant another state before means today's.
    """
    found = _m49().get(number, ())
    if day is None:
        return holding(found, None) or (found[-1].code if found else None)
    code = holding(found, day)
    state = states().get(code) if code else None
    return code if state and state.existed_on(day) else None


def in_year(translate: Translation, number: int, year: int) -> str | None:
    """The state that a number means in a yearly record: that of 1 July.

    Where there is none on that day, that of 31 December, else that of 1 January: a state's first
    and last years count too.
    """
    for month, day in ((7, 1), (12, 31), (1, 1)):
        found = translate(number, dt.date(year, month, day))
        if found is not None:
            return found
    return None


def days_in_year(
    translate: Translation, number: int, year: int
) -> tuple[str, dt.date, dt.date] | None:
    """The state that a number means in a yearly record, and the days that the record is of.

    These are the whole year (until 1 January, half-open), but where two numbers share a state in
    one year (the Federal Republic and united Germany in 1990) each has its own part of it.
    """
    code = in_year(translate, number, year)
    if code is None:
        return None
    first, end = dt.date(year, 1, 1), dt.date(year + 1, 1, 1)
    for other in _numbers_of(code) - {number}:
        if in_year(translate, other, year) == code:
            held = [first + dt.timedelta(n) for n in range((end - first).days)]
            held = [day for day in held if translate(number, day) == code]
            return code, held[0], held[-1] + dt.timedelta(1)
    return code, first, end


def pieces(
    translate: Translation, number: int, first_day: dt.date, end_day: dt.date
) -> list[tuple[str | None, dt.date, dt.date]]:
    """A half-open spell of a number, cut where it begins to mean another state of ours.

    None stands for days on which it means none.
    """
    cuts = {day for day in _changes(number) if first_day < day < end_day}
    bounds = [first_day, *sorted(cuts), end_day]
    out: list[tuple[str | None, dt.date, dt.date]] = []
    for begin, end in itertools.pairwise(bounds):
        code = translate(number, begin)
        if out and out[-1][0] == code:
            begin = out.pop()[1]
        out.append((code, begin, end))
    return out


def numbers_without_code(system: str) -> Mapping[int, str]:
    """The numbers of "cow" or "gw" that stand for no state of ours on any day, with names."""
    rows = read_rows("no_state.csv", ("system", "number", "name", "note"))
    return {int(row["number"]): row["name"] for row in rows if row["system"] in (system, "both")}


@functools.cache
def known_number(number: int) -> bool:
    """Whether a number stands in one of the two lists, for whatever state and time."""
    if number in numbers_without_code("cow") or number in numbers_without_code("gw"):
        return True
    return bool(_changes(number)) or any(number in (s.cow, s.gw) for s in states())


@functools.cache
def _numbers_of(code: str) -> frozenset[int]:
    """The numbers under which either list has counted a state."""
    state = states().get(code)
    own = {state.cow, state.gw} if state else set()
    own |= {span.number for span in states().spans if span.code == code}
    for system in ("cow", "gw"):
        listed = _spans(system).items()
        own |= {number for number, spans in listed if any(s.code == code for s in spans)}
    return frozenset(number for number in own if number is not None)


@functools.cache
def _changes(number: int) -> frozenset[dt.date]:
    """Days on which a number may begin or cease to mean a state."""
    held: list[tuple[dt.date | None, dt.date | None]] = [
        (s.first_day, s.end_day) for s in states().spans if s.number == number
    ]
    held += [(s.first_day, s.end_day) for s in states() if number in (s.cow, s.gw)]
    for system in ("cow", "gw"):
        held += [(s.first_day, s.end_day) for s in _spans(system).get(number, ())]
    return frozenset(day for days in held for day in days if day is not None)


@functools.cache
def _spans(system: str) -> Mapping[int, tuple[Meaning, ...]]:
    """What the numbers of a list mean on days that the table of states leaves out."""
    out: dict[int, tuple[Meaning, ...]] = {}
    columns = ("system", "number", "code", "first_day", "end_day", "note")
    for row in read_rows("spans.csv", columns):
        if row["system"] in (system, "both"):
            number = int(row["number"])
            out[number] = (*out.get(number, ()), meaning(row))
    return out


@functools.cache
def _m49() -> Mapping[int, tuple[Meaning, ...]]:
    out: dict[int, tuple[Meaning, ...]] = {}
    for row in read_rows("m49.csv", ("m49", "code", "first_day", "end_day", "note")):
        number = int(row["m49"])
        out[number] = (*out.get(number, ()), meaning(row))
    return out
