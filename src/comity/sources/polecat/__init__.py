"""POLECAT: acts worldwide since 2018, coded by the PLOVER ontology (Halterman et al. 2023)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from comity.sources.contract import Parsed, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.options import take_no_option
from comity.sources.polecat.header import layout_of
from comity.sources.polecat.parser import parse_txt


@dataclass(frozen=True, slots=True)
class Polecat:
    """The yearly, monthly and weekly files of the publisher, plain or zip."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        """By the header line."""
        return layout_of(head) is not None

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """Acts of states and their organisations; see `parse_txt`."""
        take_no_option(self.description.name, options)
        yield from parse_txt(file)


SOURCE = Polecat(describe_package("comity.sources.polecat"))
