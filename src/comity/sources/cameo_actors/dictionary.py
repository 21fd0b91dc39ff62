"""The grammar of CAMEO actor codes, as of a day.

A code is groups of three letters: a country or an organisation ("IGO" and its known group), then
roles ("GOV", "MIL"). The rules, in this order:

1.  The longest beginning of the code that the table knows (for the project, then for all) counts.
2.  A role of arms, opposition or media anywhere makes it private; the first role decides else:
    an organ is that organ, "CVL" the population (a target only), anything more private. What
    follows "GOV" is a party or a ministry, unless it is a court, a parliament or a service.
3.  A code names the state of that day. A republic of a federation is a territorial unit whose
    organs are the federation's (International Law Commission 2001, Articles on State
    Responsibility, article 4): the government of Armenia in 1990 is SUN. Its bare name is that of
    a territory or a people, except where sources write it for the federation: Russia in 1985 is
    SUN, Serbia in 1995 SCG. A state before or after its life, with no federation to answer for
    it, is a territory.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from comity.registry.de_facto import de_facto
from comity.registry.organisations import organisations
from comity.registry.states import states
from comity.sources.cameo_actors.tables import (
    Entries,
    Entry,
    Federation,
    Means,
    RoleCode,
    RoleKind,
    entries,
    federations,
    roles,
)
from comity.vocabulary.actor import ActingParty, DropReason, Organ
from comity.vocabulary.de_facto import DeFactoAuthority
from comity.vocabulary.state import State

Role = Literal["source", "target"]
Outcome = ActingParty | DropReason
Life = tuple[dt.date, dt.date | None]

_ANY_DAY = dt.date.min
# General Assembly resolution 3237 (XXIX) made the Palestine Liberation Organization an observer;
# its seat has been Palestine's since 1988. Sources record the same body before and after.
_SEATED = MappingProxyType({"PSE": dt.date(1974, 11, 22)})
_NOBODY = frozenset({"", "---", "***", "*"})
_PRIVATE_ANYWHERE = frozenset({RoleKind.ARMED, RoleKind.MEDIA})
_PRIVATE_IN_ORGANISATION = _PRIVATE_ANYWHERE | {RoleKind.POPULATION, RoleKind.RELIGIOUS}
_MORE_EXACT = frozenset({Organ.LEGISLATURE, Organ.JUDICIARY, Organ.INTELLIGENCE})


@dataclass(frozen=True, slots=True)
class Span:
    """What a code means from `first_day` on, until the next span."""

    first_day: dt.date
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class ActorDictionary:
    """Actor codes of the event projects. `lives` holds first day and end (half-open) of a party."""

    entries: Entries
    roles: Mapping[str, RoleCode]
    federations: Mapping[str, tuple[Federation, ...]]
    lives: Mapping[str, Life]
    states: frozenset[str]
    known_groups: Mapping[str, str]

    def resolve(
        self, code: str, day: dt.date, role: Role, projects: tuple[str, ...] = ()
    ) -> Outcome:
        """The party that `code` names on `day`, or why it is none.

        `projects` are looked up before the table of all projects, in that order
        (`("keds_gulf", "weis")`): the code lists of the projects contradict each other.
        """
        code = code.split(" ", 1)[0]
        if code in _NOBODY:
            return _reason(role, DropReason.NO_SOURCE, DropReason.NO_TARGET)
        if code[:3] != code[:3].upper():
            return _private(role)
        entry, rest = self._head(code, day, (*projects, ""))
        groups = [rest[i : i + 3] for i in range(0, len(rest), 3)]
        match entry.means:
            case Means.PARTY | Means.PEOPLE:
                return self._party(entry, groups, day, role)
            case Means.ORGANISATION:
                return self._organisation(entry.party, groups, role)
            case Means.PLACE:
                return DropReason.PLACE
            case Means.TERRITORY:
                return DropReason.TERRITORY
            case Means.PRIVATE:
                return _private(role)
        return _unknown(role)

    def spans(self, code: str, role: Role, projects: tuple[str, ...] = ()) -> tuple[Span, ...]:
        """All that `code` means over time, first span first: one `resolve` for each change."""
        spans: list[Span] = []
        for day in self._turning_days(code, (*projects, "")):
            outcome = self.resolve(code, day, role, projects)
            if not spans or spans[-1].outcome != outcome:
                spans.append(Span(day, outcome))
        return tuple(spans)

    def _head(self, code: str, day: dt.date, projects: tuple[str, ...]) -> tuple[Entry, str]:
        for length in _lengths(code):
            for project in projects:
                for entry in self.entries.get((project, code[:length]), ()):
                    known_state = entry.means is Means.TERRITORY and code[:length] in self.states
                    if entry.holds_on(day) and not known_state:
                        return entry, code[length:]
        head, rest = code[:3], code[3:]
        if head in self.states:
            return Entry(Means.PARTY, head), rest
        if head == "IGO":
            return Entry(Means.ORGANISATION, ""), rest
        if head in self.roles:
            organ = self.roles[head].kind in (RoleKind.ORGAN, RoleKind.PEACEKEEPERS)
            return Entry(Means.UNKNOWN if organ else Means.PRIVATE), rest
        if head in self.known_groups:
            return Entry(Means.ORGANISATION, head), rest
        return Entry(Means.UNKNOWN), rest

    def _party(self, entry: Entry, groups: list[str], day: dt.date, role: Role) -> Outcome:
        if entry.party not in self.lives:
            return ActingParty(entry.party, Organ.ORGANISATION)
        organ = self._organ(entry, groups, role)
        if isinstance(organ, DropReason):
            return organ
        party = self._of_day(entry.party, day, bare=not groups)
        return DropReason.TERRITORY if party is None else ActingParty(party, organ)

    def _organ(self, entry: Entry, groups: list[str], role: Role) -> Organ | DropReason:
        bare = entry.organ or (Organ.AUTHORITY if entry.party.startswith("X-") else Organ.STATE)
        if not groups and entry.means is Means.PARTY:
            return bare
        found = [self.roles.get(group) for group in groups]
        kinds = {one.kind for one in found if one}
        first = found[0] if found else RoleCode(RoleKind.POPULATION)
        if kinds & _PRIVATE_ANYWHERE:
            return _private(role)
        if first is None:
            here = self.entries.get(("", groups[0]), ())
            territory = any(one.means is Means.TERRITORY for one in here)
            return DropReason.TERRITORY if territory else _private(role)
        if first.kind is RoleKind.POPULATION and role == "target":
            return Organ.POPULATION
        if first.organ is None:
            return _private(role)
        exact = [one.organ for one in found[1:] if one and one.organ in _MORE_EXACT]
        return exact[0] if exact and first.organ is Organ.GOVERNMENT and exact[0] else first.organ

    def _organisation(self, known: str, groups: list[str], role: Role) -> Outcome:
        codes = [known] if known else []
        after: list[RoleCode] = []
        if not known and "IGO" + "".join(groups) in self.known_groups:
            codes = ["IGO" + "".join(groups)]
        elif not known or self.known_groups.get(known) == "UN":
            for group in groups:
                if group in self.known_groups and group not in self.roles:
                    codes.append(group)
                    after = []
                elif group in self.roles:
                    after.append(self.roles[group])
        else:
            after = [self.roles[group] for group in groups if group in self.roles]
        if not codes:
            return _unknown(role)
        party = self.known_groups[codes[-1]]
        if any(one.kind in _PRIVATE_IN_ORGANISATION for one in after):
            return _private(role)
        # Programmes of the United Nations are named by their sector, as in IGOUNODEV.
        if after and after[0].kind is RoleKind.SECTOR and party != "UN":
            return _private(role)
        return ActingParty(party, Organ.ORGANISATION)

    def _of_day(self, party: str, day: dt.date, *, bare: bool) -> str | None:
        for one in (Federation(party, bare=True), *self.federations.get(party, ())):
            first, end = self.lives[one.code]
            if first <= day and (end is None or day < end):
                return one.code if one.bare or not bare else None
        return None

    def _turning_days(self, code: str, projects: tuple[str, ...]) -> list[dt.date]:
        days, parties = {_ANY_DAY}, {code[:3]}
        for length in _lengths(code):
            for project in projects:
                for entry in self.entries.get((project, code[:length]), ()):
                    parties.add(entry.party)
                    days |= {d for d in (entry.first_day, entry.end_day) if d}
        for party in parties:
            for one in (party, *(one.code for one in self.federations.get(party, ()))):
                days |= {day for day in self.lives.get(one, ()) if day}
        return sorted(days)


@functools.cache
def actor_dictionary() -> ActorDictionary:
    """The dictionary over the embedded tables of codes, states and organisations."""
    parties: dict[str, State | DeFactoAuthority] = {s.code: s for s in states()}
    parties |= {authority.code: authority for authority in de_facto()}
    return ActorDictionary(
        entries=entries(),
        roles=roles(),
        federations=federations(),
        lives={
            code: (_SEATED.get(code, one.first_day), one.end_day) for code, one in parties.items()
        },
        states=frozenset(one.code for one in states()),
        known_groups=organisations().by_known_group,
    )


def resolve(code: str, day: dt.date, role: Role, *, project: str = "") -> Outcome:
    """The party that an actor code names on a day, or the reason why it is none."""
    return actor_dictionary().resolve(code, day, role, (project,) if project else ())


def _lengths(code: str) -> list[int]:
    whole = len(code)
    return [whole, *(n for n in range(whole - whole % 3, 2, -3) if n != whole)]


def _reason(role: Role, source: DropReason, target: DropReason) -> DropReason:
    return source if role == "source" else target


def _private(role: Role) -> DropReason:
    return _reason(role, DropReason.PRIVATE_SOURCE, DropReason.PRIVATE_TARGET)


def _unknown(role: Role) -> DropReason:
    return _reason(role, DropReason.UNKNOWN_SOURCE, DropReason.UNKNOWN_TARGET)
