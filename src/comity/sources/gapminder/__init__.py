"""Figures of states that Gapminder gathers from the World Bank, SIPRI and others."""

from comity.sources.description import describe_package
from comity.sources.extracts import ExtractSource
from comity.sources.gapminder.extract import NAME, parse_extract

SOURCE = ExtractSource(describe_package("comity.sources.gapminder"), NAME, parse_extract)

__all__ = ["SOURCE"]
