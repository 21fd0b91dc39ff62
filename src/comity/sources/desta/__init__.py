"""Trade agreements and their parties (DESTA; Dür, Baccini and Elsig 2014)."""

from comity.sources.desta.source import SOURCE, Desta

__all__ = ["SOURCE", "Desta"]
