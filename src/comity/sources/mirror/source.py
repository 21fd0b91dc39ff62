"""The source `mirror`: hands a tidied file to the parser of the source it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from comity.errors import Refused
from comity.sources.contract import Parsed, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.mirror.entries import file_source
from comity.sources.mirror.known_files import known_file


@dataclass(frozen=True, slots=True)
class Mirror:
    """Tidied Parquet. A file is known by its name; none is recognised by its bytes."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        return False

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """The rows of one mirror file, in the datasets of its own source.

        Raises UnknownName for a file that the mirror's list does not have, Refused for one that is
        listed with a reason not to load it, BadValue for any option.
        """
        known = known_file(file.path.name)
        if known.not_loaded:
            raise Refused(
                f"{known.name} is not loaded: {known.not_loaded}.",
                next_step="`comity ingest mirror --all` loads every file that can be.",
            )
        yield from file_source(known).parse(file, options=options)


SOURCE = Mirror(describe_package("comity.sources.mirror"))
