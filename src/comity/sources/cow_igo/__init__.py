"""Intergovernmental organisations (Pevehouse, Nordstrom, McManus and Jamison 2020)."""

from comity.sources.cow_igo.source import SOURCE, CowIgo

__all__ = ["SOURCE", "CowIgo"]
