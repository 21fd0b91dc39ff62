"""The source `geography`: two of comity's own tables, of capitals and of land borders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from comity.sources.contract import Parsed, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.geography import borders, capitals
from comity.sources.headers import first_line
from comity.sources.options import take_no_option

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Geography:
    """Facts that are the same both ways; a record is a fact."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        """By the header of either table."""
        return any(_begins(head, table) for table in (capitals.COLUMNS, borders.COLUMNS))

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """Distances or borders. Raises BadValue for any option, BadInput for the file."""
        take_no_option("geography", options)
        of_borders = _begins(first_line(file), borders.COLUMNS)
        yield borders.parse(file) if of_borders else capitals.parse(file)


def _begins(head: bytes, columns: tuple[str, ...]) -> bool:
    return head.removeprefix(_BOM).startswith(",".join(columns).encode())


SOURCE = Geography(describe_package("comity.sources.geography"))
