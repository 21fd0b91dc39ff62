"""The rules of a `fetch.yml`: an address with blanks, and how often the publisher fills them."""

from __future__ import annotations

import datetime as dt
import string
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from comity.sources.description import Findings, Numbered, check_keys

RULE_KEYS = ("address", "every", "file", "first", "last", "changes", "member")
LIST_KEYS = ("address", "form", "bytes_a_day")
SCHEMES = ("http://", "https://")
# Blanks that the span fills; others are options of the set.
SPAN_BLANKS = frozenset(
    {"stamp", "day", "month", "m", "year", "yy", "page", "first_year", "last_year", "today"}
)


class Every(StrEnum):
    """How often a publisher makes a new file by the rule."""

    ONCE = "once"
    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    QUARTER_HOUR = "15 minutes"
    PAGE = "page"


class ListForm(StrEnum):
    """The lines of a publisher's list of checksums."""

    SIZE_MD5_ADDRESS = "size md5 address"
    MD5_NAME = "md5 name"


@dataclass(frozen=True, slots=True)
class FileRule:
    """Addresses of one form. `first` and `last` bound the moments for which there are files.

    `file` is the name under which the file is kept, by default the end of its address. A file that
    `changes` under one address is asked for anew each time. `member` is the file that is read of an
    archive with several (its name, with * for what varies), empty where the archive is read itself.
    """

    address: str
    every: Every
    file: str
    first: dt.datetime
    last: dt.datetime | None
    changes: bool
    member: str

    @property
    def dated(self) -> bool:
        return self.every not in (Every.ONCE, Every.PAGE)


@dataclass(frozen=True, slots=True)
class ListRule:
    """Where the publisher's checksums are. `bytes_a_day`: about how much the list grows a day,
    where it grows at its end only (0 where it does not): then its end alone is asked for.
    """

    address: str
    form: ListForm
    bytes_a_day: int


def read_rule(entry: Any, options: Mapping[str, str], line: int, found: Findings) -> FileRule:
    """A rule of a set, with findings added for what is wrong in it."""
    raw = entry if isinstance(entry, dict) else {}
    keys = Numbered({str(k): v for k, v in raw.items()}, {})
    own = Findings(found.file)
    check_keys(keys, RULE_KEYS, ("address", "every"), own)
    address = str(raw.get("address", ""))
    _check_address(address, own)
    blanks = {name for _, name, _, _ in string.Formatter().parse(address) if name is not None}
    for blank in sorted(blanks - SPAN_BLANKS - set(options)):
        own.add(line, f"{{{blank}}} in an address is no option of the set")
    every = Every.ONCE
    try:
        every = Every(str(raw.get("every", "once")))
    except ValueError:
        own.add(line, f"every {raw['every']!r}; one of {', '.join(Every)} expected")
    first, last = (_moment(raw.get(key), key, line, own) for key in ("first", "last"))
    if every in (Every.YEAR, Every.MONTH, Every.DAY, Every.QUARTER_HOUR) and first is None:
        own.add(line, "'first' is missing: the day of the first file")
    found.lines.extend(own.lines)
    return FileRule(
        address,
        every,
        str(raw.get("file") or address.rpartition("/")[2]),
        first or dt.datetime.min,
        last,
        bool(raw.get("changes", False)),
        str(raw.get("member") or ""),
    )


def read_list_rule(entry: Any, line: int, found: Findings) -> ListRule | None:
    """The rule of a list of checksums; None, with findings, for one that is not right."""
    raw = entry if isinstance(entry, dict) else {}
    before = len(found.lines)
    check_keys(Numbered({str(k): v for k, v in raw.items()}, {}), LIST_KEYS, LIST_KEYS[:2], found)
    _check_address(str(raw.get("address", "")), found)
    form = str(raw.get("form", ""))
    if form not in list(ListForm):
        found.add(line, f"form {form!r}; one of {', '.join(ListForm)} expected")
    if len(found.lines) > before:
        return None
    return ListRule(str(raw["address"]), ListForm(form), int(raw.get("bytes_a_day", 0)))


def _check_address(address: str, found: Findings) -> None:
    if not address.startswith(SCHEMES):
        found.add(1, f"address {address!r} must begin with http:// or https://")


def _moment(value: Any, key: str, line: int, found: Findings) -> dt.datetime | None:
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time.min)
    found.add(line, f"{key!r} must be a day or a moment (2015-02-18 23:00:00); it is {value!r}")
    return None
