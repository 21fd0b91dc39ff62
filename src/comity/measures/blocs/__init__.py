"""Blocs: communities of states in the network of their votes, alliances, trade and acts."""

from comity.measures.blocs.network import TieLayer
from comity.measures.blocs.result import BlocOfYear, Blocs
from comity.measures.blocs.years import blocs

__all__ = ["BlocOfYear", "Blocs", "TieLayer", "blocs"]
