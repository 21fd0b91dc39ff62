"""Which files a request wants: a rule's blanks filled for each moment of the span."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from comity.errors import BadValue, OutsideCoverage
from comity.fetching.recipe import FetchSet
from comity.fetching.rules import Every, FileRule

# What an option may be: it becomes part of an address and of a file's name.
PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._+()-]")
DAY = dt.timedelta(days=1)
QUARTER = dt.timedelta(minutes=15)
EARLIEST_YEAR = 1800


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file: its name, its publisher's address, and the moment up to which it reports.

    `until` is None for a file without a date. `paged`: how the address of another page is made.
    """

    name: str
    address: str
    until: dt.datetime | None = None
    changes: bool = False
    paged: bool = False
    page: int = 1
    values: tuple[tuple[str, str], ...] = ()
    rule: FileRule | None = None

    @property
    def publisher_path(self) -> str:
        """The path of the address, without its first slash."""
        return unquote(urlsplit(self.address).path).lstrip("/")

    def other_page(self, page: int) -> Wanted:
        """The same file's page `page`."""
        assert self.rule is not None
        return _filled(self.rule, {**dict(self.values), "page": str(page)}, None, page)


def wanted_files(
    chosen: FetchSet,
    options: Mapping[str, str],
    *,
    first_day: dt.date | None,
    last_day: dt.date | None,
    now: dt.datetime,
) -> list[Wanted]:
    """The files of the set, in order of time, that report on days from `first_day` to `last_day`.

    Both days are included; without a last day it is today. `now` (UTC): what can't have been
    published yet is left out. Raises BadValue for a span that a set
    needs and was not given (or can't take) and for an option that is no plain word,
    OutsideCoverage where the publisher has nothing for the span.
    """
    for key, value in options.items():
        if not PLAIN.fullmatch(value):
            raise BadValue(
                f"{key}={value!r} can't be part of an address."
                if value
                else f"{chosen.title}: the option {key} is needed.",
                next_step=f"For example --set {key}=WORD (letters, digits, dot, dash, underscore).",
            )
    today = now.date()
    paged = any(rule.every is Every.PAGE for rule in chosen.files)
    _check_span(chosen, first_day, last_day, paged)
    if not chosen.dated:
        years = {
            "first_year": str(first_day.year if first_day else 1960),
            "last_year": str((last_day or today).year),
            "today": today.isoformat(),
        }
        return [_filled(rule, {**options, **years, "page": "1"}) for rule in chosen.files]
    assert first_day is not None
    found = [
        _filled(rule, {**options, **_blanks(moment)}, until)
        for rule in chosen.files
        for moment, until in _moments(rule, first_day, min(last_day or today, today))
        if (moment if rule.every is Every.QUARTER_HOUR else until) <= now
    ]
    if not found:
        raise OutsideCoverage(
            f"There are no files of {chosen.title} from {first_day} to {last_day or today}.",
            hint=f"The first is of {min(rule.first for rule in chosen.files):%Y-%m-%d}.",
            next_step="Choose another span with --from and --to.",
        )
    return found


def _check_span(
    chosen: FetchSet, first_day: dt.date | None, last_day: dt.date | None, paged: bool
) -> None:
    if chosen.dated and first_day is None:
        raise BadValue(
            f"{chosen.title}: a span is needed.",
            next_step="Give its first day, and its last if it is not today: "
            "--from 2024-01-01 --to 2024-01-02",
        )
    if not chosen.dated and not paged and (first_day or last_day):
        raise BadValue(
            f"{chosen.title}: it comes whole, so it takes no span.",
            next_step="Leave out --from and --to.",
        )
    if first_day and last_day and first_day > last_day:
        raise BadValue(f"The span ends ({last_day}) before it begins ({first_day}).")


def _moments(
    rule: FileRule, first_day: dt.date, last_day: dt.date
) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """The moment of each file of a rule that lies in the span, and where its report ends."""
    begin = dt.datetime.combine(first_day, dt.time.min)
    end = dt.datetime.combine(last_day, dt.time.min) + DAY
    moment = _start(rule.every, max(begin, rule.first))
    while moment < end and (rule.last is None or moment <= rule.last):
        until = _next(rule.every, moment)
        if until > max(begin, rule.first):
            yield moment, until
        moment = until


def _start(every: Every, moment: dt.datetime) -> dt.datetime:
    """The beginning of the file's stretch in which `moment` lies."""
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    match every:
        case Every.YEAR:
            return midnight.replace(month=1, day=1)
        case Every.MONTH:
            return midnight.replace(day=1)
        case Every.DAY:
            return midnight
        case _:
            return midnight + QUARTER * ((moment - midnight) // QUARTER)


def _next(every: Every, moment: dt.datetime) -> dt.datetime:
    match every:
        case Every.YEAR:
            return moment.replace(year=moment.year + 1)
        case Every.MONTH:
            return (moment.replace(day=28) + 4 * DAY).replace(day=1)
        case Every.DAY:
            return moment + DAY
        case _:
            return moment + QUARTER


def _blanks(moment: dt.datetime) -> dict[str, str]:
    return {
        "stamp": f"{moment:%Y%m%d%H%M%S}",
        "day": f"{moment:%Y%m%d}",
        "month": f"{moment:%Y%m}",
        "m": str(moment.month),
        "year": f"{moment:%Y}",
        "yy": f"{moment:%y}",
    }


def _filled(
    rule: FileRule, values: Mapping[str, str], until: dt.datetime | None = None, page: int = 1
) -> Wanted:
    name = NOT_IN_NAMES.sub("_", unquote(rule.file.format(**values)))
    return Wanted(
        name.lstrip(".") or "file",
        rule.address.format(**values),
        until,
        rule.changes,
        rule.every is Every.PAGE,
        page,
        tuple(values.items()),
        rule,
    )
