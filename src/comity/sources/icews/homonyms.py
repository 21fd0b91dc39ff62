"""Names that two places share: "Georgia" beside the United States may be the US state.

ICEWS gives both to the country. An act that can be of the part is left out rather than guessed.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass

from comity.errors import BadConfiguration
from comity.sources.icews.tables import read_yaml
from comity.vocabulary.actor import Organ


@dataclass(frozen=True, slots=True)
class Homonym:
    """A state `state` whose name is also that of a part of the state `within`."""

    name: str
    state: str
    within: str
    clear_organs: frozenset[str]
    shared_organs: frozenset[str]
    shared_forms: frozenset[str]
    outward_organs: frozenset[str]
    outward_names: frozenset[str]
    inward_codes: tuple[str, ...]

    def may_be_the_part(
        self, name: str, organ: str, other: str, other_organ: str, code: str
    ) -> bool:
        """Whether `name`, recorded as the state, may be the part, in an act with `other`.

        Kept are organs and persons of the state alone ("Parliament of Georgia"), and otherwise
        acts with a side of the other state that faces outward, or from head to head, unless
        their code is of a government at home.
        """
        form = name.removesuffix(f" ({self.name})")
        is_shared = name == self.name or form != name
        if organ in self.clear_organs:
            return False
        if not is_shared:
            # "Georgian Police": persons and bodies named in full are safe, these organs are not.
            return organ in {Organ.POLICE, Organ.JUDICIARY}
        faces_outward = (
            other_organ in self.outward_organs
            or other in self.outward_names
            or (organ == Organ.HEAD and other_organ == Organ.HEAD)
        )
        return (
            organ in self.shared_organs
            or form in self.shared_forms
            or code.startswith(self.inward_codes)
            or not faces_outward
        )


@functools.cache
def homonyms() -> tuple[Homonym, ...]:
    """The table beside this file. Raises BadConfiguration for an organ that is none."""
    found = tuple(_homonym(**entry) for entry in read_yaml("homonyms.yml"))
    for one in found:
        wrong = (one.clear_organs | one.shared_organs | one.outward_organs) - set(Organ)
        if wrong:
            raise BadConfiguration(f"icews/homonyms.yml: {', '.join(sorted(wrong))} is no organ.")
    return found


def _homonym(
    *, name: str, state: str, within: str, inward_codes: Iterable[str], **sets: Iterable[str]
) -> Homonym:
    groups = {group: frozenset(values) for group, values in sets.items()}
    return Homonym(name, state, within, inward_codes=tuple(inward_codes), **groups)
