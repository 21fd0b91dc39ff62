"""GDELT 2.0 mentions: in how many outlets, and when, each record was told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from comity.sources.contract import Parsed, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.gdelt_mentions.parser import looks_like_mentions, parse_mentions
from comity.sources.options import take_no_option


@dataclass(frozen=True, slots=True)
class GdeltMentions:
    """The 15-minute mentions files, plain or zip, of English or translated news."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        """By the first line: 16 fields that begin with an id and two times; a zip by its name."""
        return looks_like_mentions(name, head)

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """Which outlet told of which record; see `parse_mentions`."""
        take_no_option(self.description.name, options)
        yield from parse_mentions(file)


SOURCE = GdeltMentions(describe_package("comity.sources.gdelt_mentions"))
