"""Whose row it is: Polity has numbers of its own, for the most part those of Correlates of War."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import io
from importlib import resources

from comity.sources.state_codes import iso_of_cow
from comity.sources.state_years import stood_in
from comity.vocabulary.actor import DropReason


@functools.cache
def country(number: int, letters: str, year: int) -> str | DropReason | None:
    """The state of a ccode and scode in a year; why it is none; None where nobody knows them.

    Where two forms of one state both have a row for the year of the change, the later is taken and
    the earlier dropped: COUNTED_ELSEWHERE.
    """
    row = _own().get((number, letters))
    if row is None:
        return _by_cow(number, year)
    if row["first_year"] and year < int(row["first_year"]):
        return DropReason.COUNTED_ELSEWHERE
    if row["end_year"] and year >= int(row["end_year"]):
        return DropReason.COUNTED_ELSEWHERE
    code = row["code"]
    return code if code and stood_in(code, year) else DropReason.NO_STATE_THEN


def _by_cow(number: int, year: int) -> str | DropReason | None:
    """The state that the number means at the end of the year, else at its beginning."""
    if number in _strange():
        return None
    for day in (dt.date(year, 12, 31), dt.date(year, 1, 1)):
        code = iso_of_cow(number, day)
        if code is not None:
            return code
    known = iso_of_cow(number, dt.date(2000, 1, 1)) or iso_of_cow(number, dt.date(2012, 1, 1))
    return DropReason.NO_STATE_THEN if known else None


@functools.cache
def _own() -> dict[tuple[int, str], dict[str, str]]:
    text = resources.files("comity.sources.polity5").joinpath("countries.csv").read_text("utf-8")
    rows = csv.DictReader(io.StringIO(text))
    return {(int(row["ccode"]), row["scode"]): row for row in rows}


@functools.cache
def _strange() -> frozenset[int]:
    """Numbers that Polity gives a meaning of its own: with other letters they mean nothing."""
    return frozenset(number for number, _ in _own())
