"""Embedded tables are taken strictly."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.errors import BadConfiguration
from comity.registry.tables import day, number, read_rows, read_text, source_note, take, words


def test_a_day_is_iso_and_an_empty_cell_is_none() -> None:
    assert day("1991-12-16") == dt.date(1991, 12, 16)
    assert day("") is None
    with pytest.raises(BadConfiguration, match=r"16\.12\.1991"):
        day("16.12.1991")


def test_a_cell_of_several_values_is_split_at_bars() -> None:
    assert words("Kazakh| Kazakhstani |") == ("Kazakh", "Kazakhstani")
    assert words("") == ()


def test_a_number_is_whole_or_absent() -> None:
    assert number("365") == 365
    assert number("") is None
    with pytest.raises(BadConfiguration):
        number("36,5")


def test_an_unknown_key_is_refused_with_the_nearest_valid_one() -> None:
    with pytest.raises(BadConfiguration, match="did you mean states"):
        take({"sttes": [], "poles": []}, ("states", "poles"), where="regions.yml, x")


def test_a_missing_key_and_an_unknown_one_are_told_at_once() -> None:
    with pytest.raises(BadConfiguration, match=r"missing.*unknown key"):
        take({"zebra": 1}, ("states",), where="x")


def test_a_header_that_differs_is_refused() -> None:
    with pytest.raises(BadConfiguration, match="line 1"):
        read_rows("states", columns=("code", "name"))


def test_a_table_that_is_not_there_is_an_error_with_a_next_step() -> None:
    with pytest.raises(BadConfiguration) as caught:
        read_text("states", "nowhere.csv")
    assert caught.value.next_step


@pytest.mark.parametrize("table", ["states", "de_facto", "regions"])
def test_every_table_says_who_made_it_and_on_what_terms(table: str) -> None:
    note = source_note(table)
    assert {"name", "title", "publisher", "licence", "citation", "notes"} <= set(note)
    assert note["name"] == table
