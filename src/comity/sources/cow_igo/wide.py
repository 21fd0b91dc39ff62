"""The published sheet, a line a state and year and a column an organisation, made long."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from comity.sources.contract import Reject, SourceFile
from comity.sources.lines import open_bytes
from comity.sources.sheets import Column, Layout, first_header, read_sheet
from comity.sources.sheets.layout import MISSING
from comity.sources.sheets.reading import LONGEST

KEYS = ("ccode", "year", "state")
# Every release has a column for it.
_ALWAYS = "UN"
_ACRONYM = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}")
LONG = pa.schema(
    [
        ("line", pa.int32()),
        ("ccode", pa.int32()),
        ("year", pa.int32()),
        ("acronym", pa.string()),
        ("status", pa.int32()),
    ]
)


def is_wide(found: Sequence[str]) -> bool:
    """Whether a header is that of the state-years: three keys, then acronyms, each once."""
    acronyms = found[len(KEYS) :]
    keyed = tuple(found[: len(KEYS)]) == KEYS and _ALWAYS in acronyms
    return keyed and len(set(acronyms)) == len(acronyms) and all(map(_ACRONYM.fullmatch, acronyms))


def read_wide(file: SourceFile) -> tuple[pa.Table, pa.Table, Sequence[Reject]]:
    """The cells that tell of a membership (1, 2, 3) or are missing (null), the years, the rejects.

    0 (no member) and -1 (no state then) tell of none. Raises BadInput for a file of another form.
    """
    with open_bytes(file) as stream:
        found = first_header(stream.readline(LONGEST))
    acronyms = found[len(KEYS) :] if is_wide(found) else (_ALWAYS,)
    sheet = read_sheet(file, [_layout(acronyms)], of="memberships by state and year")
    table = sheet.table
    parts = []
    for acronym in acronyms:
        cells = table[acronym]
        told = table.filter(pc.or_(pc.is_null(cells), pc.greater(pc.fill_null(cells, 1), 0)))
        name = pa.repeat(acronym, told.num_rows)
        columns = [told["line"], told["ccode"], told["year"], name, told[acronym]]
        parts.append(pa.table(columns, schema=LONG))
    return pa.concat_tables(parts), table.select(["year"]), sheet.rejects


def _layout(acronyms: Sequence[str]) -> Layout:
    return Layout(
        "version 3, state_year_formatv3.csv",
        (*KEYS, *acronyms),
        (
            Column("ccode", pa.int32(), lowest=1, highest=9999),
            Column("year", pa.int32(), lowest=1815, highest=2100),
            *(Column(name, pa.int32(), MISSING, lowest=-1, highest=3) for name in acronyms),
        ),
        encoding="latin-1",
    )
