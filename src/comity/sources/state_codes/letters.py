"""Letters for states: the abbreviations of the state-system lists, and codes of three letters."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping

from comity.registry.states import states
from comity.sources.state_codes.numbers import iso_of_cow, iso_of_gw
from comity.sources.state_codes.rows import Meaning, holding, meaning, read_rows


@functools.cache
def iso_of_abbreviation(text: str, day: dt.date, *, system: str = "cow") -> str | None:
    """The state of the three letters of the Correlates of War project ("cow") on a day.

    `system` "gw" takes those of Gleditsch and Ward (1999). The letters are not ISO codes: SLO is
    Slovakia, AUS is Austria. None as for the numbers.
    """
    number = abbreviations(system).get(text)
    if number is None:
        return None
    return iso_of_gw(number, day) if system == "gw" else iso_of_cow(number, day)


@functools.cache
def abbreviations(system: str) -> Mapping[str, int]:
    """The number behind each abbreviation of the list "cow" or "gw"."""
    rows = read_rows("abbreviations.csv", ("system", "number", "abbreviation"))
    listed = {row["abbreviation"]: int(row["number"]) for row in rows if row["system"] == "cow"}
    if system == "gw":
        listed |= {row["abbreviation"]: int(row["number"]) for row in rows if row["system"] == "gw"}
    return listed


@functools.cache
def iso_of_alpha3(text: str, day: dt.date | None = None) -> str | None:
    """The state of a code of three letters as publishers write it, ISO's former codes included.

    With a day, None where the state did not exist on it. None for territories and aggregates.
    """
    state = states().get(text)
    code = state.code if state else holding(_former().get(text, ()), day)
    state = states().get(code) if code else None
    if state is None or (day is not None and not state.existed_on(day)):
        return None
    return state.code


@functools.cache
def _former() -> Mapping[str, tuple[Meaning, ...]]:
    out: dict[str, tuple[Meaning, ...]] = {}
    for row in read_rows("alpha3.csv", ("alpha3", "code", "first_day", "end_day", "note")):
        out[row["alpha3"]] = (*out.get(row["alpha3"], ()), meaning(row))
    return out
