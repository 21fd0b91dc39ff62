"""The published mentions file of GDELT 2.0: 16 fields, tabs between, no header."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from comity.errors import BadInput
from comity.sources.act_keys import text_keys
from comity.sources.blocks import Block, Form, read_blocks
from comity.sources.byte_columns import Encoded, Mask
from comity.sources.contract import Parsed, SourceFile
from comity.sources.gdelt.columns import NO_DAY, Findings, as_days, check_id, kept, months
from comity.sources.gdelt.fields import read_stamp
from comity.sources.gdelt.versions import EXPORT, GDELT_2, TRANSLATION, first_counts, version_of
from comity.sources.gdelt.volumes import coverage
from comity.sources.tables import MENTIONS

FIELDS = 16
# Where the fields that are read stand (GDELT Event Codebook 2.0, mentions table).
ID, EVENT_TIME, MENTION_TIME, OUTLET = 0, 1, 2, 4
_STAMP = (14,)
_WIDEST_NAME = 128
_ZIP = b"PK\x03\x04"
_ZIP_NAME = re.compile(r"\d{14}(?:\.translation)?\.mentions\.csv\.zip$", re.I)
_HEAD = re.compile(rb"\d+\t\d{14}\t\d{14}\t\d+\t")


def looks_like_mentions(name: str, head: bytes) -> bool:
    """Whether the first line has 16 fields that begin with an id and two times."""
    if head.startswith(_ZIP):
        return bool(_ZIP_NAME.search(name))
    first = head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0]
    return first.count(b"\t") == FIELDS - 1 and bool(_HEAD.match(first))


def parse_mentions(file: SourceFile) -> Iterator[Parsed]:
    """Which outlet told of which record on which day; what is covered comes with the last chunk.

    The month is that of EventTimeDate, which is DATEADDED of the record told of: with `record_id`
    it leads to that record. Raises BadInput for a file that is empty, cut off, or not of 16 fields.
    """
    _refuse_events(file)
    days: set[dt.date] = set()
    part = TRANSLATION if ".translation." in file.name.casefold() else EXPORT
    form = Form(frozenset({FIELDS}), last_line_needs_end=True)
    for block in read_blocks(file, form):
        yield _parsed(block, days)
    covered = coverage(GDELT_2.dataset, part, days, table="mentions")
    yield Parsed(GDELT_2.dataset, 0, {}, coverage=covered)


def _parsed(block: Block, days: set[dt.date]) -> Parsed:
    found = Findings()
    ids, outlets = block.column(ID), block.column(OUTLET, _WIDEST_NAME)
    first, told = (block.column(index).encoded() for index in (EVENT_TIME, MENTION_TIME))
    reported, day = (as_days(column, _day) for column in (first, told))
    check_id(ids, found)
    found.add_text(reported == NO_DAY, first, 20, "EventTimeDate {} is no time as YYYYMMDDHHMMSS")
    found.add_text(day == NO_DAY, told, 20, "MentionTimeDate {} is no time as YYYYMMDDHHMMSS")
    found.add_rows(outlets.lengths == 0, "MentionSourceName is empty")
    wide = f"MentionSourceName is longer than {_WIDEST_NAME} bytes"
    found.add_rows(outlets.longer_than(_WIDEST_NAME), wide)
    good = found.good(block.numbers.size)
    names = outlets.encoded()
    keys = text_keys(names.values).view(np.int64)[names.indices]
    columns = {
        "reported_month": months(reported),
        "record_id": ids,
        "outlet": pa.array(keys),
        "day": pa.array(day, pa.date32()),
    }
    table = kept(MENTIONS, columns, good)
    days |= _told_on(told, good)
    rejects = found.rejects(block)
    tables = {"mentions": table}
    return Parsed(GDELT_2.dataset, table.num_rows + len(rejects), tables, rejects=rejects)


def _told_on(told: Encoded, good: Mask) -> set[dt.date]:
    stamps = {told.values[index] for index in np.unique(told.indices[good])}
    return {day for stamp in stamps if (day := _day(stamp))}


def _day(text: str) -> dt.date | None:
    return read_stamp(text, _STAMP)


def _refuse_events(file: SourceFile) -> None:
    """Raises BadInput for an event file, with the source that reads it."""
    version = version_of(first_counts(file)[:1])
    if version is not None:
        raise BadInput(
            f"{file.name}: {' or '.join(map(str, sorted(version.fields)))} fields; "
            f"{FIELDS} expected.",
            hint=f"It looks like an event file of {version.title}.",
            next_step=f"Ingest it as such: comity ingest gdelt {file.name}",
        )
