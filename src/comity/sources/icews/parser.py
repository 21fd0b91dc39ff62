"""The published ICEWS file: tab-separated, 20 columns with a header, plain or zip, any span."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from comity.sources.contract import Parsed, SourceFile
from comity.sources.headers import first_line, line_of
from comity.sources.icews.actors import Party, resolve
from comity.sources.icews.acts import Records, Side, acts
from comity.sources.icews.checks import check
from comity.sources.icews.codes import cameo_codes
from comity.sources.icews.covered import coverage_of
from comity.sources.icews.sectors import split_sectors
from comity.sources.icews.tables import countries
from comity.sources.icews.writing import Writing, plain_header, writing_of
from comity.sources.lines import Lines, read_lines
from comity.sources.volumes import daily_volumes

DATASET = "icews"
PART = "files"
# Twenty fields a line: with smaller chunks than usual, a year fits in a third of a gigabyte.
CHUNK_LINES = 50_000
HEADER = (
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
)
_SOURCE, _TARGET, _STORY = (2, 3, 4), (8, 9, 10), 11
_DAY = 1
_USED = range(_STORY + 1)
_NO_STORY = pa.array(["", "NA"])
_PLAIN_HEADER = tuple(name.lower() for name in HEADER)


def parse_tab(file: SourceFile) -> Iterator[Parsed]:
    """Acts chunk by chunk; last, the days that the file covers and the volume of each.

    Raises BadInput for a file that is empty, cut off, or has another header.
    """
    days: Counter[dt.date] = Counter()
    writing: Writing | None = None
    for lines in read_lines(
        file,
        fields=frozenset({len(HEADER)}),
        header=_header_of(file),
        last_line_needs_end=True,
        chunk=CHUNK_LINES,
    ):
        columns = _columns(lines)
        writing = writing or writing_of(columns[_DAY])
        parsed, day = _chunk(lines, columns, writing)
        days.update({row["values"]: row["counts"] for row in pc.value_counts(day).to_pylist()})
        yield parsed
    coverage = coverage_of(days, dataset=DATASET, part=PART)
    yield Parsed(DATASET, 0, {"volumes": daily_volumes(PART, days)}, coverage=coverage)


def has_header(head: bytes) -> bool:
    """Whether the first bytes of a file begin with the header, in any way of writing it."""
    return plain_header(line_of(head)) == _PLAIN_HEADER


def _header_of(file: SourceFile) -> tuple[str, ...]:
    """The header as the file writes it, or the published one where it has another."""
    line = first_line(file)
    return tuple(line.decode().split("\t")) if has_header(line) else HEADER


def _chunk(lines: Lines, columns: list[pa.Array], writing: Writing) -> tuple[Parsed, pa.Array]:
    columns = [
        writing.days(column) if i == _DAY else writing.texts(column)
        for i, column in enumerate(columns)
    ]
    checked = check(lines, columns, cameo_codes())
    records = Records(
        record_id=checked.record_id,
        day=checked.day,
        source=Side(*(columns[i].take(checked.rows) for i in _SOURCE)),
        target=Side(*(columns[i].take(checked.rows) for i in _TARGET)),
        code=checked.code,
        goldstein_tenths=checked.goldstein_tenths,
        story=_story(columns[_STORY].take(checked.rows)),
        line=pa.array(lines.numbers, pa.int32()).take(checked.rows),
    )
    table, dropped = acts(records, part=PART, resolve=_resolve)
    rejects = sorted([*lines.rejects, *checked.rejects], key=lambda reject: reject.line)
    n = len(lines.numbers) + len(lines.rejects)
    return Parsed(DATASET, n, {"events": table}, dropped, rejects), checked.day


def _columns(lines: Lines) -> list[pa.Array]:
    return [pa.array([row[i] for row in lines.fields], pa.string()) for i in _USED]


def _story(text: pa.Array) -> pa.Array:
    """The numbers of the news stories, null where a record has none."""
    return pc.if_else(pc.is_in(text, value_set=_NO_STORY), pa.scalar(None, pa.string()), text)


def _resolve(name: str, sectors: str, country: str, day: dt.date | None) -> Party:
    return resolve(name, split_sectors(sectors), countries().get(country), day)
