"""The source `un_votes`: the published release and the project's own extract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from comity.errors import BadValue
from comity.sources.contract import Parsed, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.parquet_file import read_parquet
from comity.sources.un_votes.extract import MAGIC, NAME, is_extract, parse_extract
from comity.sources.un_votes.release import looks_like_release, parse_release


@dataclass(frozen=True, slots=True)
class UNVotes:
    """Roll calls of the UN General Assembly: Voeten's release, or the project's extract."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        """By the header; the extract by its name: Parquet says what it holds only at its end."""
        return looks_like_release(head) or (head.startswith(MAGIC) and name == NAME)

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """Votes and roll calls. Raises BadValue for any option, BadInput for the file."""
        if options:
            raise BadValue(
                f"un_votes takes no option {', '.join(sorted(options))}.",
                next_step="Leave it out.",
            )
        whole = is_extract(file)
        yield from read_parquet(file, parse_extract) if whole else parse_release(file)


SOURCE = UNVotes(describe_package("comity.sources.un_votes"))
