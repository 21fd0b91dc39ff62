"""Bilateral trade of the Correlates of War project (Barbieri, Keshk and Pollins 2009)."""

from comity.sources.cow_trade.source import SOURCE, CowTrade

__all__ = ["SOURCE", "CowTrade"]
