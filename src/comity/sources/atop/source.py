"""The source `atop`: what states owe each other by treaties of alliance, year by year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from comity.errors import BadInput
from comity.sources.atop.layout import DIRECTED, OBLIGATIONS, TIDIED
from comity.sources.contract import Parsed, Reject, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.facts import facts_table
from comity.sources.options import take_no_option
from comity.sources.sheets import first_header, read_sheet, read_tidied
from comity.sources.sheets.years import (
    connect,
    covered_years,
    dropped,
    judge_pairs,
    merged_pairs,
)
from comity.sources.state_codes import iso_of_cow
from comity.sources.tables import DYAD_FACTS

DATASET = "atop"
_FACTS = [(one.fact, one.title, "1: owed by treaty") for one in OBLIGATIONS]


@dataclass(frozen=True, slots=True)
class Atop:
    """Directed dyad-years: `source` owes `target`. A record is one obligation in one year."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        """By the header of the directed dyad-years."""
        return DIRECTED.fits(first_header(head))

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """Obligations as spells of years. Raises BadInput for a file that is not of this form."""
        take_no_option(DATASET, options)
        try:
            sheet = read_sheet(file, [DIRECTED], of="directed alliance dyad-years")
        except BadInput as error:
            if "dyad" in error.hint and "mem1" in error.hint:
                error.next_step = "It is the undirected file; take atop5_1ddyr.csv."
            raise
        yield _parsed(sheet.table, sheet.rejects)


def parse_tidied(path: Path, name: str) -> Iterator[Parsed]:
    """The same from the tidied file."""
    by_name = {column.name: column for column in DIRECTED.columns}
    columns = [replace(by_name[own], name=tidied) for tidied, own in TIDIED.items()]
    sheet = read_tidied(path, name, columns)
    yield _parsed(sheet.rename_columns(dict(TIDIED)), ())


def _parsed(sheet: pa.Table, rejects: Sequence[Reject]) -> Parsed:
    base = connect(sheet, ("stateA", "stateB"), iso_of_cow)
    judge_pairs(base, " UNION ALL ".join(one.cells for one in OBLIGATIONS))
    spells, years = merged_pairs(base, DYAD_FACTS)
    out = dropped(base)
    return Parsed(
        DATASET,
        years + out.total() + len(rejects),
        {"dyad_facts": spells, "facts": facts_table(_FACTS)},
        out,
        tuple(rejects),
        [covered_years(sheet, dataset=DATASET, part="5.1", table="dyad_facts")],
        summed=years - spells.num_rows,
    )


SOURCE = Atop(describe_package("comity.sources.atop"))
