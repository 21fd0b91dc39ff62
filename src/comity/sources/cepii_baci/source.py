"""The source `cepii_baci`: the file of a year, or the archive of all years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from comity.sources.cepii_baci.blocks import HEADER, read_cells
from comity.sources.cepii_baci.cells import dyad_facts
from comity.sources.cepii_baci.codes import groups
from comity.sources.cepii_baci.members import year_files
from comity.sources.contract import Coverage, Parsed, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.options import take_no_option
from comity.sources.trade_flows import EXPORTS, flow_facts, year

DATASET = "cepii_baci"
ARCHIVE = re.compile(r"BACI_HS\d{2}_V\w+\.zip$", re.IGNORECASE)
REVISION = re.compile(r"HS\d{2}(?!\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Baci:
    """Directed trade of a year: all goods, and broad groups of them."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        """By the header; the archive of all years, which begins with its code lists, by name."""
        line = head.split(b"\n", 1)[0].decode("utf-8-sig", "replace").strip()
        own = tuple(part.strip().strip('"') for part in line.split(",")) == HEADER
        return own or (bool(head) and ARCHIVE.search(name) is not None)

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """A chunk for each year's file. Raises BadValue for any option, BadInput for the file.

        A file of single products gives more rows (a total and a group for each pair) than it has
        records: `summed` is below zero then, and the account still balances.
        """
        take_no_option("cepii_baci", options)
        own = [(group.fact, f"{group.title}: from the source to the target") for group in groups()]
        about = {"facts": flow_facts([EXPORTS], own)}
        for name, stream in year_files(file):
            cells = read_cells(stream, name)
            facts, dropped, years = dyad_facts(cells.table())
            summed = cells.records - len(cells.rejects) - dropped.total() - facts.num_rows
            spans = [_coverage(name, number) for number in years]
            tables = {"dyad_facts": facts, **about}
            yield Parsed(DATASET, cells.records, tables, dropped, cells.rejects, spans, summed)
            about = {}


def _coverage(name: str, number: int) -> Coverage:
    """The year, in the revision of the Harmonised System that the file's name gives."""
    revision, period = REVISION.search(name), year(number)
    part = revision.group().upper() if revision else "BACI"
    return Coverage(DATASET, part, period.day, period.last_day, table="dyad_facts")


SOURCE = Baci(describe_package("comity.sources.cepii_baci"))
