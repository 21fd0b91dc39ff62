"""The published event files of GDELT: tabs between the fields, no header, a line end at the end."""

from __future__ import annotations

from collections.abc import Iterator

from comity.errors import BadInput
from comity.sources.blocks import Form, read_blocks
from comity.sources.contract import Parsed, SourceFile
from comity.sources.gdelt.actors import parties
from comity.sources.gdelt.reading import read_block
from comity.sources.gdelt.versions import (
    EXPORT,
    MENTIONS_FIELDS,
    TRANSLATION,
    Version,
    all_fields,
    first_counts,
    version_of,
)
from comity.sources.gdelt.volumes import Volumes

_WANTED = "57 or 58 fields (GDELT 1.0) or 61 (GDELT 2.0)"


def parse_events(file: SourceFile) -> Iterator[Parsed]:
    """The records of one file, block by block; volumes and coverage come with the last chunk.

    Raises BadInput for a file that is empty, cut off, or of no version.
    """
    version = _version(file)
    part = TRANSLATION if ".translation." in file.name.casefold() else EXPORT
    volumes = Volumes(version)
    for block in read_blocks(file, Form(version.fields, last_line_needs_end=True)):
        found = read_block(block, version, part)
        volumes.add(found.counts)
        tables = {"records": found.records, "parties": parties(found.sources, found.targets)}
        records = found.records.num_rows + len(found.rejects)
        yield Parsed(version.dataset, records, tables, rejects=found.rejects)
    yield Parsed(version.dataset, 0, {"volumes": volumes.table}, coverage=volumes.coverage)


def _version(file: SourceFile) -> Version:
    counts = first_counts(file)
    version = version_of(counts)
    if version is not None:
        return version
    if counts[0] == MENTIONS_FIELDS:
        raise BadInput(
            f"{file.name}, line 1: {MENTIONS_FIELDS} fields; {_WANTED} were expected.",
            hint="It looks like a mentions file of GDELT 2.0.",
            next_step=f"Ingest it as such: comity ingest gdelt_mentions {file.name}",
        )
    # Says what is wrong with the lines: most often they are of another kind of file.
    for block in read_blocks(file, Form(all_fields())):
        if block.numbers.size:
            break
    raise BadInput(
        f"{file.name}: none of its first {len(counts):,} lines has {_WANTED}.",
        next_step="Download it again from the publisher.",
    )
