"""The published table of memberships, read strictly: a row that is not sure is a reject."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from comity.errors import BadInput, BadValue, nearest
from comity.registry.de_facto import de_facto
from comity.registry.organisations import membership_of, organisations
from comity.registry.states import states
from comity.sources.contract import Coverage, Parsed, Reject, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.lines import open_bytes
from comity.vocabulary.membership import COLUMNS, Membership, MembershipStatus, Precision

DATASET = "memberships"
HEADER = ",".join(COLUMNS)

# Members of some organisations that are neither states nor organisations.
CUSTOMS_TERRITORIES = frozenset({"HKG", "MAC"})

ROWS = pa.schema(
    [
        ("organisation", pa.string()),
        ("state", pa.string()),
        ("status", pa.string()),
        ("first_day", pa.date32()),
        ("end_day", pa.date32()),
        ("evidence", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class Memberships:
    """The source `memberships`: one row a status of a party in an organisation."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        return head.removeprefix(b"\xef\xbb\xbf").startswith(HEADER.encode())

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """All rows of the table. Raises BadValue for any option, BadInput for the file."""
        if options:
            raise BadValue(
                f"memberships takes no option {', '.join(sorted(options))}.",
                next_step="Leave it out.",
            )
        with open_bytes(file) as stream:
            reading = _Reading(file.name)
            reading.read(_text(stream.read(), file.name))
        yield reading.parsed()


@dataclass(slots=True)
class _Reading:
    file: str
    kept: list[Membership] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    held: dict[tuple[str, str], list[Membership]] = field(default_factory=dict)
    records: int = 0

    def read(self, text: str) -> None:
        """Every row, kept or rejected with the line on which it ends."""
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            self._header(next(reader, []))
            for fields in reader:
                self.records += 1
                reason = self._take(fields)
                if reason:
                    line = ",".join(fields)[:200]
                    self.rejects.append(Reject(reader.line_num, reason, line))
        except csv.Error as error:
            raise BadInput(
                f"{self.file}, line {reader.line_num}: cut off or broken ({error}).",
                next_step="Get the file again: a quoted cell does not end.",
            ) from error
        self._end(text, reader.line_num)

    def parsed(self) -> Parsed:
        if not self.kept:
            raise BadInput(
                f"{self.file} holds no well-formed membership.",
                hint=self.rejects[0].reason if self.rejects else "It has no records.",
                next_step="Check that this is the right source for the file.",
            )
        cells = {name: [getattr(one, name) for one in self.kept] for name in ROWS.names}
        cells["status"] = [one.status.value for one in self.kept]
        table = pa.table(cells, schema=ROWS)
        first = min(one.first_day for one in self.kept)
        # What the oldest row knows is what the whole table can answer for.
        last = min(one.as_of for one in self.kept)
        coverage = Coverage(DATASET, "compiled", first, last, table="memberships")
        tables = {"memberships": table}
        return Parsed(DATASET, self.records, tables, rejects=self.rejects, coverage=[coverage])

    def _header(self, found: list[str]) -> None:
        if tuple(found) != COLUMNS:
            raise BadInput(
                f"{self.file}, line 1: the header is not that of a table of memberships.",
                hint=f"Expected: {HEADER}",
                next_step="Check that this is the right source for the file.",
            )

    def _end(self, text: str, line: int) -> None:
        last = self.rejects[-1] if self.rejects else None
        if not text.endswith("\n") and last is not None and last.line == line:
            raise BadInput(
                f"{self.file}, line {line}: cut off ({last.reason}).",
                next_step="Get the file again: its end is missing.",
            )

    def _take(self, fields: list[str]) -> str | None:
        """Keeps one row; the reason where it is malformed."""
        if len(fields) != len(COLUMNS):
            return f"{len(fields)} fields; {len(COLUMNS)} expected"
        row = dict(zip(COLUMNS, fields, strict=True))
        reason = _unknown_word(row)
        if reason:
            return reason
        try:
            one = membership_of(row)
        except ValueError as error:
            return f"a day is not written as YYYY-MM-DD ({error})"
        return _not_possible(one) or self._keep(one)

    def _keep(self, one: Membership) -> str | None:
        others = self.held.setdefault((one.organisation, one.state), [])
        for other in others:
            if _overlap(one, other):
                return f"overlaps {other.status} from {other.first_day} of the same party"
        others.append(one)
        self.kept.append(one)
        return None


def _unknown_word(row: Mapping[str, str]) -> str | None:
    """Which code or word of a row comity does not know."""
    known = {
        "organisation": tuple(one.code for one in organisations()),
        "status": tuple(MembershipStatus),
        "precision": tuple(Precision),
    }
    for column, valid in known.items():
        if row[column] not in valid:
            near = nearest(row[column], valid, count=1)
            meant = f" (did you mean {near[0]}?)" if near else ""
            return f"{column} {row[column][:40]!r} is not known{meant}"
    if not _is_party(row["state"]):
        return f"state {row['state'][:40]!r} is not known"
    return None if row["evidence"] else "no evidence is named"


def _not_possible(one: Membership) -> str | None:
    if one.end_day is not None and one.end_day <= one.first_day:
        return f"it ends on {one.end_day}, not after its first day {one.first_day}"
    if one.as_of < max(one.first_day, one.end_day or one.first_day):
        return f"it knows only the days up to {one.as_of}"
    return None


def _is_party(code: str) -> bool:
    return (
        code in states()
        or code in organisations()
        or code in CUSTOMS_TERRITORIES
        or de_facto().get(code) is not None
    )


def _overlap(one: Membership, other: Membership) -> bool:
    ends = (one.end_day or dt.date.max, other.end_day or dt.date.max)
    return max(one.first_day, other.first_day) < min(ends)


def _text(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadInput(
            f"{name}, line {line}: not UTF-8 text.",
            next_step="Save it as UTF-8, or get it again.",
        ) from error


SOURCE = Memberships(describe_package("comity.sources.memberships"))
