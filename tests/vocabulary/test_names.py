"""How names as people type them are matched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.vocabulary.names import Grade, NameIndex, fold

INDEX = NameIndex.of(
    [("GIN", "GIN"), ("gn", "GIN"), ("GNB", "GNB"), ("AU", "union"), ("AU", "AUS")],
    [
        *(("Guinea", "GIN"), ("Guinea-Bissau", "GNB"), ("Papua New Guinea", "PNG")),
        *(("Congo", "COG"), ("Congo", "COD"), ("Kazakhstan", "KAZ")),
    ],
)


@pytest.mark.parametrize(
    "spelling",
    ["Côte d'Ivoire", "cote d ivoire", "COTE D’IVOIRE", "  Côte   d-Ivoire "],
)
def test_accents_case_and_apostrophes_make_no_other_country(spelling: str) -> None:
    assert fold(spelling) == "cote d ivoire"


def test_the_gambia_is_gambia_and_st_lucia_is_saint_lucia() -> None:
    assert fold("The Gambia") == fold("Gambia")
    assert fold("St. Lucia") == fold("Saint Lucia")
    assert fold("Trinidad & Tobago") == fold("Trinidad and Tobago")


def test_russian_letters_with_marks_are_folded_on_both_sides() -> None:
    assert fold("Соединённое Королевство") == fold("соединенное королевство")


def test_an_exact_name_goes_before_longer_names_that_hold_it() -> None:
    assert [match.key for match in INDEX.search("guinea")] == ["GIN", "GNB", "PNG"]
    grades = [match.grade for match in INDEX.search("guinea")]
    assert grades == [Grade.EXACT, Grade.PREFIX, Grade.WORD]


def test_a_slip_of_the_pen_is_found_by_likeness() -> None:
    (match,) = INDEX.search("Kazahstan")
    assert (match.key, match.grade) == ("KAZ", Grade.FUZZY)


def test_the_first_owner_of_a_code_keeps_it() -> None:
    assert INDEX.exact("au") == ("union",)


def test_a_shared_name_means_both() -> None:
    assert INDEX.exact("congo") == ("COG", "COD")
    assert INDEX.ambiguous() == {"congo": ("COG", "COD")}


def test_nothing_means_nothing() -> None:
    assert INDEX.exact("") == ()
    assert INDEX.search("  ") == []


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=40))
def test_any_text_can_be_searched(text: str) -> None:
    assert all(match.key for match in INDEX.search(text))
