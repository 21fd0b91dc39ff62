"""Getting publishers' files: what can be fetched, from where, and how it is kept."""

from __future__ import annotations

from comity.fetching.open import open_downloader
from comity.fetching.places import mirror_of
from comity.fetching.recipe import (
    FetchSet,
    Recipe,
    check_options,
    find_recipe,
    read_recipe,
    recipe_of,
)
from comity.fetching.run import Fetched, Fetching
from comity.fetching.tidied import fetch_tidied
from comity.fetching.wanted import wanted_files

__all__ = [
    "FetchSet",
    "Fetched",
    "Fetching",
    "Recipe",
    "check_options",
    "fetch_tidied",
    "find_recipe",
    "mirror_of",
    "open_downloader",
    "read_recipe",
    "recipe_of",
    "wanted_files",
]
