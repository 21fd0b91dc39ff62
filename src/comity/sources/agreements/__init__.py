"""Dated agreements between states."""

from comity.sources.agreements.parser import SOURCE, Agreements

__all__ = ["SOURCE", "Agreements"]
