"""How a single field of a GDELT file is read."""

from __future__ import annotations

import datetime as dt
import re

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_DIGITS = re.compile(r"\d+", re.ASCII)
_WIDEST = 100
_MOST_OUTLETS = 9


def read_day(text: str) -> dt.date | None:
    """A day as YYYYMMDD; None for anything else."""
    if len(text) != 8 or not _DIGITS.fullmatch(text):
        return None
    try:
        return dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def read_stamp(text: str, lengths: tuple[int, ...]) -> dt.date | None:
    """The day of a time as YYYYMMDDHHMMSS or YYYYMMDD, whichever lengths are allowed; else None."""
    if len(text) not in lengths or not _DIGITS.fullmatch(text):
        return None
    return read_day(text[:8])


def read_tenths(text: str) -> int | None:
    """A Goldstein score as integer tenths; None where it is no number from -10 to 10."""
    if not _NUMBER.fullmatch(text):
        return None
    tenths = round(float(text) * 10)
    return tenths if -_WIDEST <= tenths <= _WIDEST else None


def read_count(text: str) -> int | None:
    """A number of outlets; None for what is none."""
    if len(text) > _MOST_OUTLETS or not _DIGITS.fullmatch(text):
        return None
    return int(text)
