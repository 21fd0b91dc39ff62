"""The published table of memberships, read strictly: a row that is not sure is a reject."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from comity.errors import nearest
from comity.registry.de_facto import de_facto
from comity.registry.organisations import membership_of, organisations
from comity.registry.states import states
from comity.sources.contract import Coverage, Parsed, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.options import take_no_option
from comity.sources.quoted import Table, read_table
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
        take_no_option("memberships", options)
        reading = _Reading()
        table = read_table(file, COLUMNS, reading.take, of="memberships")
        yield reading.parsed(table)


@dataclass(slots=True)
class _Reading:
    kept: list[Membership] = field(default_factory=list)
    held: dict[tuple[str, str], list[Membership]] = field(default_factory=dict)

    def parsed(self, read: Table) -> Parsed:
        cells = {name: [getattr(one, name) for one in self.kept] for name in ROWS.names}
        cells["status"] = [one.status.value for one in self.kept]
        table = pa.table(cells, schema=ROWS)
        first = min(one.first_day for one in self.kept)
        # What the oldest row knows is what the whole table can answer for.
        last = min(one.as_of for one in self.kept)
        coverage = Coverage(DATASET, "compiled", first, last, table="memberships")
        tables = {"memberships": table}
        return Parsed(DATASET, read.records, tables, rejects=read.rejects, coverage=[coverage])

    def take(self, row: Mapping[str, str]) -> str | None:
        """Keeps one row; the reason where it is malformed."""
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


SOURCE = Memberships(describe_package("comity.sources.memberships"))
