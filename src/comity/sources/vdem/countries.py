"""Whose row it is: V-Dem's own three letters, which are ISO codes only for the most part."""

from __future__ import annotations

import csv
import functools
import io
from importlib import resources

from comity.sources.state_years import place_of
from comity.vocabulary.actor import DropReason


@functools.cache
def country(text_id: str, year: int) -> str | DropReason | None:
    """The state of a country_text_id in a year; why it is none; None where nobody knows the id.

    V-Dem follows a country through its forms under one id; the rows of the Soviet Union,
    Yugoslavia and Czechoslovakia are given to these (`countries.csv`).
    """
    for row in _rows(text_id):
        if int(row["first_year"]) <= year < int(row["end_year"] or 9999):
            if row["dropped"]:
                return DropReason[row["dropped"]]
            return place_of(row["code"], year)
    return place_of(text_id, year)


@functools.cache
def _rows(text_id: str) -> tuple[dict[str, str], ...]:
    return tuple(row for row in _table() if row["id"] == text_id)


@functools.cache
def _table() -> tuple[dict[str, str], ...]:
    text = resources.files("comity.sources.vdem").joinpath("countries.csv").read_text("utf-8")
    return tuple(csv.DictReader(io.StringIO(text)))
