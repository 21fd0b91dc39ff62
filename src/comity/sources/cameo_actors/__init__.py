"""Whose code is it? CAMEO and WEIS actor codes, read as organs of states and organisations.

Three tables of our own (`codes.csv`, `roles.csv`, `federations.csv`) and one grammar, shared by
the sources that write such codes: KEDS, GDELT and Phoenix. The tables were compiled by the project
from the code lists of the CAMEO manual (Gerner, Schrodt and Yilmaz 2009) and from how each KEDS
project used its codes (whom UAR or INS meets, and on what days); notes say what was decided.
"""

from comity.sources.cameo_actors.dictionary import (
    ActorDictionary,
    Role,
    Span,
    actor_dictionary,
    resolve,
)

__all__ = ["ActorDictionary", "Role", "Span", "actor_dictionary", "resolve"]
