"""The embedded acts: a small extract of ICEWS that travels inside the package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from comity.sources.acts.extract import is_extract, parse_extract
from comity.sources.contract import Parsed, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.options import take_no_option
from comity.sources.parquet_file import read_parquet


@dataclass(frozen=True, slots=True)
class Acts:
    """Parquet files made by the project, which say themselves what they hold and cover."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        """By the name: a Parquet file says what it holds only at its end."""
        return is_extract(name, head)

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """The rows of the file with its coverage; see `parse_extract`."""
        take_no_option(self.description.name, options)
        yield from read_parquet(file, parse_extract)


SOURCE = Acts(describe_package("comity.sources.acts"))
