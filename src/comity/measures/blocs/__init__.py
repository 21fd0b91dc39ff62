"""Blocs: communities of states in the network of their votes, alliances, trade and acts."""

from comity.measures.blocs.network import TieLayer
from comity.measures.blocs.result import NO_FINDING, BlocOfYear, Blocs
from comity.measures.blocs.years import blocs

__all__ = ["NO_FINDING", "BlocOfYear", "Blocs", "TieLayer", "blocs"]
