"""The table of agreements, read strictly: a row that can't be right is a reject with its line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from comity.registry.actors import actors
from comity.sources.contract import Coverage, Parsed, SourceDescription, SourceFile
from comity.sources.description import describe_package
from comity.sources.options import take_no_option
from comity.sources.quoted import Table, read_table
from comity.vocabulary.agreement import COLUMNS, AgreementKind, AgreementParty

DATASET = "agreements"
HEADER = ",".join(COLUMNS)
KINDS = frozenset(AgreementKind)
DAYS = ("signed", "ratified", "in_force", "ended")

ROWS = pa.schema([(name, pa.date32() if name in DAYS else pa.string()) for name in COLUMNS])


@dataclass(frozen=True, slots=True)
class Agreements:
    """The source `agreements`: one row a party of an agreement."""

    description: SourceDescription

    def recognises(self, name: str, head: bytes) -> bool:
        return head.removeprefix(b"\xef\xbb\xbf").startswith(HEADER.encode())

    def parse(self, file: SourceFile, *, options: Mapping[str, str]) -> Iterator[Parsed]:
        """All rows of the table. Raises BadValue for any option, BadInput for the file."""
        take_no_option("agreements", options)
        reading = _Reading()
        table = read_table(file, COLUMNS, reading.take, of="agreements")
        yield reading.parsed(table)


@dataclass(slots=True)
class _Reading:
    kept: list[AgreementParty] = field(default_factory=list)
    titles: dict[str, tuple[str, str]] = field(default_factory=dict)
    seen: set[tuple[str, str]] = field(default_factory=set)

    def parsed(self, read: Table) -> Parsed:
        cells = {name: [getattr(one, name) for one in self.kept] for name in COLUMNS}
        cells["kind"] = [one.kind.value for one in self.kept]
        table = pa.table(cells, schema=ROWS)
        known = [
            day for one in self.kept for day in (one.signed, one.ratified, one.in_force) if day
        ]
        coverage = [Coverage(DATASET, "compiled", min(known), max(known), table="agreements")]
        tables = {"agreements": table}
        return Parsed(DATASET, read.records, tables, rejects=read.rejects, coverage=coverage)

    def take(self, row: Mapping[str, str]) -> str | None:
        """Keeps one row; the reason where it is malformed."""
        try:
            one = _party_of(row)
        except ValueError as error:
            return str(error)
        return _not_possible(one) or self._keep(one)

    def _keep(self, one: AgreementParty) -> str | None:
        if (one.agreement, one.party) in self.seen:
            return f"{one.party} stands twice in {one.agreement}"
        same = (one.title, one.kind.value)
        if self.titles.setdefault(one.agreement, same) != same:
            return f"{one.agreement} has another title or kind in an earlier row"
        self.seen.add((one.agreement, one.party))
        self.kept.append(one)
        return None


def _party_of(row: Mapping[str, str]) -> AgreementParty:
    """One row. Raises ValueError, saying what is wrong."""
    for name in ("agreement", "title", "evidence"):
        if not row[name].strip():
            raise ValueError(f"{name} is empty")
    if row["kind"] not in KINDS:
        raise ValueError(f"kind {row['kind']!r}; one of {', '.join(sorted(KINDS))} expected")
    if actors().get(row["party"]) is None:
        raise ValueError(f"party {row['party']!r} is not known")
    signed, ratified, in_force, ended = (_day(name, row[name]) for name in DAYS)
    return AgreementParty(
        row["agreement"], row["title"], AgreementKind(row["kind"]), row["party"],
        signed, ratified, in_force, ended, row["evidence"],
    )  # fmt: skip


def _day(name: str, text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise ValueError(f"{name} {text!r} is not a day as YYYY-MM-DD") from None


def _not_possible(one: AgreementParty) -> str | None:
    """Why these days can't be right, or None."""
    if one.signed is None and one.ratified is None and one.in_force is None:
        return "no day of signature, ratification or force"
    if one.signed and one.in_force and one.in_force < one.signed:
        return f"in force on {one.in_force}, before it was signed on {one.signed}"
    begun = [day for day in (one.signed, one.ratified, one.in_force) if day]
    if one.ended and begun and one.ended < max(begun):
        return f"ended on {one.ended}, before {max(begun)}"
    return None


SOURCE = Agreements(describe_package("comity.sources.agreements"))
