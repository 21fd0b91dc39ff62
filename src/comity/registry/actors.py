"""All who can act or be addressed: states, organisations of states, de facto authorities."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from comity.errors import BadConfiguration, unknown
from comity.registry.de_facto import de_facto
from comity.registry.lookup import the_one
from comity.registry.organisations import organisations
from comity.registry.states import states
from comity.vocabulary.actor import ActorKind
from comity.vocabulary.de_facto import DeFactoAuthority
from comity.vocabulary.names import Match, NameIndex
from comity.vocabulary.organisation import Organisation
from comity.vocabulary.state import State

Actor: TypeAlias = State | Organisation | DeFactoAuthority

NEXT_STEP = "See all names with `comity states` and `comity organisations`."


@dataclass(frozen=True, slots=True)
class ActorRegistry:
    """Every actor: states first, then organisations, then de facto authorities."""

    by_code: Mapping[str, Actor]
    index: NameIndex

    def __iter__(self) -> Iterator[Actor]:
        return iter(self.by_code.values())

    def __len__(self) -> int:
        return len(self.by_code)

    def __contains__(self, code: object) -> bool:
        return code in self.by_code

    def get(self, code: str) -> Actor | None:
        """The actor of a code as comity writes it; None where there is none."""
        return self.by_code.get(code)

    def find(self, text: str) -> Actor:
        """The actor of a code or name; a code of an actor goes before a state's alpha-2 code.

        Raises UnknownName with the nearest names, or with the candidates where several are meant.
        """
        return the_one(text, self.index, self.by_code, kind="actor", next_step=NEXT_STEP)

    def search(self, text: str) -> list[Actor]:
        """The actors that match, best first: code, exact name, prefix, word, then likeness."""
        return [self.by_code[match.key] for match in self.matches(text)]

    def matches(self, text: str) -> list[Match]:
        """The same as `search`, with the grade and the name by which each was found."""
        return self.index.search(text)

    def kind(self, code: str) -> ActorKind:
        """What a code stands for. Raises UnknownName for a code that no actor has."""
        actor = self._known(code)
        if isinstance(actor, State):
            return ActorKind.STATE
        return ActorKind.ORGANISATION if isinstance(actor, Organisation) else ActorKind.DE_FACTO

    def name(self, code: str) -> str:
        """The English short name of a code. Raises UnknownName for a code that no actor has."""
        return self._known(code).name

    def existed_on(self, code: str, day: dt.date) -> bool:
        """Whether an actor existed on a day. Raises UnknownName for a code that no actor has."""
        return self._known(code).existed_on(day)

    def _known(self, code: str) -> Actor:
        actor = self.by_code.get(code)
        if actor is None:
            raise unknown("actor code", code, self.by_code, next_step=NEXT_STEP)
        return actor


@functools.cache
def actors() -> ActorRegistry:
    """All actors of the embedded tables. Raises BadConfiguration where two have one code."""
    listed: list[Actor] = [*states(), *organisations(), *de_facto()]
    by_code: dict[str, Actor] = {}
    for actor in listed:
        if actor.code in by_code:
            raise BadConfiguration(
                f"{actor.code} stands for {by_code[actor.code].name} and for {actor.name}.",
                next_step="Give one of them another code.",
            )
        by_code[actor.code] = actor
    return ActorRegistry(MappingProxyType(by_code), NameIndex.of(_codes(listed), _names(listed)))


def _codes(listed: Iterable[Actor]) -> Iterator[tuple[str, str]]:
    own = [(actor.code, actor.code) for actor in listed]
    short = [(s.alpha2, s.code) for s in listed if isinstance(s, State) and s.alpha2]
    yield from (*own, *short)


def _names(listed: Iterable[Actor]) -> Iterator[tuple[str, str]]:
    for actor in listed:
        demonyms = actor.demonyms if isinstance(actor, State) else ()
        yield from ((name, actor.code) for name in (*actor.names, *demonyms))
