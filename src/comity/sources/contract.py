"""What every source gives the store: a description, and parsed tables with nothing lost.

A source is a folder with `source.yml` and one short parser. The parser turns one file of the
publisher's format into `Parsed` chunks; it touches neither the lake nor the network.
For each file: records = acts (or facts) + dropped + rejected (+ summed, where rows add records up);
the store later finds the repeats among them: records = events + repeats + dropped + rejected.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from comity.vocabulary.actor import DropReason


@dataclass(frozen=True, slots=True)
class SourceDescription:
    """The content of a `source.yml`: who publishes it, on what terms, how to cite it."""

    name: str
    title: str
    publisher: str
    licence: str
    citation: str
    url: str
    kind: str
    parser_version: str
    coverage: str = ""
    notes: str = ""
    aliases: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    expected: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file at hand. `name` is what provenance calls it; `path` is where its bytes are."""

    path: Path
    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Reject:
    """A malformed row: its line (from 1, the header counts), why, and its first 200 characters."""

    line: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Days (both inclusive) for which this dataset would have recorded an act, had there been one.

    `scope`: "world", "either" (dyads with at least one of `actors`), or "both" (both of `actors`).
    `part` names a stretch made in one way; levels are compared within a part only.
    `complete`: the file is the publisher's whole record of the stretch; what the lake has of this
    dataset and part in it, and the file has not, the publisher has withdrawn.
    """

    dataset: str
    part: str
    first_day: dt.date
    last_day: dt.date
    scope: str = "world"
    actors: tuple[str, ...] = ()
    table: str = "events"
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Parsed:
    """A chunk of a file. `tables` maps a lake table's name to rows in that table's *parsed* schema.

    `dataset` names what the rows belong to (datasets are never summed with each other).
    `records` counts all data lines read in this chunk, good or bad. Acts come as `events`, or as
    `records` beside the `parties` that explain their actors (see `sources/tables.py`).
    `summed`: how many records were added up into fewer rows (products into a year's trade), beyond
    the rows that came of them. `withdrawn` names records that the publisher has deleted since.
    """

    dataset: str
    records: int
    tables: Mapping[str, pa.Table]
    dropped: Counter[DropReason] = field(default_factory=Counter)
    rejects: Sequence[Reject] = ()
    coverage: Sequence[Coverage] = ()
    summed: int = 0
    withdrawn: Sequence[str] = ()


class Source(Protocol):
    """One source: `description` from its `source.yml`, and a strict parser.

    `recognises` looks at a file's name and first bytes; `parse` raises BadInput (what line, what
    was expected) for a file that is not of this format, is empty, cut off or mis-encoded, and
    puts single malformed rows into `rejects`.
    """

    @property
    def description(self) -> SourceDescription: ...

    def recognises(self, name: str, head: bytes) -> bool: ...

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]: ...
