"""Spells of contiguity by the month: `contdir.csv`, and the same tidied."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from comity.sources.contract import Coverage, Parsed, Reject
from comity.sources.cow_contiguity.layouts import WORDS
from comity.sources.facts import facts_table
from comity.sources.sheets import Column, read_tidied
from comity.sources.sheets.spells import Cutter, Spell
from comity.sources.state_codes import iso_of_cow
from comity.sources.tables import DYAD_FACTS
from comity.vocabulary.actor import DropReason

DATASET = "cow_contiguity"
FACT = "contiguity"
FACTS = [(FACT, "Direct contiguity by land or across water", "class 1 (land) to 5 (400 miles)")]
_MONTH = 31


class Line(NamedTuple):
    """A spell as the file has it; `ways`: in how many directions its records stand."""

    number: int
    low: int
    high: int
    kind: int
    first_day: dt.date
    end_day: dt.date
    ways: int


def read_spells(sheet: pa.Table, rejects: Sequence[Reject]) -> Parsed:
    """The published spells, undirected: each gives a fact both ways."""
    lines, wrong = [], list(rejects)
    for row in sheet.to_pylist():
        begin, end = _month(row["begin"]), _month(row["end"])
        text = f"{row['statelno']},{row['statehno']},{row['conttype']},{row['begin']},{row['end']}"
        if begin is None or end is None:
            wrong.append(Reject(row["line"], "begin and end must be YYYYMM", text))
        elif begin > end:
            wrong.append(Reject(row["line"], "it ends before it begins", text))
        else:
            pair = (row["line"], row["statelno"], row["statehno"], row["conttype"])
            lines.append(Line(*pair, begin, _next_month(end), ways=2))
    return _parsed(lines, wrong)


def read_tidied_spells(path: Path, name: str) -> Parsed:
    """The tidied spells, one way each (the file has both)."""
    number, text = pa.int32(), pa.string()
    columns = [
        Column("ccode1", number, lowest=1, highest=9999),
        Column("ccode2", number, lowest=1, highest=9999),
        Column("conttype", number, lowest=0, highest=5),
    ]
    sheet = read_tidied(path, name, [*columns, Column("stdate", text), Column("enddate", text)])
    lines = [
        Line(
            row["line"],
            row["ccode1"],
            row["ccode2"],
            row["conttype"],
            dt.date.fromisoformat(row["stdate"]),
            _next_month(dt.date.fromisoformat(row["enddate"])),
            ways=1,
        )
        for row in sheet.to_pylist()
    ]
    return _parsed(lines, [])


def _parsed(lines: Sequence[Line], rejects: Sequence[Reject]) -> Parsed:
    data_end = max((line.end_day for line in lines), default=dt.date(2017, 1, 1))
    cutter = Cutter(iso_of_cow, slack_days=_MONTH)
    dropped = Counter[DropReason]()
    rows: list[tuple[Spell, int]] = []
    for line in lines:
        if not line.kind:  # More than 400 miles of water: no contiguity.
            dropped[DropReason.NO_VALUE] += line.ways
            continue
        out = Counter[DropReason]()
        numbers = (line.low, line.high)
        for spell in cutter.cut(numbers, line.first_day, line.end_day, out):
            rows.append((spell, line.kind))
            if line.ways == 2:
                back = Spell(spell.target, spell.source, spell.first_day, spell.end_day)
                rows.append((back, line.kind))
        for reason, count in out.items():
            dropped[reason] += line.ways * count
    first = min((line.first_day for line in lines), default=data_end)
    return Parsed(
        DATASET,
        len(rows) + dropped.total() + len(rejects),
        {"dyad_facts": _table(rows), "facts": facts_table(FACTS)},
        dropped,
        tuple(sorted(rejects, key=lambda reject: reject.line)),
        [Coverage(DATASET, "3.2", first, data_end - dt.timedelta(1), table="dyad_facts")],
    )


def _table(rows: Iterable[tuple[Spell, int]]) -> pa.Table:
    facts = [
        {
            "fact": FACT,
            "source": spell.source,
            "target": spell.target,
            "day": spell.first_day,
            "end_day": spell.end_day,
            "value": float(kind),
            "text": WORDS[kind],
        }
        for spell, kind in rows
    ]
    return pa.Table.from_pylist(facts, schema=DYAD_FACTS)


def _month(number: int) -> dt.date | None:
    """The first day of a month written YYYYMM."""
    year, month = divmod(number, 100)
    return dt.date(year, month, 1) if 1 <= month <= 12 else None


def _next_month(day: dt.date) -> dt.date:
    return dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)
