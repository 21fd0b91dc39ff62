"""Bilateral trade since the 1870s (TRADHIST; Fouquin and Hugot 2016), four states' part of it."""

from comity.sources.description import describe_package
from comity.sources.extracts import ExtractSource
from comity.sources.tradhist.parquet import EXTRACT, parse_extract

SOURCE = ExtractSource(describe_package("comity.sources.tradhist"), EXTRACT, parse_extract)

__all__ = ["SOURCE"]
