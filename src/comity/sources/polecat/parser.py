"""The published POLECAT file: tab-separated, 40 columns with a header, plain or zip, any span."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping

from comity.registry.gestures import code_book
from comity.sources.act_rows import ActRows, Told
from comity.sources.contract import Parsed, Reject, SourceFile
from comity.sources.headers import first_line
from comity.sources.icews.covered import coverage_of
from comity.sources.lines import Lines, read_lines
from comity.sources.polecat.actors import NOTHING, Written, listed, resolve
from comity.sources.polecat.header import COLUMNS, layout_of
from comity.sources.volumes import daily_volumes
from comity.vocabulary.event import Scheme

DATASET = "polecat"
PART = "files"
# Forty fields a line.
CHUNK_LINES = 25_000
# Releases mix UTF-8 with Latin-1 in names. Only ASCII cells are read; names count as bytes.
ENCODING = "latin-1"
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T][0-9:.]+)?", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,2}(?:\.\d+)?", re.ASCII)
_STRONGEST = 10


def parse_txt(file: SourceFile) -> Iterator[Parsed]:
    """Acts chunk by chunk; last, the days that the file covers and the volume of each.

    Raises BadInput for a file that is empty, cut off, or has another header.
    """
    layout = layout_of(first_line(file, with_mark=True))
    days: Counter[dt.date] = Counter()
    for lines in read_lines(
        file,
        fields=layout.widths if layout else frozenset({len(COLUMNS)}),
        header=layout.written if layout else COLUMNS,
        encoding=ENCODING,
        last_line_needs_end=True,
        chunk=CHUNK_LINES,
    ):
        yield _chunk(lines, days)
    coverage = coverage_of(days, dataset=DATASET, part=PART)
    yield Parsed(DATASET, 0, {"volumes": daily_volumes(PART, days)}, coverage=coverage)


def _chunk(lines: Lines, days: Counter[dt.date]) -> Parsed:
    acts, rejects = ActRows(PART, Scheme.PLOVER, days), list(lines.rejects)
    for line, cells in zip(lines.numbers, lines.fields, strict=True):
        told = _told(line, cells)
        if isinstance(told, str):
            rejects.append(Reject(line, told, "\t".join(cells)[:200]))
        else:
            acts.add(told)
    rejects.sort(key=lambda reject: reject.line)
    records = len(lines.numbers) + len(lines.rejects)
    return Parsed(DATASET, records, {"events": acts.table}, acts.dropped, rejects)


def _told(line: int, cells: list[str]) -> Told | str:
    """What the record tells, or why it is malformed."""
    if any(cell.strip() for cell in cells[len(COLUMNS) :]):
        return f"a cell beyond the {len(COLUMNS)} columns is not empty"
    row = dict(zip(COLUMNS, (cell.strip() for cell in cells), strict=False))
    day, reported = _day(row["Event Date"]), _day(row["Publication Date"])
    code = code_of(row["Event Type"], row["Event Mode"])
    if fault := _fault(row, day, reported, code):
        return fault
    assert day is not None
    source, target = _written(row, "Actor"), _written(row, "Recipient")
    return Told(
        line=line,
        record_id=row["Event ID"],
        day=day,
        code=code,
        source=resolve(source, "source", day),
        target=resolve(target, "target", day),
        source_text=_key(source),
        target_text=_key(target),
        reported_month=f"{reported or day:%Y-%m}",
        outlets=None if row["Source"] in NOTHING else 1,
    )


def code_of(kind: str, mode: str) -> str:
    """The full code: the type with its mode, as "ASSAULT:aerial"; the type alone where the record
    gives no mode, or several.
    """
    modes = listed(mode)
    return f"{kind}:{modes[0]}" if len(modes) == 1 else kind


def _fault(row: Mapping[str, str], day: dt.date | None, reported: dt.date | None, code: str) -> str:
    if row["Event ID"] in NOTHING:
        return "no Event ID"
    if day is None:
        return f"Event Date {row['Event Date'][:20]!r} is no day as YYYY-MM-DD"
    if reported is None and row["Publication Date"] not in NOTHING:
        return f"Publication Date {row['Publication Date'][:20]!r} is no day as YYYY-MM-DD"
    if code_book().reading(Scheme.PLOVER, code) is None:
        return f"{code[:40]!r} is no type and mode of PLOVER"
    intensity = row["Intensity"]
    if intensity not in NOTHING and not (
        _NUMBER.fullmatch(intensity) and abs(float(intensity)) <= _STRONGEST
    ):
        return f"Intensity {intensity[:20]!r} is no number from -10 to 10"
    return ""


def _written(row: Mapping[str, str], side: str) -> Written:
    name = row[f"{side} Name"]
    return Written(
        name=row[f"{side} Name Raw"] if name in NOTHING else name,
        countries=row[f"{side} Country"],
        primary=row[f"Primary {side} Sector"],
        sectors=row[f"{side} Sectors"],
        article=row[f"Wikipedia {side} ID"],
    )


def _key(side: Written) -> str:
    """A side as one text: the police of two countries are written alike but for the country."""
    return "\t".join((side.name, side.countries, side.primary, side.sectors))


def _day(text: str) -> dt.date | None:
    found = _DAY.fullmatch(text)
    try:
        return dt.date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None
