"""Parties of treaties with their days (HUGGO: trade; GGO: environment, resources and more)."""

from comity.sources.treaty_parties.source import SOURCE, TreatyParties

__all__ = ["SOURCE", "TreatyParties"]
