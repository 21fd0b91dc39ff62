"""The trade panel of the Advanced Guide to Trade Policy Analysis (WTO/UNCTAD 2016)."""

from comity.sources.agtpa.parquet import EXTRACT, parse_extract
from comity.sources.description import describe_package
from comity.sources.extracts import ExtractSource

SOURCE = ExtractSource(describe_package("comity.sources.agtpa"), EXTRACT, parse_extract)

__all__ = ["SOURCE"]
