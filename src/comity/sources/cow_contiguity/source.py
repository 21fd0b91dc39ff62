"""The source `cow_contiguity`: which states border on each other, by land or across water."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from comity.sources.contract import Parsed, SourceDescription, SourceFile
from comity.sources.cow_contiguity.layouts import SPELLS, YEARS
from comity.sources.cow_contiguity.spells import read_spells, read_tidied_spells
from comity.sources.cow_contiguity.years import parse_years
from comity.sources.description import describe_package
from comity.sources.options import take_no_option
from comity.sources.sheets import first_header, read_sheet


@dataclass(frozen=True, slots=True)
class CowContiguity:
    """Contiguity of pairs, always both ways."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        """By the header of the spells or of the directed dyad-years."""
        found = first_header(head)
        return SPELLS.fits(found) or YEARS.fits(found)

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """Facts "contiguity". Raises BadInput for a file that is of neither form."""
        take_no_option("cow_contiguity", options)
        sheet = read_sheet(file, [SPELLS, YEARS], of="direct contiguity")
        if sheet.layout is SPELLS:
            yield read_spells(sheet.table, sheet.rejects)
        else:
            yield parse_years(sheet.table, sheet.rejects)


def parse_tidied(path: Path, name: str) -> Iterator[Parsed]:
    """The same from the tidied file, where each spell stands in both directions."""
    yield read_tidied_spells(path, name)


SOURCE = CowContiguity(describe_package("comity.sources.cow_contiguity"))
