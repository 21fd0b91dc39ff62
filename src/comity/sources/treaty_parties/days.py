"""The days of a treaty database: only whole days count, never a year or a month alone."""

from __future__ import annotations

import datetime as dt
import re

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_EUROPEAN = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})")
# A year, a month, a stretch, or a day in doubt: known not to be known to the day.
_VAGUE = re.compile(r"\d{4}(-\d\d)?|\d{4}-99-99|\d{4}-\d\d\.\.\d{4}-\d\d|.*[?~]|\d\d\.\d{4}")
_MISSING = frozenset({"", "NA", "NaN", "None"})
NEVER = dt.date(9999, 12, 31)


def day_of(text: str, *, year_marks: bool) -> dt.date | None:
    """The day; None where it is not known to the day, or has not come (9999-12-31).

    With `year_marks`, 1 January stands for a year of which no more is known. Raises ValueError for
    what is no day.
    """
    text = text.strip()
    if text in _MISSING or _VAGUE.fullmatch(text):
        return None
    iso, european = _ISO.fullmatch(text), _EUROPEAN.fullmatch(text)
    if iso:
        year, month, day = (int(part) for part in iso.groups())
    elif european:
        day, month, year = (int(part) for part in european.groups())
    else:
        raise ValueError(f"{text[:30]!r} is no day")
    try:
        found = dt.date(year, month, day)
    except ValueError:
        raise ValueError(f"{text!r} is no day of the calendar") from None
    if found == NEVER or (year_marks and (month, day) == (1, 1)):
        return None
    if year > 2100:
        raise ValueError(f"{text!r}: a year until 2100 expected")
    return found
