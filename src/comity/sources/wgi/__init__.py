"""Worldwide Governance Indicators (Kaufmann and Kraay)."""

from comity.sources.wgi.source import SOURCE, WGI

__all__ = ["SOURCE", "WGI"]
