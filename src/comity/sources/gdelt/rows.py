"""One row of the tidied GDELT 2.0 samples, checked field by field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from comity.registry.gestures import code_book
from comity.sources.cameo_actors.acts import Acts, Record
from comity.sources.contract import Parsed, Reject
from comity.sources.gdelt.actors import PROJECTS, actor
from comity.sources.gdelt.fields import read_day, read_stamp, read_tenths
from comity.vocabulary.event import Scheme

DATASET = "gdelt2"
# Where the fields that are read stand among the 61 (GDELT Event Codebook 2.0).
COLUMNS: Mapping[str, int] = MappingProxyType(
    {
        "GLOBALEVENTID": 0,
        "SQLDATE": 1,
        "Actor1Code": 5,
        "Actor1CountryCode": 7,
        "Actor1KnownGroupCode": 8,
        "Actor2Code": 15,
        "Actor2CountryCode": 17,
        "Actor2KnownGroupCode": 18,
        "EventCode": 26,
        "GoldsteinScale": 30,
        "DATEADDED": 59,
    }
)
_ADDED_LENGTHS = (8, 14)


@dataclass(frozen=True, slots=True)
class Row:
    """The fields that are read, as written, in the order of COLUMNS; `line` counts from 1."""

    line: int
    id: str
    day: str
    source: str
    source_country: str
    source_group: str
    target: str
    target_country: str
    target_group: str
    code: str
    goldstein: str
    added: str


def parsed(rows: Iterable[Row], rejects: list[Reject], part: str, days: set[dt.date]) -> Parsed:
    """One chunk of acts; adds the report day of each good record to `days`."""
    acts, records = Acts(part=part, projects=PROJECTS), len(rejects)
    for row in rows:
        records += 1
        found = _record(row)
        if isinstance(found, Reject):
            rejects.append(found)
            continue
        acts.add(found)
        added = read_day(row.added[:8])
        if added:
            days.add(added)
    rejects.sort(key=lambda reject: reject.line)
    return Parsed(DATASET, records, {"events": acts.table}, acts.dropped, tuple(rejects))


def _record(row: Row) -> Record | Reject:
    day, tenths = read_day(row.day), read_tenths(row.goldstein)
    added = read_stamp(row.added, _ADDED_LENGTHS)
    wrong = ""
    if not (row.id.isascii() and row.id.isdigit()):
        wrong = f"GLOBALEVENTID {row.id[:20]!r} is no number"
    elif day is None:
        wrong = f"SQLDATE {row.day[:20]!r} is no day as YYYYMMDD"
    elif code_book().reading(Scheme.CAMEO, row.code) is None:
        wrong = f"EventCode {row.code[:12]!r} is not in the code-book cameo"
    elif tenths is None:
        wrong = f"GoldsteinScale {row.goldstein[:20]!r} is no number from -10 to 10"
    elif added is None:
        wrong = f"DATEADDED {row.added[:20]!r} is no time as YYYYMMDDHHMMSS"
    if wrong or day is None or added is None:
        fields = (row.id, row.day, row.source, row.target, row.code, row.goldstein, row.added)
        return Reject(row.line, wrong, "\t".join(fields)[:200])
    return Record(
        line=row.line,
        record_id=row.id,
        day=day,
        reported_month=f"{added:%Y-%m}",
        source=row.source,
        target=row.target,
        scheme=Scheme.CAMEO.value,
        code=row.code,
        goldstein_tenths=tenths,
        as_source=actor(row.source, row.source_country, row.source_group),
        as_target=actor(row.target, row.target_country, row.target_group),
    )
