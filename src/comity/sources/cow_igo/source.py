"""The source `cow_igo`: memberships of states in intergovernmental organisations, by the year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import duckdb
import pyarrow as pa

from comity.sources.contract import Parsed, Reject, SourceDescription, SourceFile
from comity.sources.cow_igo.organisations import organisation_code
from comity.sources.cow_igo.wide import is_wide, read_wide
from comity.sources.description import describe_package
from comity.sources.options import take_no_option
from comity.sources.sheets import Column, first_header, read_tidied
from comity.sources.sheets.layout import MISSING
from comity.sources.sheets.years import connect, covered_years, dropped, judge_states
from comity.sources.state_codes import iso_of_cow
from comity.sources.tables import MEMBERSHIPS
from comity.vocabulary.actor import DropReason
from comity.vocabulary.membership import MembershipStatus

DATASET = "cow_igo"
STATUS = {
    1: MembershipStatus.MEMBER,
    2: MembershipStatus.ASSOCIATE,
    3: MembershipStatus.OBSERVER,
}
_EVIDENCE = "COW IGO v3 ({acronym}), state-years: only the year is known"
# A cell is a fact "member of `acronym`" of a state, with the status as its value.
_CELLS = """
SELECT line, acronym AS fact, ccode AS state, year, status::DOUBLE AS value, NULL::VARCHAR AS text
FROM sheet
"""


@dataclass(frozen=True, slots=True)
class CowIgo:
    """State-years: a cell that tells of a membership, or is missing, is a record."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        """By the header of the state-years."""
        return is_wide(first_header(head))

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """Memberships as spells of years. Raises BadInput for a file that is not of this form."""
        take_no_option(DATASET, options)
        cells, years, rejects = read_wide(file)
        yield _parsed(cells, years, rejects)


def parse_tidied(path: Path, name: str) -> Iterator[Parsed]:
    """The same from the tidied file, which holds the memberships alone."""
    number = pa.int32()
    columns = [
        Column("igo", pa.string()),
        Column("ccode", number, lowest=1, highest=9999),
        Column("year", number, lowest=1815, highest=2100),
        Column("status", number, MISSING, lowest=-1, highest=3),
    ]
    cells = read_tidied(path, name, columns).rename_columns({"igo": "acronym"})
    yield _parsed(cells, cells.select(["year"]), ())


def _parsed(cells: pa.Table, years: pa.Table, rejects: Sequence[Reject]) -> Parsed:
    coverage = covered_years(years, dataset=DATASET, part="3.0", table="memberships")
    base = connect(cells, ("ccode",), iso_of_cow)
    judge_states(base, _CELLS)
    out = dropped(base)
    spells = _spells(base)
    kept = cells.num_rows - out.total()
    went_in = sum(spells["n"].to_pylist())
    if kept > went_in:
        out[DropReason.COUNTED_ELSEWHERE] += kept - went_in
    return Parsed(
        DATASET,
        cells.num_rows + len(rejects),
        {"memberships": _table(spells, coverage.last_day)},
        out,
        tuple(rejects),
        [coverage],
        summed=went_in - spells.num_rows,
    )


def _spells(base: duckdb.DuckDBPyConnection) -> pa.Table:
    acronyms = [row[0] for row in base.execute("SELECT DISTINCT fact FROM judged").fetchall()]
    codes = [organisation_code(acronym) for acronym in acronyms]
    base.register("codes", pa.table({"acronym": acronyms, "organisation": codes}))
    base.execute(
        "CREATE OR REPLACE TEMP VIEW years AS "
        "SELECT organisation, state, value::INT AS status, day, end_day, acronym "
        "FROM judged JOIN codes ON acronym = fact WHERE dropped IS NULL"
    )
    merge = resources.files("comity.sources.cow_igo").joinpath("merge.sql").read_text("utf-8")
    return base.sql(merge).to_arrow_table()


def _table(spells: pa.Table, data_end: dt.date) -> pa.Table:
    """Rows of memberships; one that lasts until the end of the data has not ended there."""
    ends = [None if end > data_end else end for end in spells["end_day"].to_pylist()]
    columns = [
        spells["organisation"],
        spells["state"],
        [STATUS[status].value for status in spells["status"].to_pylist()],
        spells["day"],
        pa.array(ends, pa.date32()),
        [_EVIDENCE.format(acronym=acronym) for acronym in spells["acronym"].to_pylist()],
    ]
    return pa.table(columns, schema=MEMBERSHIPS)


SOURCE = CowIgo(describe_package("comity.sources.cow_igo"))
