"""What organisation an acronym of the publisher is."""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Mapping
from importlib import resources


@functools.cache
def listed_codes() -> Mapping[str, str]:
    """Our codes by acronym in small letters, for the organisations that we have."""
    text = (
        resources.files("comity.sources.cow_igo").joinpath("organisations.csv").read_text("utf-8")
    )
    rows = csv.DictReader(io.StringIO(text), strict=True)
    return {row["acronym"].casefold(): row["code"] for row in rows}


def organisation_code(acronym: str) -> str:
    """Our code, else the acronym itself in capitals."""
    return listed_codes().get(acronym.casefold(), acronym.upper())
