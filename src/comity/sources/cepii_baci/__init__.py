"""Trade between states by product, reconciled by CEPII (BACI; Gaulier and Zignago 2010)."""

from comity.sources.cepii_baci.source import SOURCE, Baci

__all__ = ["SOURCE", "Baci"]
