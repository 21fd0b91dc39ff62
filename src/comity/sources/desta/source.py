"""The source `desta`: the list of treaties, or the list of dyads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from comity.errors import BadInput
from comity.sources.agreements.rows import agreements_table, days_covered
from comity.sources.contract import Parsed, Reject, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.desta.entries import MISSING, SHARED, entry_of, party_of
from comity.sources.desta.parties import Parties, Side
from comity.sources.lines import open_bytes
from comity.sources.options import take_no_option
from comity.sources.quoted_rows import QuotedRows, encoding_of, first_row

DATASET = "desta"
DYADS = ("country1", "country2", "iso1", "iso2")
_COUNTRY = re.compile(r"c(\d+)")
# In a withdrawal's entry, the mark of the party that leaves.
LEAVING = "1"


@dataclass(frozen=True, slots=True)
class Desta:
    """Preferential trade agreements since 1948, a row a party."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        """By the header: the columns of the list, and countries across or in pairs."""
        return _columns(first_row(head, delimiter=_delimiter(head))) is not None

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """All parties in one chunk. Raises BadValue for any option, BadInput for the file.

        A record is a line of the list of dyads, or a country of a line of the list of treaties.
        Records that name a party once more are counted as `summed`.
        """
        take_no_option("desta", options)
        with open_bytes(file) as stream:
            head = stream.readline(1 << 16)
        rows = iter(QuotedRows(file, _delimiter(head), encoding_of(file)))
        header = next(rows, (0, []))[1]
        columns = _columns(header)
        if columns is None:
            raise BadInput(
                f"{file.name}, line 1: the header is not that of DESTA's list.",
                hint=f"Expected: {', '.join((*DYADS, *SHARED[:4]))} ...; or c1, c2 ... after them.",
                next_step="Check that this is the right source for the file.",
            )
        yield _Reading(file.name, columns).parsed(rows)


@dataclass(slots=True)
class _Reading:
    name: str
    columns: Sequence[str]
    parties: Parties = field(default_factory=Parties)
    rejects: list[Reject] = field(default_factory=list)
    records: int = 0

    def parsed(self, rows: Iterator[tuple[int, list[str]]]) -> Parsed:
        for line, fields in rows:
            try:
                self._take(fields)
            except ValueError as error:
                self.records += 1
                self.rejects.append(Reject(line, str(error), ",".join(fields)[:200]))
        kept = self.parties.finished()
        if not kept:
            raise BadInput(
                f"{self.name} holds no party of an agreement.",
                hint=self.rejects[0].reason if self.rejects else "It has no records.",
                next_step="Check that this is the right source for the file.",
            )
        dropped = self.parties.dropped
        summed = self.records - len(kept) - dropped.total() - len(self.rejects)
        tables = {"agreements": agreements_table(kept)}
        spans = days_covered(DATASET, "list", kept)
        return Parsed(DATASET, self.records, tables, dropped, self.rejects, spans, summed)

    def _take(self, fields: list[str]) -> None:
        if len(fields) != len(self.columns):
            raise ValueError(f"{len(fields)} fields; {len(self.columns)} expected")
        row = dict(zip(self.columns, fields, strict=True))
        if "iso1" in row:
            self._take_dyad(row)
        else:
            self._take_entry(row)

    def _take_dyad(self, row: Mapping[str, str]) -> None:
        # A pair does not say which of its two left.
        entry = entry_of(row)
        sides = [Side(party_of(row[name].strip(), entry.year)) for name in ("iso1", "iso2")]
        self.records += 1
        self.parties.take(entry, *sides)

    def _take_entry(self, row: Mapping[str, str]) -> None:
        entry = entry_of(row)
        sides = []
        for column, text in row.items():
            place = _COUNTRY.fullmatch(column)
            if place and text.strip() not in MISSING:
                leaves = row.get(f"m{column}", "").strip() == LEAVING
                sides.append(Side(party_of(text.strip(), entry.year), leaves))
        if not sides:
            raise ValueError("no country is named")
        self.records += len(sides)
        for side in sides:
            self.parties.take(entry, side)


def _columns(header: Sequence[str]) -> tuple[str, ...] | None:
    """The columns of a header; None where it is of another kind of file."""
    names = tuple(name.strip().casefold() for name in header)
    if not set(SHARED) <= set(names):
        return None
    if set(DYADS) <= set(names):
        return names
    return names if {"c1", "c2"} <= set(names) else None


def _delimiter(head: bytes) -> str:
    line = head.split(b"\n", 1)[0]
    return ";" if line.count(b";") > line.count(b",") else ","


SOURCE = Desta(describe_package("comity.sources.desta"))
