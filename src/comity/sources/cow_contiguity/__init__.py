"""Direct contiguity (Stinnett, Tir, Schafer, Diehl and Gochman 2002)."""

from comity.sources.cow_contiguity.source import SOURCE, CowContiguity

__all__ = ["SOURCE", "CowContiguity"]
