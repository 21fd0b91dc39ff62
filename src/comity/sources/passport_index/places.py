"""From the name or code of a published file to a state, or the reason why it is none."""

from __future__ import annotations

import functools

from comity.errors import UnknownName
from comity.registry.states import states
from comity.vocabulary.actor import DropReason

# They issue passports of their own and are territories of a state.
TERRITORIES = frozenset({"HKG", "MAC", "HK", "MO", "hong kong", "macao", "macau"})


@functools.cache
def state_of(text: str) -> str | DropReason | None:
    """The state's code; DropReason.TERRITORY for a territory; None where the name is not known.

    Files come with ISO 3166 codes of two or three letters, or names "from no particular standard".
    """
    if text in TERRITORIES or text.casefold() in TERRITORIES:
        return DropReason.TERRITORY
    registry = states()
    if len(text) == 3 and text.isupper():
        state = registry.get(text)
        return None if state is None else state.code
    try:
        return registry.find(text).code
    except UnknownName:
        return None
