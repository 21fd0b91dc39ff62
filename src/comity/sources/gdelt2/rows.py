"""One row of a GDELT 2.0 event export, checked field by field."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from comity.registry.gestures import code_book
from comity.sources.cameo_actors.acts import Acts, Record
from comity.sources.cameo_actors.dictionary import actor_dictionary
from comity.sources.contract import Parsed, Reject
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
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_DIGITS = re.compile(r"\d+", re.ASCII)
_WIDEST = 100


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
    acts, records = Acts(part=part, projects=(DATASET, Scheme.CAMEO.value)), len(rejects)
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


def read_day(text: str) -> dt.date | None:
    """A day as YYYYMMDD; None for anything else."""
    if len(text) != 8 or not _DIGITS.fullmatch(text):
        return None
    try:
        return dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def actor(code: str, country: str, group: str) -> str:
    """The actor code with what GDELT says of it in columns of its own.

    A role without a country ("GOV") takes the country column, a region ("EUR") its known group
    ("EEC"): "EUREEC" is the European Union.
    """
    dictionary = actor_dictionary()
    if not code:
        return code
    head = code[:3]
    if country and head in dictionary.roles and head not in dictionary.states:
        code = country + code
    return code if not group or group in code else code[:3] + group + code[3:]


def _record(row: Row) -> Record | Reject:
    day, added, tenths = read_day(row.day), read_day(row.added[:8]), read_tenths(row.goldstein)
    wrong = ""
    if not _DIGITS.fullmatch(row.id):
        wrong = f"GLOBALEVENTID {row.id[:20]!r} is no number"
    elif day is None:
        wrong = f"SQLDATE {row.day[:20]!r} is no day as YYYYMMDD"
    elif code_book().reading(Scheme.CAMEO, row.code) is None:
        wrong = f"EventCode {row.code[:12]!r} is not in the code-book cameo"
    elif tenths is None:
        wrong = f"GoldsteinScale {row.goldstein[:20]!r} is no number from -10 to 10"
    elif added is None or len(row.added) not in (8, 14) or not _DIGITS.fullmatch(row.added):
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


def read_tenths(text: str) -> int | None:
    """A Goldstein score as integer tenths; None where it is no number from -10 to 10."""
    if not _NUMBER.fullmatch(text):
        return None
    tenths = round(float(text) * 10)
    return tenths if -_WIDEST <= tenths <= _WIDEST else None
