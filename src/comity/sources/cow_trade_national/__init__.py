"""Total imports and exports of the Correlates of War project."""

from comity.sources.cow_trade_national.source import SOURCE, CowTradeNational

__all__ = ["SOURCE", "CowTradeNational"]
