"""ACLED: political violence and protest; of it acts between states (Raleigh et al. 2010)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from comity.sources.acled.parser import is_acled, parse_acled
from comity.sources.contract import Parsed, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.options import take_no_option


@dataclass(frozen=True, slots=True)
class Acled:
    """Exports of events, old and new, and exports of deleted events."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        """By the header."""
        return is_acled(head)

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """Acts between the forces of two states, or the ids that ACLED has deleted."""
        take_no_option(self.description.name, options)
        yield from parse_acled(file)


SOURCE = Acled(describe_package("comity.sources.acled"))
