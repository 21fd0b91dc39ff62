"""What the yearly sources share: which state a year belongs to, and what a number is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.registry.states import states
from comity.sources.state_years import place_of, read_number, read_year, stood_in
from comity.sources.state_years.places import territories, territory_numbers
from comity.vocabulary.actor import DropReason


@pytest.mark.parametrize(
    ("code", "year", "stood"),
    [
        ("RUS", 1991, True),
        ("SUN", 1991, True),
        ("RUS", 1980, False),
        ("DDR", 1990, True),
        ("DDR", 1991, False),
        ("DEU", 1947, False),
        ("DEU", 1930, True),
        ("UKR", 1990, False),
        ("LVA", 1930, True),
    ],
)
def test_a_year_belongs_to_a_state_that_stood_at_its_end_or_ended_in_it(
    code: str, year: int, stood: bool
) -> None:
    assert stood_in(code, year) is stood


def test_a_code_is_a_state_a_territory_or_unknown() -> None:
    assert place_of("ZAR", 2000) == "COD"
    assert place_of("HKG", 2000) is DropReason.TERRITORY
    assert place_of("ERI", 1980) is DropReason.NO_STATE_THEN
    assert place_of("QQQ", 2000) is None


def test_no_state_is_called_a_territory() -> None:
    assert not set(territories()) & {state.code for state in states()}
    assert territory_numbers()[830] == "Channel Islands"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_as_it_is_written(value: float) -> None:
    assert read_number(value) == read_number(repr(value)) == value


@pytest.mark.parametrize("cell", ["", "..", "NA", None, "-"])
def test_nothing_is_no_number_and_no_error(cell: object) -> None:
    assert read_number(cell) is None


@pytest.mark.parametrize("cell", ["1,5", "many", "1_000", "inf", True, float("nan")])
def test_what_may_mean_two_things_is_no_number(cell: object) -> None:
    with pytest.raises(ValueError, match="number"):
        read_number(cell)


def test_thousands_may_be_set_apart_by_spaces() -> None:
    assert read_number("1 234 567") == 1_234_567


@pytest.mark.parametrize("cell", ["20233", "", 0, 2000.5])
def test_a_year_is_a_year_of_the_calendar(cell: object) -> None:
    with pytest.raises(ValueError, match=r"year|whole"):
        read_year(cell)
