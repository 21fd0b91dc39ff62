"""One event of UCDP GED: what was wrong with it, or what it tells."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Mapping
from importlib import resources

from comity.sources.act_rows import Side, Told
from comity.sources.state_codes import iso_of_gw
from comity.vocabulary.actor import ActingParty, DropReason, Organ

COLUMNS = tuple(
    row["column"]
    for row in csv.DictReader(
        resources.files(__package__).joinpath("columns.csv").read_text("utf-8").splitlines()
    )
)
CODE = "battle"
# 1 state-based, 2 between groups, 3 one-sided violence.
STATE_BASED = "1"
KINDS = frozenset({STATE_BASED, "2", "3"})
# 1 the day is known, 2 a span of two to six days, 3 the week, 4 the month, 5 no more than the year.
KNOWN_DAYS = frozenset({"1", "2"})
PRECISIONS = KNOWN_DAYS | {"3", "4", "5"}
GOVERNMENT = "Government of "
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T]00:00:00(?:\.0+)?)?", re.ASCII)
_NUMBER = re.compile(r"(\d{1,4})(?:\.0)?", re.ASCII)
_ID = re.compile(r"\d+", re.ASCII)


def record(line: int, row: Mapping[str, str]) -> Told | str:
    """The event as the record tells it, or why the record is malformed.

    A battle is stored once, side a as its source: the record does not say who began.
    """
    first, last = _day(row["date_start"]), _day(row["date_end"])
    if fault := _fault(row, first, last):
        return fault
    assert first is not None
    return Told(
        line=line,
        record_id=row["id"],
        day=first,
        code=CODE,
        source=_side(row, "a", first),
        target=_side(row, "b", first),
        source_text=row["side_a"],
        target_text=row["side_b"],
        outlets=_sources(row["number_of_sources"]),
    )


def _fault(row: Mapping[str, str], first: dt.date | None, last: dt.date | None) -> str:
    if not _ID.fullmatch(row["id"]):
        return f"id {row['id'][:20]!r} is no number"
    if row["type_of_violence"] not in KINDS:
        return f"type_of_violence {row['type_of_violence'][:20]!r} is none of 1, 2, 3"
    if row["date_prec"] not in PRECISIONS:
        return f"date_prec {row['date_prec'][:20]!r} is none of 1 to 5"
    if first is None:
        return f"date_start {row['date_start'][:20]!r} is no day as YYYY-MM-DD"
    if last is None or last < first:
        return f"date_end {row['date_end'][:20]!r} is no day from date_start on"
    if not re.fullmatch(r"\d{4}", row["year"], re.ASCII):
        return f"year {row['year'][:20]!r} is no year"
    return ""


def _side(row: Mapping[str, str], side: str, day: dt.date) -> Side:
    name = row[f"side_{side}"].strip()
    both = row["side_a"].strip(), row["side_b"].strip()
    if row["type_of_violence"] != STATE_BASED or not all(s.startswith(GOVERNMENT) for s in both):
        return DropReason.NOT_BETWEEN_STATES
    if name.count(GOVERNMENT) > 1:
        return DropReason.SEVERAL_PARTIES
    if row["date_prec"] not in KNOWN_DAYS:
        return DropReason.DAY_NOT_KNOWN
    number = _NUMBER.fullmatch(row[f"gwno{side}"].strip())
    code = iso_of_gw(int(number[1]), day) if number else None
    if code is None:
        return DropReason.UNKNOWN_SOURCE if side == "a" else DropReason.UNKNOWN_TARGET
    return ActingParty(code, Organ.MILITARY)


def _day(text: str) -> dt.date | None:
    found = _DAY.fullmatch(text.strip())
    try:
        return dt.date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _sources(text: str) -> int | None:
    """How many sources the event rests on; -1 (events coded before they were counted) is None."""
    return int(text) if _ID.fullmatch(text) and int(text) else None
