"""Words that several sections write in one way: spans, counts, lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def long_day(day: dt.date) -> str:
    """24 February 2022."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def month_year(day: dt.date) -> str:
    """February 2022."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def listed(names: Sequence[str]) -> str:
    """One, two and three."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def counted(n: int, one: str, many: str | None = None) -> str:
    """1 act, 2 acts, 1,234 acts."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def the(name: str) -> str:
    """A name with its article, where English wants one, within a sentence."""
    plural = ("United ", "European Union", "Russian Federation", "Philippines", "Netherlands")
    return (
        f"the {name}" if name.startswith(plural) or name.endswith(("Republic", "Union")) else name
    )


def possessive(name: str) -> str:
    """Kazakhstan’s, the United States’."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def capital(text: str) -> str:
    """A sentence's first letter in upper case."""
    return text[:1].upper() + text[1:]


def signed(value: float, digits: int = 1) -> str:
    """+0.8, 0.0, or −1.2: with a true minus sign, and no sign on zero."""
    text = f"{value:+.{digits}f}"
    return text[1:] if float(text) == 0 else text.replace("-", "\N{MINUS SIGN}")
