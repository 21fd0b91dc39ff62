"""Varieties of Democracy (Coppedge et al.): a state's institutions, year by year."""

from comity.sources.vdem.source import SOURCE, VDem

__all__ = ["SOURCE", "VDem"]
