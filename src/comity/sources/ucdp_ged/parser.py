"""The published GED file: quoted CSV of 49 columns, texts with commas and line breaks in them.

Only events of state-based violence between two governments are acts. The day is the first on
which the event may have happened; events not known to the week have none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from comity.errors import BadValue
from comity.sources.act_rows import ActRows
from comity.sources.contract import Coverage, Parsed, Reject, SourceFile
from comity.sources.csv_records import columns_of, read_records
from comity.sources.headers import first_line
from comity.sources.ucdp_ged.rows import COLUMNS, record
from comity.sources.volumes import daily_volumes
from comity.vocabulary.event import Scheme

DATASET = "ucdp_ged"
RELEASE, CANDIDATE = "release", "candidate"
PARTS = (RELEASE, CANDIDATE)
# A whole release has events in each of UCDP's five regions; an extract of one region has not.
REGIONS = frozenset({"Africa", "Americas", "Asia", "Europe", "Middle East"})
# GEDEvent_v25_1 is the release of 2025, GEDEvent_v25_0_6 the candidate events of June 2025.
_RELEASE_NAME = re.compile(r"_v\d+_1(?!\d|_\d)")
# id, relid, year, active_year
_FIRST_CELLS = re.compile(rb'"?\d+"?,[^,]+,"?\d{4}"?,')
_CANDIDATE_NAME = re.compile(r"_v\d+_0\d?_\d+")


@dataclass(slots=True)
class _Seen:
    """What a file tells of its own extent."""

    days: Counter[dt.date] = field(default_factory=Counter)
    years: set[int] = field(default_factory=set)
    regions: set[str] = field(default_factory=set)
    parties: set[str] = field(default_factory=set)


def parse_ged(file: SourceFile, options: Mapping[str, str]) -> Iterator[Parsed]:
    """The battles between states, chunk by chunk; last, coverage and the volume of each day.

    Raises BadInput for a file of another form, BadValue where it is not clear of which part it is.
    """
    part = part_of(file.name, options)
    head = first_line(file)
    found = columns_of(head)
    header = found if _is_header(found) else COLUMNS
    seen = _Seen()
    for chunk in read_records(file, header, has_header=not lacks_header(file.name, head)):
        acts, rejects = ActRows(part, Scheme.UCDP, seen.days), list(chunk.rejects)
        for line, cells in zip(chunk.lines, chunk.cells, strict=True):
            row = dict(zip(header, cells, strict=True))
            told = record(line, row)
            if isinstance(told, str):
                rejects.append(_reject(line, told, cells))
                continue
            acts.add(told)
            seen.years.add(int(row["year"]))
            seen.regions.add(row["region"])
        table = acts.table
        for side in ("source", "target"):
            seen.parties.update(table[side].to_pylist())
        rejects.sort(key=lambda one: one.line)
        records = len(chunk.lines) + len(chunk.rejects)
        yield Parsed(DATASET, records, {"events": table}, acts.dropped, rejects)
    volume = daily_volumes(part, seen.days)
    yield Parsed(DATASET, 0, {"volumes": volume}, coverage=_coverage(part, seen))


def looks_like_ged(name: str, head: bytes) -> bool:
    """Whether the first line is the header, or the first record of a file that lacks it."""
    return _is_header(columns_of(head)) or lacks_header(name, head)


def lacks_header(name: str, head: bytes) -> bool:
    """Some candidate releases (24.0.1) begin with their first record; their name tells."""
    return bool(_CANDIDATE_NAME.search(name) and _FIRST_CELLS.match(head))


def part_of(name: str, options: Mapping[str, str]) -> str:
    """Release or candidate, by the option or by the file's name as published."""
    for option in options:
        if option != "part":
            raise BadValue(f"UCDP GED files have no option {option!r}.", hint="Valid: part.")
    given = options.get("part", "")
    if given in PARTS:
        return given
    if not given and _RELEASE_NAME.search(name):
        return RELEASE
    if not given and _CANDIDATE_NAME.search(name):
        return CANDIDATE
    raise BadValue(
        f"{given!r} is no part of UCDP GED." if given else f"{name} does not say what it is.",
        hint="Published: GEDEvent_v25_1.csv (a release), GEDEvent_v25_0_6.csv (candidate events).",
        next_step="Name it: part=release or part=candidate.",
    )


def _is_header(columns: Sequence[str]) -> bool:
    """Whether the columns are the published ones, in whatever order."""
    return len(columns) == len(COLUMNS) and set(columns) == set(COLUMNS)


def _reject(line: int, reason: str, cells: Sequence[str]) -> Reject:
    return Reject(line, reason, ",".join(cells)[:200])


def _coverage(part: str, seen: _Seen) -> tuple[Coverage, ...]:
    """The years of a release, the months of candidate events; of an extract, what is in it.

    A release tells all that its publisher holds of its years, so it also takes the place of the
    candidate events of the same years.
    """
    if not seen.days:
        return ()
    if part == CANDIDATE:
        first, last = min(seen.days).replace(day=1), _last_of_month(max(seen.days))
        return (Coverage(DATASET, part, first, last, complete=True),)
    if not seen.regions >= REGIONS:
        actors = tuple(sorted(seen.parties))
        span = (min(seen.days), max(seen.days))
        return (Coverage(DATASET, part, *span, "both", actors),) if actors else ()
    first, last = dt.date(min(seen.years), 1, 1), dt.date(max(seen.years), 12, 31)
    return tuple(Coverage(DATASET, one, first, last, complete=True) for one in PARTS)


def _last_of_month(day: dt.date) -> dt.date:
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
