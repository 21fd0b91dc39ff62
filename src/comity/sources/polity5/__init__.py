"""Polity5 (Marshall and Gurr 2020): democracy and autocracy of states, year by year."""

from comity.sources.polity5.source import SOURCE, Polity5

__all__ = ["SOURCE", "Polity5"]
