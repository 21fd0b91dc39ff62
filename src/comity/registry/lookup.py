"""From a text to the one thing that it names, or an error that offers the nearest names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TypeVar

from comity.errors import UnknownName
from comity.vocabulary.names import Grade, NameIndex

NEAREST = 3


class Named(Protocol):
    """Anything that has a code and a name."""

    @property
    def code(self) -> str: ...

    @property
    def name(self) -> str: ...


T = TypeVar("T", bound=Named)


def the_one(
    text: str, index: NameIndex, by_code: Mapping[str, T], *, kind: str, next_step: str = ""
) -> T:
    """What a code or a name means.

    Raises UnknownName, with the candidates where several are meant, else with the nearest names.
    """
    keys = index.exact(text)
    if len(keys) == 1:
        return by_code[keys[0]]
    if keys:
        meant = " or ".join(label(by_code[key]) for key in keys)
        raise UnknownName(
            f"{text!r} is not one {kind}.",
            hint=f"Do you mean {meant}?",
            next_step="Write the full name or the code.",
        )
    matches = index.search(text)
    close = [m for m in matches if m.grade <= Grade.WORD] or matches
    near = " or ".join(label(by_code[match.key]) for match in close[:NEAREST])
    hint = f"Did you mean {near}?" if near else ""
    raise UnknownName(f"There is no {kind} {text!r}.", hint=hint, next_step=next_step)


def label(thing: Named) -> str:
    """A name with its code: "Kazakhstan (KAZ)"."""
    return f"{thing.name} ({thing.code})"
