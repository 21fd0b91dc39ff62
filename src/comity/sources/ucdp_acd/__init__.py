"""The UCDP/PRIO Armed Conflict Dataset (Gleditsch, Wallensteen, Eriksson and others 2002)."""

from comity.sources.ucdp_acd.source import SOURCE, UcdpAcd

__all__ = ["SOURCE", "UcdpAcd"]
