"""Alliance Treaty Obligations and Provisions (Leeds, Ritter, Mitchell and Long 2002)."""

from comity.sources.atop.source import SOURCE, Atop

__all__ = ["SOURCE", "Atop"]
