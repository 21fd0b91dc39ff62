"""The source `ucdp_acd`: armed conflicts between and within states since 1946."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from comity.sources.contract import Parsed, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.options import take_no_option
from comity.sources.ucdp_acd.parser import looks_like_acd, parse_acd


@dataclass(frozen=True, slots=True)
class UcdpAcd:
    """Conflict-years of the published release, as facts of states."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        """By the header, whatever the order of its columns."""
        return looks_like_acd(head)

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """Facts of states and pairs. Raises BadValue for any option, BadInput for the file."""
        take_no_option("ucdp_acd", options)
        yield from parse_acd(file)


SOURCE = UcdpAcd(describe_package("comity.sources.ucdp_acd"))
