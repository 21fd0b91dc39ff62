"""The source `treaty_parties`: a file of HUGGO or GGO."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from comity.errors import BadInput
from comity.sources.contract import Parsed, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.options import take_no_option
from comity.sources.quoted_rows import QuotedRows, encoding_of, first_row
from comity.sources.treaty_parties.rows import NEEDED, Reading, database_of


@dataclass(frozen=True, slots=True)
class TreatyParties:
    """When each party signed and ratified a treaty, was bound by it, and left."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        return set(NEEDED) <= set(first_row(head))

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """All parties in one chunk. Raises BadValue for any option, BadInput for the file."""
        take_no_option("treaty_parties", options)
        rows = iter(_open(file))
        header = [name.strip() for name in next(rows, (0, []))[1]]
        missing = [name for name in NEEDED if name not in header]
        if missing:
            raise BadInput(
                f"{file.name}, line 1: the header is not that of parties of treaties.",
                hint=f"missing: {', '.join(missing)}",
                next_step="Check that this is the right source for the file.",
            )
        reading = Reading(database_of(frozenset(header)))
        for line, fields in rows:
            reading.take(line, _record(header, fields))
        yield reading.parsed(file.name)


def _open(file: SourceFile) -> QuotedRows:
    """As published: saved on a Mac, without an end of the last line."""
    return QuotedRows(file, encoding=encoding_of(file, otherwise="mac_roman"), must_end=False)


def _record(header: list[str], fields: list[str]) -> dict[str, str]:
    """The named fields; a line with another number of them has no identity and is rejected."""
    if len(fields) != len(header):
        return dict.fromkeys(NEEDED, "") | {"Title": ",".join(fields)}
    return {name: field for name, field in zip(header, fields, strict=True) if name in NEEDED}


SOURCE = TreatyParties(describe_package("comity.sources.treaty_parties"))
