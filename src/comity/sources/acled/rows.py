"""One event of ACLED: what was wrong with it, or what it tells."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Mapping

from comity.sources.acled.tables import inters, services, sub_events
from comity.sources.act_rows import Side, Told
from comity.sources.state_codes import iso_of_name
from comity.vocabulary.actor import ActingParty, DropReason, Organ

# 1 the day is known, 2 the week, 3 the month.
KNOWN_DAYS = frozenset({"1", "2"})
PRECISIONS = KNOWN_DAYS | {"3"}
# "Military Forces of Yemen (2012-2015) Navy": forces, state, years of the government, branch.
_ACTOR = re.compile(
    r"(?P<forces>Military Forces|Police Forces|Government) of (?:the )?(?P<state>[^()]+?)"
    r"(?: \(\d{4}-(?:\d{4})?\))?(?:(?<=\)) (?P<branch>[^()]+))?"
)
_ORGANS = {
    "Military Forces": Organ.MILITARY,
    "Police Forces": Organ.POLICE,
    "Government": Organ.GOVERNMENT,
}
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_WORDED = re.compile(r"(\d{1,2})[ -]([A-Za-z]+)[ -](\d{4})", re.ASCII)


def record(line: int, row: Mapping[str, str]) -> Told | str:
    """The event as the record tells it, or why the record is malformed."""
    day = read_day(row["event_date"].strip())
    code = sub_events().get(row["sub_event_type"].strip())
    if fault := _fault(row, day, code):
        return fault
    assert day is not None
    assert code is not None
    source, target = _sides(row, day)
    return Told(
        line=line,
        record_id=row["event_id_cnty"].strip(),
        day=day,
        code=code,
        source=source,
        target=target,
        source_text=row["actor1"],
        target_text=row["actor2"],
        outlets=len({one.strip() for one in row["source"].split(";") if one.strip()}) or None,
    )


def read_day(text: str) -> dt.date | None:
    """A day as 2023-01-31, 31 January 2023 or 31-January-2023; None for anything else."""
    try:
        if _ISO.fullmatch(text):
            return dt.date.fromisoformat(text)
        if found := _WORDED.fullmatch(text):
            return dt.date(int(found[3]), _MONTHS.index(found[2].lower()) + 1, int(found[1]))
    except ValueError:
        return None
    return None


def party(actor: str, day: dt.date, unknown: DropReason) -> Side:
    """The state and organ that an actor's name stands for on a day, or why it is none.

    `unknown` is the reason for a name that is no state's. A branch that is not listed is
    unresolved: "Military Forces of Yemen (2017-) Houthi" are not those of the state.
    """
    name, organ = _forces(actor)
    if organ is None:
        return DropReason.UNRESOLVED_NAME
    # Without a day first: a name that is no state's is looked for once, not once a day.
    code = iso_of_name(name, day) if iso_of_name(name) else None
    return ActingParty(code, organ) if code else unknown


@functools.lru_cache(maxsize=16_384)
def _forces(actor: str) -> tuple[str, Organ | None]:
    """The state's name and the organ; no organ for a branch that is not listed."""
    found = _ACTOR.fullmatch(actor)
    if found is None:
        return "", None
    branch = found["branch"]
    organ = _ORGANS[found["forces"]] if branch is None else services().get(branch.strip(" -"))
    return found["state"], organ


def _fault(row: Mapping[str, str], day: dt.date | None, code: str | None) -> str:
    if not row["event_id_cnty"].strip():
        return "no event_id_cnty"
    if day is None:
        return f"event_date {row['event_date'][:30]!r} is no day"
    if row["time_precision"].strip() not in PRECISIONS:
        return f"time_precision {row['time_precision'][:20]!r} is none of 1, 2, 3"
    if code is None:
        return f"sub_event_type {row['sub_event_type'][:60]!r} is not in the list"
    for name in ("inter1", "inter2"):
        if row[name].strip() not in inters():
            return f"{name} {row[name][:40]!r} is not in the list"
    return ""


def _sides(row: Mapping[str, str], day: dt.date) -> tuple[Side, Side]:
    """Both sides, each a party or the reason why the event is no act between two states."""
    actors = row["actor1"].strip(), row["actor2"].strip()
    forces = [_ACTOR.match(actor) for actor in actors]
    kinds = [inters()[row[name].strip()] for name in ("inter1", "inter2")]
    if not all(forces) or not all(kinds):
        return DropReason.NOT_BETWEEN_STATES, DropReason.NOT_BETWEEN_STATES
    if row["time_precision"].strip() not in KNOWN_DAYS:
        return DropReason.DAY_NOT_KNOWN, DropReason.DAY_NOT_KNOWN
    return (
        party(actors[0], day, DropReason.UNKNOWN_SOURCE),
        party(actors[1], day, DropReason.UNKNOWN_TARGET),
    )
