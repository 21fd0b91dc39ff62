"""State system membership and major powers (Correlates of War project, v2016)."""

from comity.sources.cow_states.source import SOURCE, CowStates

__all__ = ["SOURCE", "CowStates"]
