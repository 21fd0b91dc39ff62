"""Indicators of the World Bank (API, version 2, JSON)."""

from comity.sources.world_bank.source import SOURCE, WorldBank

__all__ = ["SOURCE", "WorldBank"]
