"""GDELT 1.0 and 2.0: acts coded by machine from the world's news (Leetaru and Schrodt 2013)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from comity.sources.contract import Parsed, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.gdelt.parser import parse_events
from comity.sources.gdelt.versions import looks_like_events
from comity.sources.options import take_no_option


@dataclass(frozen=True, slots=True)
class Gdelt:
    """The event files, plain or zip: yearly, monthly and daily (1.0), each 15 minutes (2.0)."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        """By the first line: 57, 58 or 61 fields, id, day and DATEADDED; a zip by its name."""
        return looks_like_events(name, head)

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """The records of a file, and what their actors mean; see `parse_events`."""
        take_no_option(self.description.name, options)
        yield from parse_events(file)


SOURCE = Gdelt(describe_package("comity.sources.gdelt"))
