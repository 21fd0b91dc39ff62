"""The source `alliances`: who owes whom what by treaty, on which days, after which document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from comity.sources.alliances.coverage import coverage
from comity.sources.alliances.parties import COLUMNS, Party, owed_by, read_party
from comity.sources.alliances.pledges import PLEDGES, UNIT
from comity.sources.contract import Parsed, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.facts import facts_table
from comity.sources.options import take_no_option
from comity.sources.quoted import read_table
from comity.sources.tables import DYAD_FACTS

DATASET = "alliances"


@dataclass(frozen=True, slots=True)
class Alliances:
    """One row a party of a treaty; the facts are the pledges between each two of them."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        """By the header of the table."""
        return head.removeprefix(b"\xef\xbb\xbf").startswith(",".join(COLUMNS).encode())

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """All pledges. Raises BadValue for any option, BadInput for the file."""
        take_no_option(DATASET, options)
        reading = _Reading()
        read = read_table(file, COLUMNS, reading.take, of="parties of alliances")
        facts = reading.facts()
        about = facts_table((*named, UNIT) for named in PLEDGES.values())
        tables = {"dyad_facts": facts, "facts": about}
        records = facts.num_rows + len(read.rejects)
        yield Parsed(DATASET, records, tables, rejects=read.rejects, coverage=coverage(DATASET))


@dataclass(slots=True)
class _Reading:
    kept: list[Party] = field(default_factory=list)
    heads: dict[str, tuple[object, ...]] = field(default_factory=dict)

    def take(self, row: Mapping[str, str]) -> str | None:
        """Keeps one row; the reason where it is malformed."""
        try:
            one = read_party(row)
        except ValueError as error:
            return str(error)
        if self.heads.setdefault(one.treaty, one.head) != one.head:
            return f"{one.treaty} has another title, pledge or evidence in an earlier row"
        for other in self.kept:
            if (other.treaty, other.state) == (one.treaty, one.state) and _overlap(one, other):
                return f"{one.state} is a party of {one.treaty} on the same days already"
        self.kept.append(one)
        return None

    def facts(self) -> pa.Table:
        """The pledges; of two treaties that give one from the same day both are named."""
        held: dict[tuple[str, str, str, dt.date], tuple[dt.date | None, list[str]]] = {}
        for owed in owed_by(self.kept):
            key = (PLEDGES[owed.pledge][0], owed.source, owed.target, owed.first_day)
            end, titles = held.get(key, (owed.end_day, []))
            later = None if end is None or owed.end_day is None else max(end, owed.end_day)
            held[key] = (later, [*titles, owed.title])
        rows = [(*key, end, 1.0, "; ".join(titles)) for key, (end, titles) in held.items()]
        columns = list(zip(*rows, strict=True)) or [()] * len(DYAD_FACTS)
        arrays = [pa.array(c, f.type) for c, f in zip(columns, DYAD_FACTS, strict=True)]
        return pa.table(arrays, schema=DYAD_FACTS)


def _overlap(one: Party, other: Party) -> bool:
    begun = max(one.first_day, other.first_day)
    return all(end is None or begun < end for end in (one.end_day, other.end_day))


SOURCE = Alliances(describe_package("comity.sources.alliances"))
