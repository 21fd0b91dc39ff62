"""The source `cow_states`: when each state was in the state system, and when a major power."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from comity.errors import BadInput
from comity.sources.contract import Coverage, Parsed, Reject, SourceDescription, SourceFile
from comity.sources.cow_states.layouts import DAYS, MAJORS, STATES
from comity.sources.description import describe_package
from comity.sources.facts import facts_table
from comity.sources.options import take_no_option
from comity.sources.sheets import first_header, read_sheet, read_tidied
from comity.sources.sheets.spells import Cutter
from comity.sources.state_codes import iso_of_cow
from comity.sources.tables import STATE_FACTS
from comity.vocabulary.actor import DropReason

DATASET = "cow_states"
MEMBER, MAJOR = "state_system_member", "major_power"
FACTS = [
    (MEMBER, "Member of the state system (Small and Singer 1982)", "1: member"),
    (MAJOR, "Major power", "1: major power"),
]


@dataclass(frozen=True, slots=True)
class CowStates:
    """Two files, one form: a line is a spell of a number of states."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        """By the header of the list of states or of major powers."""
        found = first_header(head)
        return STATES.fits(found) or MAJORS.fits(found)

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """The spells, by our states. Raises BadInput for a file that is of neither form."""
        take_no_option(DATASET, options)
        sheet = read_sheet(file, [STATES, MAJORS], of="states and their spells")
        fact = MEMBER if sheet.layout is STATES else MAJOR
        yield _parsed(sheet.table, sheet.rejects, fact, file.name)


def parse_tidied(path: Path, name: str) -> Iterator[Parsed]:
    """The list of states from the tidied file."""
    yield _parsed(read_tidied(path, name, STATES.columns), (), MEMBER, name)


def _parsed(sheet: pa.Table, rejects: Sequence[Reject], fact: str, name: str) -> Parsed:
    lines, wrong = sheet.to_pylist(), list(rejects)
    # The lists stop at the end of the year of their version; that is no end of a state.
    data_end = dt.date(max(line["version"] for line in lines) + 1, 1, 1)
    cutter = Cutter(iso_of_cow)
    dropped = Counter[DropReason]()
    rows: list[dict[str, Any]] = []
    first_day = data_end
    for line in lines:
        try:
            first, end = _days(line)
        except ValueError as error:
            text = ",".join(str(value) for key, value in line.items() if key != "line")
            wrong.append(Reject(line["line"], str(error), text[:200]))
            continue
        first_day = min(first_day, first)
        text = line.get("statenme") or line["stateabb"]
        for spell in cutter.cut((line["ccode"],), first, end, dropped):
            last = None if spell.end_day >= data_end else spell.end_day
            days = {"day": spell.first_day, "end_day": last}
            rows.append({"fact": fact, "state": spell.source, **days, "value": 1.0, "text": text})
    if not rows:
        raise BadInput(
            f"{name} holds no spell of a state that is known.",
            hint=f"Line {wrong[0].line}: {wrong[0].reason}." if wrong else "",
            next_step="Check that this is the right source for the file.",
        )
    return Parsed(
        DATASET,
        len(rows) + dropped.total() + len(wrong),
        {
            "state_facts": pa.Table.from_pylist(rows, schema=STATE_FACTS),
            "facts": facts_table([row for row in FACTS if row[0] == fact]),
        },
        dropped,
        tuple(sorted(wrong, key=lambda reject: reject.line)),
        [Coverage(DATASET, fact, first_day, data_end - dt.timedelta(1), table="state_facts")],
    )


def _days(line: Mapping[str, Any]) -> tuple[dt.date, dt.date]:
    """A spell's days, half-open. Raises ValueError where they are none."""
    begin, end = DAYS[:3], DAYS[3:]
    first = dt.date(*(line[name] for name in begin))
    last = dt.date(*(line[name] for name in end))
    if last < first:
        raise ValueError("it ends before it begins")
    return first, last + dt.timedelta(1)


SOURCE = CowStates(describe_package("comity.sources.cow_states"))
