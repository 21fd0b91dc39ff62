"""The table of states: found by any name, each on its own days."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.errors import UnknownName
from comity.registry.states import states
from comity.vocabulary.names import fold
from comity.vocabulary.state import State, StateStatus

AMBIGUOUS = {"congo", "конго", "congolese", "dominican", "korea", "korean"}
REGISTRY = states()
EVERY_STATE = st.sampled_from(tuple(REGISTRY))


@pytest.mark.parametrize(
    "text",
    ["Kazakhstan", "KAZ", "kaz", "kz", "Казахстан", "Kazajstán", "kazakh", "Qazaqstan"],
)
def test_kazakhstan_is_found_by_code_by_name_in_four_languages_and_by_demonym(text: str) -> None:
    assert REGISTRY.find(text).code == "KAZ"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("Russia", "RUS"), ("UK", "GBR"), ("USA", "USA"), ("America", "USA"), ("US", "USA")),
        *(("South Korea", "KOR"), ("Burma", "MMR"), ("Ivory Coast", "CIV"), ("Holland", "NLD")),
        *(("Czech Republic", "CZE"), ("Turkey", "TUR"), ("Türkiye", "TUR"), ("Macedonia", "MKD")),
        *(("Guinea", "GIN"), ("Niger", "NER"), ("Dominica", "DMA"), ("the Gambia", "GMB")),
        *(("USSR", "SUN"), ("East Germany", "DDR"), ("West Germany", "DEU"), ("СССР", "SUN")),
        *(("North Yemen", "YEM"), ("South Yemen", "YMD"), ("South Vietnam", "VDR")),
        *(("Yugoslavia", "YUG"), ("Serbia and Montenegro", "SCG"), ("NA", "NAM")),
        *(("Taiwan", "TWN"), ("Palestine", "PSE"), ("Kosovo", "XKX"), ("Vatican", "VAT")),
        *(("DR Congo", "COD"), ("Congo-Brazzaville", "COG"), ("Zaire", "COD"), ("США", "USA")),
    ],
)
def test_what_people_type_finds_the_state_that_they_mean(text: str, code: str) -> None:
    assert REGISTRY.find(text).code == code


@given(EVERY_STATE)
def test_every_name_of_every_state_finds_it_unless_it_is_listed_as_ambiguous(one: State) -> None:
    short = () if one.alpha2 is None else (one.alpha2,)
    for name in (one.code, *short, *one.names, *one.demonyms):
        if fold(name) in AMBIGUOUS:
            with pytest.raises(UnknownName, match=one.code):
                REGISTRY.find(name)
        else:
            assert REGISTRY.find(name) is one, name


def test_the_ambiguous_names_are_these_and_no_more() -> None:
    assert set(REGISTRY.index.ambiguous()) == AMBIGUOUS


@given(EVERY_STATE, st.data())
@settings(max_examples=60, deadline=None)
def test_a_name_with_one_letter_missing_still_leads_to_the_state(
    one: State, data: st.DataObject
) -> None:
    name = one.name
    if len(name) < 6:
        return
    at = data.draw(st.integers(1, len(name) - 1))
    assert one in REGISTRY.search(name[:at] + name[at + 1 :])


def test_korea_is_two_states_and_the_error_names_both() -> None:
    with pytest.raises(UnknownName) as caught:
        REGISTRY.find("Korea")
    assert "South Korea (KOR)" in caught.value.hint
    assert "North Korea (PRK)" in caught.value.hint


def test_a_misspelt_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        REGISTRY.find("Kazahstan")
    assert caught.value.hint == "Did you mean Kazakhstan (KAZ)?"
    assert "comity states" in caught.value.next_step


@pytest.mark.parametrize("text", ["", "   ", "Atlantis", "ZZZ", "%", "X-ABK", "EU"])
def test_what_is_no_state_is_not_found(text: str) -> None:
    with pytest.raises(UnknownName):
        REGISTRY.find(text)


def test_search_puts_the_exact_name_first_then_prefixes_then_words() -> None:
    assert [one.code for one in REGISTRY.search("guinea")][:2] == ["GIN", "GNB"]
    assert {one.code for one in REGISTRY.search("guinea")} >= {"GNQ", "PNG"}
    assert REGISTRY.search("kz")[0].code == "KAZ"


def test_get_takes_codes_alone() -> None:
    assert REGISTRY.get("KAZ") is REGISTRY.find("Kazakhstan")
    assert REGISTRY.get("Kazakhstan") is None
    assert "KAZ" in REGISTRY


@pytest.mark.parametrize(
    ("number", "day", "code"),
    [
        (365, "1980-01-01", "SUN"),
        (365, "1991-12-25", "SUN"),
        (365, "1991-12-26", "RUS"),
        (260, "1980-01-01", "DEU"),
        (255, "1990-10-03", "DEU"),
        (265, "1980-01-01", "DDR"),
        (345, "1980-01-01", "YUG"),
        (345, "1999-01-01", "SCG"),
        (345, "2010-01-01", "SRB"),
        (678, "1980-01-01", "YEM"),
        (679, "2000-01-01", "YEM"),
        (347, "2010-01-01", "XKX"),
    ],
)
def test_a_correlates_of_war_number_means_the_state_of_that_day(
    number: int, day: str, code: str
) -> None:
    found = REGISTRY.by_cow(number, dt.date.fromisoformat(day))
    assert found is not None
    assert found.code == code


def test_gleditsch_and_ward_keep_260_for_germany_and_678_for_yemen() -> None:
    day = dt.date(2010, 1, 1)
    found = [REGISTRY.by_gw(number, day) for number in (260, 678, 340, 341)]
    assert [one.code for one in found if one] == ["DEU", "YEM", "SRB", "MNE"]
    assert REGISTRY.by_gw(255, day) is None


def test_a_number_means_nobody_before_the_state_began() -> None:
    assert REGISTRY.by_cow(705, dt.date(1980, 1, 1)) is None
    assert REGISTRY.by_cow(999, dt.date(1980, 1, 1)) is None


def test_in_1980_there_was_a_soviet_union_and_no_kazakhstan() -> None:
    alive = {one.code for one in REGISTRY.alive_on(dt.date(1980, 1, 1))}
    assert {"SUN", "YUG", "CSK", "DDR", "DEU", "YMD", "YEM"} <= alive
    assert not {"KAZ", "RUS", "HRV", "CZE", "VDR", "SCG"} & alive


POST_SOVIET = {
    **{"ARM": "1991-09-21", "AZE": "1991-10-18", "BLR": "1991-08-25", "EST": "1991-08-20"},
    **{"GEO": "1991-04-09", "KAZ": "1991-12-16", "KGZ": "1991-08-31", "LVA": "1991-08-21"},
    **{"LTU": "1990-03-11", "MDA": "1991-08-27", "RUS": "1991-12-26", "TJK": "1991-09-09"},
    **{"TKM": "1991-10-27", "UKR": "1991-08-24", "UZB": "1991-09-01"},
}


def test_the_fifteen_successors_of_the_soviet_union_begin_with_their_own_acts() -> None:
    found = {one.code: one.first_day.isoformat() for one in REGISTRY.successors("SUN")}
    assert found == POST_SOVIET


def test_yugoslavia_has_five_successors_and_serbia_and_montenegro_two() -> None:
    first = {one.code for one in REGISTRY.successors("YUG")}
    assert first == {"SVN", "HRV", "MKD", "BIH", "SCG"}
    assert {one.code for one in REGISTRY.successors("SCG")} == {"SRB", "MNE"}


def test_a_state_that_ended_leaves_its_territory_to_states_that_exist_on_that_day() -> None:
    former = [one for one in REGISTRY if one.status is StateStatus.FORMER]
    assert len(former) == 7
    for one in former:
        assert one.end_day is not None
        heirs = REGISTRY.successors(one.code)
        assert heirs, one.code
        assert all(heir.existed_on(one.end_day) for heir in heirs), one.code


def test_where_a_state_was_dissolved_its_last_heir_begins_as_it_ends() -> None:
    for code in ("SUN", "YUG", "SCG", "CSK"):
        gone = REGISTRY.find(code)
        assert max(one.first_day for one in REGISTRY.successors(code)) == gone.end_day


@given(EVERY_STATE)
def test_every_state_has_a_span_an_act_that_began_it_and_a_capital(one: State) -> None:
    assert one.first_day >= dt.date(1816, 1, 1)
    assert one.end_day is None or one.first_day < one.end_day
    assert one.from_evidence
    assert one.capital
    assert one.demonyms
    assert all(ord(letter) > 127 for letter in one.name_ru if letter.isalpha())


def test_codes_are_unique_and_of_three_letters() -> None:
    assert all(len(one.code) == 3 and one.code.isupper() for one in REGISTRY)
    short = [one.alpha2 for one in REGISTRY if one.alpha2]
    assert len(short) == len(set(short)) == 197
    assert len({one.name for one in REGISTRY}) == len(REGISTRY)


def test_parties_whose_status_is_disputed_carry_a_note_that_says_so() -> None:
    for code in ("PSE", "TWN", "XKX"):
        assert "not who is recognised" in REGISTRY.find(code).note


def test_the_united_nations_has_193_members_and_two_observer_states() -> None:
    by_status = {status: [s.code for s in REGISTRY if s.status is status] for status in StateStatus}
    assert len(by_status[StateStatus.MEMBER]) == 193
    assert by_status[StateStatus.OBSERVER] == ["PSE", "VAT"]
    assert by_status[StateStatus.OTHER] == ["TWN", "XKX"]


def test_the_united_nations_began_with_51_members() -> None:
    # Russia continues the seat of the Soviet Union, so one of the two is left out.
    founders = [s for s in REGISTRY if s.un_admitted and s.un_admitted.year == 1945]
    assert len([one for one in founders if one.code != "RUS"]) == 51
