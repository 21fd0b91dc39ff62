"""Where states lie to each other: the distance of their capitals, and their land borders."""

from comity.sources.geography.source import SOURCE, Geography

__all__ = ["SOURCE", "Geography"]
