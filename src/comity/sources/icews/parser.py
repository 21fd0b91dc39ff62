"""The published ICEWS file: tab-separated, 20 columns with a header, plain or zip, any span."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from comity.sources.contract import Parsed, SourceFile
from comity.sources.icews.actors import Party, resolve
from comity.sources.icews.acts import Records, Side, acts
from comity.sources.icews.checks import check
from comity.sources.icews.codes import cameo_codes
from comity.sources.icews.covered import coverage_of
from comity.sources.icews.sectors import split_sectors
from comity.sources.icews.tables import countries
from comity.sources.lines import Lines, read_lines

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
_SOURCE, _TARGET = (2, 3, 4), (8, 9, 10)
_USED = range(_TARGET[-1] + 1)


def parse_tab(file: SourceFile) -> Iterator[Parsed]:
    """Acts chunk by chunk; last, without records, the days that the file covers.

    Raises BadInput for a file that is empty, cut off, or has another header.
    """
    days: Counter[dt.date] = Counter()
    fields = frozenset({len(HEADER)})
    for lines in read_lines(
        file, fields=fields, header=HEADER, last_line_needs_end=True, chunk=CHUNK_LINES
    ):
        parsed, day = _chunk(lines)
        days.update({row["values"]: row["counts"] for row in pc.value_counts(day).to_pylist()})
        yield parsed
    yield Parsed(DATASET, 0, {}, coverage=coverage_of(days, dataset=DATASET, part=PART))


def _chunk(lines: Lines) -> tuple[Parsed, pa.Array]:
    columns = _columns(lines)
    checked = check(lines, columns, cameo_codes())
    records = Records(
        record_id=checked.record_id,
        day=checked.day,
        source=Side(*(columns[i].take(checked.rows) for i in _SOURCE)),
        target=Side(*(columns[i].take(checked.rows) for i in _TARGET)),
        code=checked.code,
        goldstein_tenths=checked.goldstein_tenths,
        line=pa.array(lines.numbers, pa.int32()).take(checked.rows),
    )
    table, dropped = acts(records, part=PART, resolve=_resolve)
    rejects = sorted([*lines.rejects, *checked.rejects], key=lambda reject: reject.line)
    n = len(lines.numbers) + len(lines.rejects)
    return Parsed(DATASET, n, {"events": table}, dropped, rejects), checked.day


def _columns(lines: Lines) -> list[pa.Array]:
    return [pa.array([row[i] for row in lines.fields], pa.string()) for i in _USED]


def _resolve(name: str, sectors: str, country: str, day: dt.date | None) -> Party:
    return resolve(name, split_sectors(sectors), countries().get(country), day)
