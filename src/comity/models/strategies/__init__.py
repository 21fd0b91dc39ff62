"""Inferred strategies: which plans of the repeated game the choices look like."""

from comity.models.strategies.automata import NAMES, STRATEGIES, Strategy
from comity.models.strategies.dyads import strategies_of_dyads
from comity.models.strategies.games import COLUMNS, Moves, Population, population, populations
from comity.models.strategies.memory_one import MemoryOne, memory_one
from comity.models.strategies.posterior import (
    StrategyPosterior,
    posterior_of,
    posterior_strategies,
)
from comity.models.strategies.record import RULE, DyadMoves, discretised
from comity.models.strategies.shares import SHARES, StrategyShares, strategy_shares

__all__ = [
    "COLUMNS",
    "NAMES",
    "RULE",
    "SHARES",
    "STRATEGIES",
    "DyadMoves",
    "MemoryOne",
    "Moves",
    "Population",
    "Strategy",
    "StrategyPosterior",
    "StrategyShares",
    "discretised",
    "memory_one",
    "population",
    "populations",
    "posterior_of",
    "posterior_strategies",
    "strategies_of_dyads",
    "strategy_shares",
]
