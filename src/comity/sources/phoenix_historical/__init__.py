"""Phoenix of the Cline Center: acts since 1945 from three news archives (Althaus et al. 2020)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from comity.sources.contract import Parsed, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.phoenix.parser import looks_like
from comity.sources.phoenix_historical.parser import HEADER, parse_csv


@dataclass(frozen=True, slots=True)
class PhoenixHistorical:
    """One file for each archive: PhoenixNYT_1945-2005.csv and its like."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        """By the header."""
        return looks_like(head, HEADER)

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """Acts of states and their organisations. Option: `archive` (nyt, swb, fbis...)."""
        yield from parse_csv(file, options)


SOURCE = PhoenixHistorical(describe_package("comity.sources.phoenix_historical"))
