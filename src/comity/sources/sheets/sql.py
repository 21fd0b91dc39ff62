"""The statements of this folder, one a file."""

from __future__ import annotations

import functools
from importlib import resources


@functools.cache
def read_sql(file: str) -> str:
    """The text of a statement."""
    return resources.files("comity.sources.sheets").joinpath(file).read_text("utf-8")
