"""Dated memberships of states in organisations."""

from comity.sources.memberships.parser import SOURCE, Memberships

__all__ = ["SOURCE", "Memberships"]
