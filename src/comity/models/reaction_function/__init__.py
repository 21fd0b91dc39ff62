"""Reaction functions: how each state answers the acts of each other.

What compiles its loops is imported when it is first asked for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from comity.models.reaction_function.changes import (
        Change,
        Stretch,
        answer_changed,
        rolling_reactions,
    )
    from comity.models.reaction_function.estimate import fit_reactions
    from comity.models.reaction_function.forecast import Forecasts, forecast_next
    from comity.models.reaction_function.result import Answer, ReactionFunctions
    from comity.models.reaction_function.series import GAP, ActSeries, act_series

__all__ = [
    "GAP",
    "ActSeries",
    "Answer",
    "Change",
    "Forecasts",
    "ReactionFunctions",
    "Stretch",
    "act_series",
    "answer_changed",
    "fit_reactions",
    "forecast_next",
    "rolling_reactions",
]

_HOMES = {
    "changes": ("Change", "Stretch", "answer_changed", "rolling_reactions"),
    "estimate": ("fit_reactions",),
    "forecast": ("Forecasts", "forecast_next"),
    "result": ("Answer", "ReactionFunctions"),
    "series": ("GAP", "ActSeries", "act_series"),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
