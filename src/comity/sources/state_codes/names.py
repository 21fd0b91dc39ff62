"""Names of states as publishers write them ("Korea, Rep.", "Congo, Dem. Rep.")."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping

from comity.errors import UnknownName
from comity.registry.states import states
from comity.sources.state_codes.rows import Meaning, meaning, read_rows
from comity.vocabulary.names import fold


@functools.cache
def iso_of_name(name: str, day: dt.date | None = None) -> str | None:
    """The state that a publisher calls by a name, on a day.

    Case, accents and punctuation make no difference. A variant spelling goes before the names of
    the table of states ("Congo" alone is the Republic of the Congo). None where nobody is called
    so, where several are, and with a day where the state did not exist on it; without a day the
    name's present meaning is taken, else its last.
    """
    listed = _variants().get(fold(name))
    if listed is None:
        try:
            code = states().find(name).code
        except UnknownName:
            return None
    else:
        holds = [one.code for one in listed if one.holds_on(day)]
        if not holds and day is not None:
            return None
        code = holds[0] if holds else listed[-1].code
    state = states().get(code)
    return code if state and (day is None or state.existed_on(day)) else None


@functools.cache
def _variants() -> Mapping[str, tuple[Meaning, ...]]:
    out: dict[str, tuple[Meaning, ...]] = {}
    for row in read_rows("names.csv", ("name", "code", "first_day", "end_day", "note")):
        key = fold(row["name"])
        out[key] = (*out.get(key, ()), meaning(row))
    return out
