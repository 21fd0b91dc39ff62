"""The source `cow_trade`: what each state imports from each other one, year by year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from comity.sources.contract import Parsed, Reject, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.facts import facts_table
from comity.sources.options import take_no_option
from comity.sources.sheets import Column, Layout, first_header, read_sheet, read_tidied
from comity.sources.sheets.layout import MISSING
from comity.sources.sheets.years import (
    connect,
    covered_years,
    dropped,
    judge_pairs,
    kept,
)
from comity.sources.state_codes import iso_of_cow
from comity.sources.tables import DYAD_FACTS

DATASET = "cow_trade"
FACTS = [
    (
        "exports_usd",
        "Goods from source to target in a year, as the importer's trade statistics have them",
        "current US dollars",
    )
]
DYADIC = Layout(
    "version 4.0, Dyadic_COW_4.0.csv",
    (
        *("ccode1", "ccode2", "year", "importer1", "importer2", "flow1", "flow2"),
        *("smoothflow1", "smoothflow2", "smoothtotrade", "spike1", "spike2", "dip1", "dip2"),
        *("trdspike", "tradedip", "bel_lux_alt_flow1", "bel_lux_alt_flow2"),
        *("china_alt_flow1", "china_alt_flow2", "source1", "source2", "version"),
    ),
    (
        Column("ccode1", pa.int32(), lowest=1, highest=9999),
        Column("ccode2", pa.int32(), lowest=1, highest=9999),
        Column("year", pa.int32(), lowest=1870, highest=2100),
        Column("flow1", pa.float64(), MISSING, lowest=0),
        Column("flow2", pa.float64(), MISSING, lowest=0),
    ),
    encoding="latin-1",
)
# flow1 is what state 1 imports from state 2, in millions: the exporter is state 2.
CELLS = """
SELECT line, 'exports_usd' AS fact, exporter AS source, importer AS target, year,
       flow * 1e6 AS value,
       CASE WHEN flow = 0 THEN 'importer''s report: none, or too small for the file''s unit'
            ELSE 'importer''s report' END AS text
FROM (
    SELECT line, ccode2 AS exporter, ccode1 AS importer, year, flow1 AS flow FROM sheet
    UNION ALL
    SELECT line, ccode1, ccode2, year, flow2 FROM sheet
)
"""


@dataclass(frozen=True, slots=True)
class CowTrade:
    """Dyadic trade: a line holds two flows, and each flow is a record."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        """By the header of the dyadic file."""
        return DYADIC.fits(first_header(head))

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """Both flows of each line. Raises BadInput for a file that is not of this form."""
        take_no_option(DATASET, options)
        sheet = read_sheet(file, [DYADIC], of="bilateral trade")
        yield _parsed(sheet.table, sheet.rejects)


def parse_tidied(path: Path, name: str) -> Iterator[Parsed]:
    """The same from the tidied file, where flows are whole millions."""
    yield _parsed(read_tidied(path, name, DYADIC.columns), ())


def _parsed(sheet: pa.Table, rejects: tuple[Reject, ...]) -> Parsed:
    base = connect(sheet, ("ccode1", "ccode2"), iso_of_cow)
    judge_pairs(base, CELLS)
    tables = {"dyad_facts": kept(base, DYAD_FACTS), "facts": facts_table(FACTS)}
    return Parsed(
        DATASET,
        2 * sheet.num_rows + len(rejects),
        tables,
        dropped(base),
        rejects,
        [covered_years(sheet, dataset=DATASET, part="4.0", table="dyad_facts")],
    )


SOURCE = CowTrade(describe_package("comity.sources.cow_trade"))
