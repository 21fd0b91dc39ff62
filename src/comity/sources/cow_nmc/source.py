"""The source `cow_nmc`: six indicators of power of a state and their index, year by year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from comity.sources.contract import Parsed, Reject, SourceDescription, SourceFile
from comity.sources.cow_nmc.layouts import ABRIDGED, FULL, INDICATORS
from comity.sources.description import describe_package
from comity.sources.facts import facts_table
from comity.sources.options import take_no_option
from comity.sources.sheets import first_header, read_sheet, read_tidied
from comity.sources.sheets.years import (
    connect,
    covered_years,
    dropped,
    judge_states,
    kept,
)
from comity.sources.state_codes import iso_of_cow
from comity.sources.tables import STATE_FACTS

DATASET = "cow_nmc"
_FACTS = [(f"cow_{one.name}", one.title, one.unit) for one in INDICATORS]
CELLS = " UNION ALL ".join(
    f"SELECT line, 'cow_{one.name}' AS fact, ccode AS state, year, {one.name}::DOUBLE AS value, "
    "NULL::VARCHAR AS text FROM sheet"
    for one in INDICATORS
)


@dataclass(frozen=True, slots=True)
class CowNmc:
    """Seven figures to a line; each is a record."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        """By the header of the abridged file or of the one with sources."""
        found = first_header(head)
        return ABRIDGED.fits(found) or FULL.fits(found)

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """The figures of each line. Raises BadInput for a file that is not of this form."""
        take_no_option(DATASET, options)
        sheet = read_sheet(file, [ABRIDGED, FULL], of="national material capabilities")
        yield _parsed(sheet.table, sheet.rejects)


def parse_tidied(path: Path, name: str) -> Iterator[Parsed]:
    """The same from the tidied file."""
    yield _parsed(read_tidied(path, name, ABRIDGED.columns), ())


def _parsed(sheet: pa.Table, rejects: tuple[Reject, ...]) -> Parsed:
    base = connect(sheet, ("ccode",), iso_of_cow)
    judge_states(base, CELLS)
    return Parsed(
        DATASET,
        len(INDICATORS) * sheet.num_rows + len(rejects),
        {"state_facts": kept(base, STATE_FACTS), "facts": facts_table(_FACTS)},
        dropped(base),
        rejects,
        [covered_years(sheet, dataset=DATASET, part="NMC", table="state_facts")],
    )


SOURCE = CowNmc(describe_package("comity.sources.cow_nmc"))
