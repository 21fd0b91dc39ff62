"""Repertoires: which kinds of acts a state has used toward a partner, and which it never did."""

from comity.measures.repertoire.from_lake import lake_repertoire, peer_dyads
from comity.measures.repertoire.kinds import Grain, Kind, kinds_of
from comity.measures.repertoire.practice import Practice, practice_of
from comity.measures.repertoire.repertoire import repertoire
from comity.measures.repertoire.result import KINDS, SPREAD, Repertoire

__all__ = [
    "KINDS",
    "SPREAD",
    "Grain",
    "Kind",
    "Practice",
    "Repertoire",
    "kinds_of",
    "lake_repertoire",
    "peer_dyads",
    "practice_of",
    "repertoire",
]
