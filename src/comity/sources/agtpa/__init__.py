"""The trade panel of the Advanced Guide to Trade Policy Analysis (WTO/UNCTAD 2016), tidied."""
