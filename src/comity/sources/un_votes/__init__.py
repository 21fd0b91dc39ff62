"""Roll calls of the UN General Assembly (Voeten 2013)."""

from comity.sources.un_votes.source import SOURCE, UNVotes

__all__ = ["SOURCE", "UNVotes"]
