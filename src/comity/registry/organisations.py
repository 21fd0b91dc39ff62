"""The organisations of states, and who belonged to them on a given day."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from comity.errors import BadConfiguration, unknown
from comity.registry.lookup import the_one
from comity.registry.tables import day, read_rows, words
from comity.vocabulary.membership import (
    COLUMNS,
    MEMBERS,
    Membership,
    MembershipStatus,
    Precision,
)
from comity.vocabulary.names import Match, NameIndex
from comity.vocabulary.organisation import Organisation, OrganisationKind

ORGANISATION_COLUMNS = (
    *("code", "name", "name_fr", "name_ru", "kind", "founded", "dissolved", "predecessor"),
    *("aliases", "cameo_codes", "icews_names", "note"),
)
NEXT_STEP = "See all names with `comity organisations`."


@dataclass(frozen=True, slots=True)
class OrganisationRegistry:
    """All organisations, found by code, by any of their names, or by a code of an event source."""

    by_code: Mapping[str, Organisation]
    index: NameIndex
    by_known_group: Mapping[str, str]
    by_icews_name: Mapping[str, str]

    def __iter__(self) -> Iterator[Organisation]:
        return iter(self.by_code.values())

    def __len__(self) -> int:
        return len(self.by_code)

    def __contains__(self, code: object) -> bool:
        return code in self.by_code

    def get(self, code: str) -> Organisation | None:
        """The organisation with exactly this code, or None."""
        return self.by_code.get(code)

    def find(self, text: str) -> Organisation:
        """The organisation that a code or a name means; case and accents do not matter.

        Raises UnknownName with the nearest names.
        """
        return the_one(text, self.index, self.by_code, kind="organisation", next_step=NEXT_STEP)

    def search(self, text: str) -> list[Organisation]:
        """The organisations that match, best first: code, exact name, prefix, word, likeness."""
        return [self.by_code[match.key] for match in self.matches(text)]

    def matches(self, text: str) -> list[Match]:
        """The same as `search`, with the grade and the name by which each was found."""
        return self.index.search(text)

    def of_cameo(self, code: str) -> Organisation | None:
        """The organisation in a CAMEO actor code: "UNO", "IGOEUREEC" and "IGOUNOPKO" name one.

        After "IGO", a code is read in groups of three letters of which the last known one counts
        (IGOUNOHLHWHO is the WHO). Without "IGO" its first group must be known, since a code that
        begins otherwise belongs to a country or to a private party. None where nothing is known.
        """
        if code in self.by_known_group:
            return self.by_code[self.by_known_group[code]]
        bare = code.removeprefix("IGO")
        groups = [bare[i : i + 3] for i in range(0, len(bare), 3)]
        if bare == code and (not groups or groups[0] not in self.by_known_group):
            return None
        known = [group for group in groups if group in self.by_known_group]
        return self.by_code[self.by_known_group[known[-1]]] if known else None

    def of_icews(self, name: str) -> Organisation | None:
        """The organisation that ICEWS writes as `name` (exactly), or None."""
        code = self.by_icews_name.get(name)
        return None if code is None else self.by_code[code]


@dataclass(frozen=True, slots=True)
class MembershipRegistry:
    """The embedded table of dated memberships, ordered by organisation, state and first day."""

    rows: tuple[Membership, ...]
    by_organisation: Mapping[str, tuple[Membership, ...]]
    by_state: Mapping[str, tuple[Membership, ...]]

    def __iter__(self) -> Iterator[Membership]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def members(
        self,
        organisation: str,
        day: dt.date,
        statuses: frozenset[MembershipStatus] = MEMBERS,
    ) -> tuple[str, ...]:
        """Codes of the states that had one of `statuses` in `organisation` on `day`, sorted.

        Raises UnknownName for an organisation code without rows in the table.
        """
        if organisation not in self.by_organisation:
            listed = "organisation with listed members"
            raise unknown(listed, organisation, self.by_organisation, next_step=NEXT_STEP)
        rows = self.by_organisation[organisation]
        return tuple(sorted(m.state for m in rows if m.status in statuses and m.holds_on(day)))

    def of_state(self, state: str) -> tuple[Membership, ...]:
        """Every row of a state, ordered by organisation and first day; empty where it has none."""
        return self.by_state.get(state, ())

    def of_organisation(self, organisation: str) -> tuple[Membership, ...]:
        """Every row of an organisation, ordered by state and first day; empty where it has none."""
        return self.by_organisation.get(organisation, ())


@functools.cache
def organisations() -> OrganisationRegistry:
    """The embedded organisations. Raises BadConfiguration where two share a name or a code."""
    every = [_organisation(row) for row in read_rows("organisations", columns=ORGANISATION_COLUMNS)]
    index = NameIndex.of(
        ((one.code, one.code) for one in every),
        ((name, one.code) for one in every for name in (one.code, *one.names)),
    )
    if index.ambiguous():
        raise BadConfiguration(f"Names of several organisations: {index.ambiguous()}.")
    return OrganisationRegistry(
        by_code=MappingProxyType({one.code: one for one in every}),
        index=index,
        by_known_group=_claims(every, lambda one: one.cameo_codes),
        by_icews_name=_claims(every, lambda one: one.icews_names),
    )


@functools.cache
def memberships() -> MembershipRegistry:
    """The embedded memberships (the source `memberships` brings the same table to the lake)."""
    every = [membership_of(row) for row in read_rows("memberships", columns=COLUMNS)]
    every.sort(key=lambda one: (one.organisation, one.state, one.first_day))
    return MembershipRegistry(
        rows=tuple(every),
        by_organisation=_grouped(every, lambda one: one.organisation),
        by_state=_grouped(every, lambda one: one.state),
    )


def membership_of(row: Mapping[str, str]) -> Membership:
    """A row of the published table as a membership. Raises ValueError with what is malformed."""
    first, end = dt.date.fromisoformat(row["first_day"]), row["end_day"]
    return Membership(
        organisation=row["organisation"],
        state=row["state"],
        status=MembershipStatus(row["status"]),
        first_day=first,
        end_day=dt.date.fromisoformat(end) if end else None,
        precision=Precision(row["precision"]),
        evidence=row["evidence"],
        note=row["note"],
        as_of=dt.date.fromisoformat(row["as_of"]),
        checked_against=row["checked_against"],
        check=row["check"],
    )


def _organisation(row: Mapping[str, str]) -> Organisation:
    founded = day(row["founded"])
    if founded is None:
        raise BadConfiguration(f"organisations.csv: {row['code']} has no day of foundation.")
    return Organisation(
        code=row["code"],
        name=row["name"],
        name_fr=row["name_fr"],
        name_ru=row["name_ru"],
        kind=OrganisationKind(row["kind"]),
        founded=founded,
        dissolved=day(row["dissolved"]),
        predecessor=row["predecessor"] or None,
        aliases=words(row["aliases"]),
        cameo_codes=words(row["cameo_codes"]),
        icews_names=words(row["icews_names"]),
        note=row["note"],
    )


def _claims(
    every: list[Organisation], of: Callable[[Organisation], tuple[str, ...]]
) -> Mapping[str, str]:
    """Which organisation each code or name of an event source means."""
    claims: dict[str, str] = {}
    for one in every:
        for name in of(one):
            if claims.setdefault(name, one.code) != one.code:
                raise BadConfiguration(f"{name} stands for {claims[name]} and for {one.code}.")
    return MappingProxyType(claims)


def _grouped(
    every: list[Membership], key: Callable[[Membership], str]
) -> Mapping[str, tuple[Membership, ...]]:
    groups: dict[str, list[Membership]] = {}
    for one in every:
        groups.setdefault(key(one), []).append(one)
    return MappingProxyType({name: tuple(group) for name, group in groups.items()})
