"""UCDP GED: deadly events; of them those between two states (Sundberg and Melander 2013)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from comity.sources.contract import Parsed, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.ucdp_ged.parser import looks_like_ged, parse_ged


@dataclass(frozen=True, slots=True)
class UcdpGed:
    """The yearly releases (GEDEvent_v25_1.csv) and the monthly candidate events, plain or zip."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        """By the header; a candidate file that lacks it, by its name and first cells."""
        return looks_like_ged(name, head)

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """Battles between states. Option: `part` (release or candidate)."""
        yield from parse_ged(file, options)


SOURCE = UcdpGed(describe_package("comity.sources.ucdp_ged"))
