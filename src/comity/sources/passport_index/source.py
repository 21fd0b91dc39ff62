"""The source `passport_index`: one published snapshot a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from comity.sources.contract import Parsed, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.lines import refuse_empty
from comity.sources.parquet_file import read_parquet
from comity.sources.passport_index.extract import MAGIC, NAME, is_extract, parse_extract
from comity.sources.passport_index.release import (
    check_options,
    looks_like_release,
    parse_release,
    snapshot_day,
)


@dataclass(frozen=True, slots=True)
class PassportIndex:
    """Visa rules of every pair of states, snapshot by snapshot."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        """By the header; the extract by its name: Parquet says what it holds only at its end."""
        return looks_like_release(head) or (head.startswith(MAGIC) and name == NAME)

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """The facts of one snapshot; the option `day` says of which day where no name does."""
        refuse_empty(file)
        check_options(options)
        if is_extract(file):
            yield from read_parquet(file, parse_extract)
        else:
            yield from parse_release(file, snapshot_day(file, options))


SOURCE = PassportIndex(describe_package("comity.sources.passport_index"))
