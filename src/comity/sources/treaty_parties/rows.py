"""From records of a treaty database to one row a party."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from comity.errors import BadInput
from comity.sources.agreements.rows import agreements_table, days_covered
from comity.sources.contract import Parsed, Reject
from comity.sources.treaty_parties.days import day_of
from comity.sources.treaty_parties.members import own_day, party_of
from comity.vocabulary.actor import DropReason
from comity.vocabulary.agreement import AgreementKind, AgreementParty

NEEDED = (
    *("treatyID", "Title", "stateID"),
    *("StateSignature", "StateRatification", "StateForce", "StateEnd"),
)


@dataclass(frozen=True, slots=True)
class Database:
    """One of the two databases. In GGO 1 January stands for a year of which no more is known."""

    dataset: str
    label: str
    kind: AgreementKind
    year_marks: bool


HUGGO = Database("treaty_parties_huggo", "HUGGO", AgreementKind.TRADE, year_marks=False)
GGO = Database("treaty_parties_ggo", "GGO", AgreementKind.OTHER, year_marks=True)


def database_of(columns: frozenset[str]) -> Database:
    """HUGGO's records have the number of a trade database beside them."""
    return HUGGO if "gptadID" in columns else GGO


@dataclass(slots=True)
class Reading:
    """Records in, one row a party out; records of the same party are one row."""

    database: Database
    rows: dict[tuple[str, str], AgreementParty] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    dropped: Counter[DropReason] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)
    records: int = 0
    summed: int = 0

    def take(self, line: int, record: Mapping[str, str]) -> None:
        """One record: kept, joined with another of its party, dropped or rejected."""
        self.records += 1
        try:
            found = self._party(record)
        except ValueError as error:
            text = ",".join(record.get(name, "") for name in NEEDED)
            self.rejects.append(Reject(line, str(error), text[:200]))
            return
        if isinstance(found, DropReason):
            self.dropped[found] += 1
            return
        key = (found.agreement, found.party)
        if key in self.rows:
            self.summed += 1
            found = _agreed(self.rows[key], found)
        self.rows[key] = found

    def parsed(self, name: str) -> Parsed:
        """The whole file. Raises BadInput where no record is a party of a treaty."""
        kept = list(self.rows.values())
        if not kept:
            raise BadInput(
                f"{name} holds no party of a treaty.",
                hint=self.rejects[0].reason if self.rejects else "It has no records.",
                next_step="Check that this is the right source for the file.",
            )
        dataset = self.database.dataset
        spans = days_covered(dataset, "records", kept)
        tables = {"agreements": agreements_table(kept)}
        return Parsed(dataset, self.records, tables, self.dropped, self.rejects, spans, self.summed)

    def _party(self, record: Mapping[str, str]) -> AgreementParty | DropReason:
        treaty, title = record["treatyID"].strip(), " ".join(record["Title"].split())
        if not treaty or not title:
            raise ValueError("treatyID or Title is empty")
        party = party_of(record["stateID"])
        if isinstance(party, DropReason):
            return party
        signed, ratified, in_force, ended = (
            day_of(record[name], year_marks=self.database.year_marks) for name in NEEDED[3:]
        )
        if signed is ratified is in_force is None:
            return DropReason.NO_ACT
        signed, ratified, in_force = (own_day(party, day) for day in (signed, ratified, in_force))
        if signed is ratified is in_force is None:
            return DropReason.NOT_BETWEEN_STATES
        self.titles.setdefault(treaty, title)
        return _without_contradictions(
            AgreementParty(
                f"{self.database.label.lower()}-{treaty}", self.titles[treaty], self.database.kind,
                party, signed, ratified, in_force, ended, f"{self.database.label} {treaty}",
            )
        )  # fmt: skip


def _without_contradictions(one: AgreementParty) -> AgreementParty:
    """A day of force before the signature, or of the end before either, is left empty."""
    if one.signed and one.in_force and one.in_force < one.signed:
        one = replace(one, in_force=None)
    begun = [day for day in (one.signed, one.ratified, one.in_force) if day]
    if one.ended and begun and one.ended < max(begun):
        one = replace(one, ended=None)
    return one


def _agreed(one: AgreementParty, other: AgreementParty) -> AgreementParty:
    """Two records of a party: a day that only one has is kept, one on which they differ is not."""
    merged = replace(
        one,
        signed=_same(one.signed, other.signed),
        ratified=_same(one.ratified, other.ratified),
        in_force=_same(one.in_force, other.in_force),
        ended=_same(one.ended, other.ended),
    )
    # Where they differ on every day, the first record stands: a row needs one.
    known = merged.signed or merged.ratified or merged.in_force
    return _without_contradictions(merged) if known else one


def _same(one: dt.date | None, other: dt.date | None) -> dt.date | None:
    if one is None or other is None:
        return one or other
    return one if one == other else None
