"""ICEWS: dated acts between named parties, coded from news since 1995 (Boschee et al. 2015)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from comity.sources.contract import Parsed, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.icews.parser import has_header, parse_tab
from comity.sources.options import take_no_option


@dataclass(frozen=True, slots=True)
class Icews:
    """The yearly, weekly and daily files of the publisher, plain or zip."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        """By the header line."""
        return has_header(head)

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """Acts of states and their organisations; see `parse_tab`."""
        take_no_option(self.description.name, options)
        yield from parse_tab(file)


SOURCE = Icews(describe_package("comity.sources.icews"))
