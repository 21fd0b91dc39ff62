"""The published files, tidy (a pair a line) or as a matrix; a file is one snapshot."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from comity.errors import BadInput, BadValue
from comity.sources.contract import Parsed, Reject, SourceFile
from comity.sources.lines import open_bytes
from comity.sources.passport_index.places import state_of
from comity.sources.passport_index.rows import FactColumns, named, snapshot_coverage
from comity.sources.passport_index.rules import DATASET, read_requirement
from comity.sources.quoted_rows import first_row
from comity.vocabulary.actor import DropReason

HEADERS = frozenset(
    {("passport", "destination", "requirement"), ("passport", "destination", "code")}
)
_DAY = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")


def looks_like_release(head: bytes) -> bool:
    """Whether a file's first line is the header of a tidy file or of a matrix."""
    header = first_row(head)
    return _header(header) in HEADERS or is_matrix(header)


def is_matrix(header: Sequence[str]) -> bool:
    """Whether a header names destinations, all of them known: passports are the lines."""
    first, destinations = header[:1], [name.strip() for name in header[1:]]
    named = [name.strip().casefold() for name in first] == ["passport"]
    return named and len(destinations) > 1 and all(state_of(name) for name in destinations)


def check_options(options: Mapping[str, str]) -> None:
    """Raises BadValue for an option other than `day`."""
    unknown = sorted(set(options) - {"day"})
    if unknown:
        raise BadValue(
            f"passport_index takes no option {', '.join(unknown)}.", hint="It takes: day."
        )


def snapshot_day(file: SourceFile, options: Mapping[str, str]) -> dt.date:
    """The day of the snapshot: the option `day`, else a date in the file's name or its folder's.

    The file itself says nothing of its day. Raises BadValue where neither gives one.
    """
    found = [options["day"]] if "day" in options else _DAY.findall(file.name)
    found = found or _DAY.findall(file.path.name) or _DAY.findall(file.path.parent.name)
    if not found:
        raise BadValue(
            f"{file.name} does not say of which day it is.",
            hint="The publisher names the folder by the day, such as legacy/2024-12-04/.",
            next_step="Give the day: --set day=2024-12-04",
        )
    try:
        return dt.date.fromisoformat(found[-1])
    except ValueError as error:
        raise BadValue(
            f"{found[-1]!r} is no day ({error}).", next_step="Write it as YYYY-MM-DD."
        ) from error


def parse_release(file: SourceFile, day: dt.date) -> Iterator[Parsed]:
    """All pairs of one snapshot. A state's own passport and territories are dropped and counted."""
    reading = _Reading(file, day)
    with open_bytes(file) as stream:
        text = io.TextIOWrapper(stream, "utf-8-sig", newline="")
        try:
            reading.read(csv.reader(text, strict=True))
        except UnicodeDecodeError as error:
            raise BadInput(
                f"{file.name}, near line {reading.records + 2}: not UTF-8 text.",
                next_step="Save it as UTF-8, or download it again.",
            ) from error
        except csv.Error as error:
            raise BadInput(
                f"{file.name}, near line {reading.records + 2}: cut off or broken ({error}).",
                next_step="Download it again: the end of the file is probably missing.",
            ) from error
    yield reading.parsed()


@dataclass(slots=True)
class _Reading:
    file: SourceFile
    day: dt.date
    facts: FactColumns = field(default_factory=FactColumns)
    dropped: Counter[DropReason] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)
    given: set[tuple[str, str]] = field(default_factory=set)
    records: int = 0

    def read(self, reader: Iterator[list[str]]) -> None:
        header = next(reader, [])
        if is_matrix(header):
            self._read_matrix([name.strip() for name in header[1:]], reader)
        elif _header(header) in HEADERS:
            self._read_tidy(reader)
        else:
            raise BadInput(
                f"{self.file.name}, line 1: the header is not that of a published file.",
                hint="Passport,Destination,Requirement was expected, or Passport and destinations.",
                next_step="Take passport-index-tidy-iso3.csv.",
            )

    def _read_matrix(self, destinations: list[str], reader: Iterator[list[str]]) -> None:
        """Each cell is a record; a line of another width is one record and one reject."""
        last = 0
        for number, fields in enumerate(reader, 2):
            last = len(fields)
            if last != len(destinations) + 1:
                self._reject(number, f"{last} fields; {len(destinations) + 1} expected", fields)
                continue
            for destination, requirement in zip(destinations, fields[1:], strict=True):
                record = [fields[0], destination, requirement]
                self.records += 1
                reason = self._take(record)
                if reason:
                    self.rejects.append(Reject(number, reason, ",".join(record)[:200]))
        if last and last != len(destinations) + 1:
            raise self._cut_off(self.rejects[-1].line, f"{last} fields")

    def _reject(self, number: int, reason: str, fields: list[str]) -> None:
        self.records += 1
        self.rejects.append(Reject(number, reason, ",".join(fields)[:200]))

    def _cut_off(self, line: int, found: str) -> BadInput:
        return BadInput(
            f"{self.file.name}, line {line}: cut off ({found}).",
            next_step="Download it again: the end of the file is missing.",
        )

    def _read_tidy(self, reader: Iterator[list[str]]) -> None:
        fields: list[str] = []
        for number, fields in enumerate(reader, 2):
            self.records += 1
            reason = self._take(fields)
            if reason:
                self.rejects.append(Reject(number, reason, ",".join(fields)[:200]))
        if self.records and len(fields) != 3:
            raise self._cut_off(self.records + 1, f"{len(fields)} fields; 3 expected")

    def parsed(self) -> Parsed:
        table = self.facts.table()
        if table.num_rows == 0:
            raise BadInput(
                f"{self.file.name} holds no well-formed requirement.",
                hint=self.rejects[0].reason if self.rejects else "It has no records.",
                next_step="Check that this is the right source for the file.",
            )
        spans = [snapshot_coverage(self.day)]
        return Parsed(
            DATASET,
            self.records,
            {"dyad_facts": table, "facts": named()},
            self.dropped,
            self.rejects,
            spans,
        )

    def _take(self, fields: list[str]) -> str | None:
        """Keeps or drops one record; the reason where it is malformed."""
        if len(fields) != 3:
            return f"{len(fields)} fields; 3 expected"
        passport, destination = (state_of(text.strip()) for text in fields[:2])
        for place, text in ((passport, fields[0]), (destination, fields[1])):
            if place is None:
                return f"no state is called {text[:40]!r}"
        try:
            requirement = read_requirement(fields[2])
        except ValueError as error:
            return str(error)
        if isinstance(passport, DropReason) or isinstance(destination, DropReason):
            self.dropped[DropReason.TERRITORY] += 1
        elif requirement is None or passport == destination:
            self.dropped[DropReason.WITHIN_ONE_STATE] += 1
        elif passport and destination:
            if (passport, destination) in self.given:
                return f"a second line for passports of {passport} in {destination}"
            self.given.add((passport, destination))
            self.facts.add(destination, passport, self.day, requirement)
        return None


def _header(fields: list[str]) -> tuple[str, ...]:
    return tuple(name.strip().strip('"').casefold() for name in fields)
