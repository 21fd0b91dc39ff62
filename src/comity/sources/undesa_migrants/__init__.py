"""International migrant stock by destination and origin (UN DESA, Population Division)."""

from comity.sources.undesa_migrants.source import SOURCE, UndesaMigrants

__all__ = ["SOURCE", "UndesaMigrants"]
