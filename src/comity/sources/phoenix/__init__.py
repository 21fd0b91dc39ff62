"""Phoenix: acts coded by machine with PETRARCH from news sites (Beieler 2016)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from comity.sources.contract import Parsed, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.options import take_no_option
from comity.sources.phoenix.parser import HEADER, looks_like, parse_csv


@dataclass(frozen=True, slots=True)
class Phoenix:
    """Comma-separated files with the 28 columns of the published sample."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        """By the header."""
        return looks_like(head, HEADER)

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """Acts of states and their organisations; see `parse_csv`."""
        take_no_option(self.description.name, options)
        yield from parse_csv(file)


SOURCE = Phoenix(describe_package("comity.sources.phoenix"))
