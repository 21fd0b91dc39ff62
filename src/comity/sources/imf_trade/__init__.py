"""Trade between states as each reports it (IMF: Direction of Trade, now Trade in Goods)."""

from comity.sources.imf_trade.source import SOURCE, ImfTrade

__all__ = ["SOURCE", "ImfTrade"]
