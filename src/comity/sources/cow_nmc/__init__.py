"""National material capabilities (Singer, Bremer and Stuckey 1972; Singer 1987)."""

from comity.sources.cow_nmc.source import SOURCE, CowNmc

__all__ = ["SOURCE", "CowNmc"]
