"""One row of Phoenix, checked field by field."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from comity.registry.gestures import code_book
from comity.sources.cameo_actors.acts import Acts, Record
from comity.sources.contract import Parsed, Reject
from comity.vocabulary.event import Scheme

DATASET = "phoenix"
PART = "sample"
COLUMNS = ("GID", "Date", "Source", "Target", "CAMEO", "RootCode", "Goldstein")
_NONE = frozenset({"", "NA"})
_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,2}(?:\.\d+)?", re.ASCII)
_WIDEST = 100


@dataclass(frozen=True, slots=True)
class Row:
    """The fields that are read, as written, in the order of COLUMNS; `line` counts from 1."""

    line: int
    id: str
    day: str
    source: str
    target: str
    cameo: str
    root: str
    goldstein: str
    story: str = ""


def parsed(
    rows: Iterable[Row],
    rejects: list[Reject],
    *,
    days: Counter[dt.date],
    dataset: str = DATASET,
    part: str = PART,
) -> Parsed:
    """One chunk; `rejects` are its lines that are not even of this form.

    Adds the day of each well-formed record to `days`.
    """
    acts, records = Acts(part=part, projects=(DATASET, Scheme.CAMEO.value)), len(rejects)
    for row in rows:
        records += 1
        found = _record(row)
        if isinstance(found, Reject):
            rejects.append(found)
        else:
            acts.add(found)
            days[found.day] += 1
    rejects.sort(key=lambda reject: reject.line)
    return Parsed(dataset, records, {"events": acts.table}, acts.dropped, tuple(rejects))


def full_code(cameo: str, root: str) -> str:
    """The event code with its leading zero: "311" of root "3" is "0311", "190" of "19" stays."""
    own = root.lstrip("0")
    if not own.isdigit() or not cameo.lstrip("0").startswith(own):
        return cameo
    return own.zfill(2) + cameo.lstrip("0").removeprefix(own)


def _record(row: Row) -> Record | Reject:
    day, code = _day(row.day), full_code(row.cameo, row.root)
    tenths = None if row.goldstein in _NONE else _tenths(row.goldstein)
    wrong = ""
    if row.id in _NONE:
        wrong = "no id"
    elif day is None:
        wrong = f"Date {row.day[:20]!r} is no day as YYYYMMDD"
    elif code_book().reading(Scheme.CAMEO, code) is None:
        wrong = f"CAMEO {row.cameo[:12]!r} is not in the code-book cameo"
    elif tenths is None and row.goldstein not in _NONE:
        wrong = f"Goldstein {row.goldstein[:20]!r} is no number from -10 to 10"
    if wrong or day is None:
        fields = (row.id, row.day, row.source, row.target, row.cameo, row.goldstein)
        return Reject(row.line, wrong, ",".join(fields)[:200])
    return Record(
        line=row.line,
        record_id=row.id,
        day=day,
        reported_month=f"{day:%Y-%m}",
        source="" if row.source in _NONE else row.source,
        target="" if row.target in _NONE else row.target,
        scheme=Scheme.CAMEO.value,
        code=code,
        goldstein_tenths=tenths,
        story=None if row.story in _NONE else row.story,
    )


def _day(text: str) -> dt.date | None:
    found = _DAY.fullmatch(text)
    try:
        return dt.date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _tenths(text: str) -> int | None:
    """A score from -10 to 10 as integer tenths; None for anything else."""
    tenths = round(float(text) * 10) if _NUMBER.fullmatch(text) else None
    return tenths if tenths is not None and abs(tenths) <= _WIDEST else None
