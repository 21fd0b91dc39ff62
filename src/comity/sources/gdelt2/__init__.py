"""GDELT 2.0: acts coded by machine from the world's news (Leetaru and Schrodt 2013)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from comity.sources.contract import Parsed, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.gdelt2.parser import looks_like_export, parse_export
from comity.sources.options import take_no_option


@dataclass(frozen=True, slots=True)
class Gdelt2:
    """The 15-minute event exports, plain or zip, of English or translated news."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        """By the first line: 61 fields that begin with an id and a day; a zip by its name."""
        return looks_like_export(name, head)

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """Acts of states and their organisations; see `parse_export`."""
        take_no_option(self.description.name, options)
        yield from parse_export(file)


SOURCE = Gdelt2(describe_package("comity.sources.gdelt2"))
