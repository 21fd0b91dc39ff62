"""The source `undesa_migrants`: the workbook by destination and origin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from comity.sources.contract import Parsed, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.lines import refuse_empty
from comity.sources.options import take_no_option
from comity.sources.state_years.spreadsheet import read_sheet
from comity.sources.undesa_migrants.layouts import read_rows

SHEET = "Table 1"
_NAME = re.compile(
    r"(undesa_pd_\d{4}_ims_stock_by_sex_destination_and_origin"
    r"|UN_MigrantStockByOriginAndDestination_\d{4}).*\.xlsx(\.zip|\.gz)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class UndesaMigrants:
    """International migrant stock: how many from one state live in another, at mid-year."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        """By the publisher's name of the workbook: its first bytes say nothing."""
        return bool(head) and _NAME.fullmatch(name) is not None

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """All figures of both sexes. Raises BadValue for any option, BadInput for the file."""
        take_no_option(self.description.name, options)
        refuse_empty(file)
        _, rows = read_sheet(file, (SHEET,))
        yield read_rows(file.name, rows).parsed(file.name)


SOURCE = UndesaMigrants(describe_package("comity.sources.undesa_migrants"))
