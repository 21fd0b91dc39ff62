"""Strict reading of a figure: a number, nothing, or an error that shows what stood there."""

from __future__ import annotations

import math

# How publishers write that there is no figure.
NOTHING = frozenset({"", "..", "...", "-", "NA", "N/A", "#N/A", "NaN", "nan", "."})
YEARS = range(1700, 2200)


def read_number(cell: object) -> float | None:
    """A figure; None where the publisher gives none. Raises ValueError for anything else.

    Thousands may be set apart by spaces, never by commas: "1,5" means two things.
    """
    if isinstance(cell, bool):
        raise ValueError(f"{cell!r} is no number")
    if isinstance(cell, int | float):
        value = float(cell)
    elif cell is None or (isinstance(cell, str) and cell.strip() in NOTHING):
        return None
    else:
        text = str(cell).strip()
        try:
            value = float(text.replace("\u00a0", "").replace(" ", ""))
        except ValueError:
            raise ValueError(f"{text[:40]!r} is no number") from None
        if "_" in text:
            raise ValueError(f"{text[:40]!r} is no number")
    if not math.isfinite(value):
        raise ValueError(f"{cell!r} is no finite number")
    return value


def read_whole(cell: object) -> int | None:
    """The same for a whole number."""
    value = read_number(cell)
    if value is None:
        return None
    if not value.is_integer():
        raise ValueError(f"{str(cell)[:40]!r} is no whole number")
    return int(value)


def read_year(cell: object) -> int:
    """A year of the calendar. Raises ValueError where there is none."""
    year = read_whole(cell)
    if year is None or year not in YEARS:
        raise ValueError(f"{str(cell)[:40]!r} is no year")
    return year
