"""KEDS and TABARI: acts coded from news leads, by WEIS or CAMEO (Schrodt 1994; Gerner 2002)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from comity.sources.contract import Parsed, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.keds.parser import looks_like_keds, parse_keds


@dataclass(frozen=True, slots=True)
class Keds:
    """Any output file of the KEDS and TABARI coders."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        """By the form of the first lines: a day, two actor codes, a code, tabs between."""
        return looks_like_keds(head)

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """Acts of one dataset. Options: `scheme` (weis or cameo), `dataset`."""
        yield from parse_keds(file, options)


SOURCE = Keds(describe_package("comity.sources.keds"))
