"""The source `cow_trade_national`: a state's total imports and exports, year by year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa

from comity.sources.contract import Parsed, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.facts import facts_table
from comity.sources.options import take_no_option
from comity.sources.sheets import Column, Layout, first_header, read_sheet
from comity.sources.sheets.layout import MISSING
from comity.sources.sheets.years import (
    connect,
    covered_years,
    dropped,
    judge_states,
    kept,
)
from comity.sources.state_codes import iso_of_cow
from comity.sources.tables import STATE_FACTS

DATASET = "cow_trade_national"
FACTS = [
    ("total_imports_usd", "Total imports of goods in a year", "current US dollars"),
    ("total_exports_usd", "Total exports of goods in a year", "current US dollars"),
]
NATIONAL = Layout(
    "version 4.0, National_COW_4.0.csv",
    (
        *("ccode", "statename", "stateabb", "year", "imports", "exports"),
        *("alt_imports", "alt_exports", "source1", "source2", "version"),
    ),
    (
        Column("ccode", pa.int32(), lowest=1, highest=9999),
        Column("year", pa.int32(), lowest=1870, highest=2100),
        Column("imports", pa.float64(), MISSING, lowest=0),
        Column("exports", pa.float64(), MISSING, lowest=0),
    ),
    encoding="latin-1",
)
CELLS = """
SELECT line, 'total_imports_usd' AS fact, ccode AS state, year, imports * 1e6 AS value,
       NULL::VARCHAR AS text
FROM sheet
UNION ALL
SELECT line, 'total_exports_usd', ccode, year, exports * 1e6, NULL FROM sheet
"""


@dataclass(frozen=True, slots=True)
class CowTradeNational:
    """Two figures to a line; each is a record."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        """By the header of the national file."""
        return NATIONAL.fits(first_header(head))

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """Imports and exports of each line. Raises BadInput for a file not of this form."""
        take_no_option(DATASET, options)
        sheet = read_sheet(file, [NATIONAL], of="national trade")
        base = connect(sheet.table, ("ccode",), iso_of_cow)
        judge_states(base, CELLS)
        yield Parsed(
            DATASET,
            2 * sheet.table.num_rows + len(sheet.rejects),
            {"state_facts": kept(base, STATE_FACTS), "facts": facts_table(FACTS)},
            dropped(base),
            sheet.rejects,
            [covered_years(sheet.table, dataset=DATASET, part="4.0", table="state_facts")],
        )


SOURCE = CowTradeNational(describe_package("comity.sources.cow_trade_national"))
