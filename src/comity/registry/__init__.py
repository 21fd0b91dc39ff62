"""The embedded tables as nouns: states, organisations, regions, actors, code-book, obligations.

Each function reads its table once and returns a registry with `.get(code)`, `.find(text)` and
`.search(text)`. A code says how sources record a party, not who is recognised.
"""

from __future__ import annotations

from comity.registry.actors import Actor, ActorRegistry, actors
from comity.registry.de_facto import DeFactoRegistry, de_facto
from comity.registry.disputed_areas import disputed_areas
from comity.registry.gestures import code_book
from comity.registry.obligations import obligations
from comity.registry.organisations import memberships, organisations
from comity.registry.regions import RegionRegistry, regions
from comity.registry.states import StateRegistry, states

__all__ = [
    "Actor",
    "ActorRegistry",
    "DeFactoRegistry",
    "RegionRegistry",
    "StateRegistry",
    "actors",
    "code_book",
    "de_facto",
    "disputed_areas",
    "memberships",
    "obligations",
    "organisations",
    "regions",
    "states",
]
