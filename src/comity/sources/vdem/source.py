"""The source `vdem`: a published Country-Year file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from comity.sources.contract import Parsed, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.lines import refuse_empty
from comity.sources.vdem.indices import asked_indices
from comity.sources.vdem.release import looks_like_release, parse_release


@dataclass(frozen=True, slots=True)
class VDem:
    """Varieties of Democracy: indices of a state's institutions, year by year."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        """By the beginning of the header."""
        return looks_like_release(head)

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """The usual indices, or those of the option `indicators`."""
        asked = asked_indices(options)
        refuse_empty(file)
        yield from parse_release(file, asked)


SOURCE = VDem(describe_package("comity.sources.vdem"))
