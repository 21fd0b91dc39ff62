"""What states have pledged to each other by treaty: comity's own table."""

from comity.sources.alliances.source import SOURCE, Alliances

__all__ = ["SOURCE", "Alliances"]
