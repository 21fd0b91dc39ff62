"""Organisations by code and by name, and who belonged to them on a day."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import UnknownName
from comity.registry.de_facto import de_facto
from comity.registry.organisations import memberships, organisations
from comity.registry.states import states
from comity.vocabulary.membership import BELONGING, Membership, MembershipStatus, Precision

DAYS = st.dates(min_value=dt.date(1945, 1, 1), max_value=dt.date(2025, 12, 31))
ROWS = st.sampled_from(tuple(memberships()))

# Parties that belonged before the day on which the list of states lets them begin.
BEFORE_INDEPENDENCE = {
    ("UN", "BLR"), ("UN", "UKR"), ("UN", "IND"), ("UN", "PHL"), ("UN", "SYR"), ("UN", "PSE"),
    ("UN", "RUS"), ("OSCE", "RUS"), ("CIS", "RUS"), ("LAS", "JOR"), ("LAS", "SYR"),
    ("LAS", "PSE"), ("GATT", "ZWE"), ("OAU", "GNB"),
}  # fmt: skip


def on(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def count(organisation: str, day: str) -> int:
    return len(memberships().members(organisation, on(day)))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("EU", "EU"),
        ("european union", "EU"),
        ("European Commission", "EU"),
        ("Union européenne", "EU"),
        ("ЕАЭС", "EAEU"),
        ("ОДКБ", "CSTO"),
        ("Collective Security Treaty", "CST"),
        ("Arab League", "LAS"),
        ("UN Security Council", "UN"),
        ("North Atlantic Treaty Organization", "NATO"),
        ("CSCE", "OSCE"),
        ("Turkic Council", "OTS"),
    ],
)
def test_an_organisation_answers_to_the_names_that_people_write(text: str, code: str) -> None:
    assert organisations().find(text).code == code


def test_an_unknown_organisation_offers_the_nearest_name() -> None:
    with pytest.raises(UnknownName) as caught:
        organisations().find("Europaen Union")
    assert "European Union (EU)" in caught.value.hint


def test_a_search_for_eurasian_finds_the_union_and_the_community() -> None:
    assert {"EAEU", "EURASEC"} <= {one.code for one in organisations().search("Eurasian")}


@pytest.mark.parametrize(
    ("cameo", "code"),
    [
        ("UNO", "UN"),
        ("IGOUNO", "UN"),
        ("IGOUNOPKO", "UN"),
        ("IGOEUREEC", "EU"),
        ("IGOWSTNAT", "NATO"),
        ("NAT", "NATO"),
        ("OSCE", "OSCE"),
        ("IGOUNOHLHWHO", "WHO"),
        ("IGOUNODEVWBK", "WORLD_BANK"),
        ("IGOCASCIS", "CIS"),
        ("IGOMEAARL", "LAS"),
    ],
)
def test_a_cameo_code_of_an_organisation_names_it(cameo: str, code: str) -> None:
    found = organisations().of_cameo(cameo)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("cameo", ["ISRMIL", "RUSGOV", "EUR", "EURJEW", "IGO", "IGORCR", "", "NGO"])
def test_countries_and_private_parties_are_no_organisations(cameo: str) -> None:
    assert organisations().of_cameo(cameo) is None


def test_no_code_of_an_organisation_is_the_code_of_a_state() -> None:
    taken = {state.code for state in states()}
    for one in organisations():
        assert taken.isdisjoint({one.code, *one.cameo_codes}), one.code


def test_bodies_that_are_not_of_states_are_left_out() -> None:
    for name in ("World Economic Forum", "International Committee of the Red Cross"):
        assert organisations().of_icews(name) is None
        with pytest.raises(UnknownName):
            organisations().find(name)


def test_the_eu_lost_a_member_with_the_end_of_january_2020() -> None:
    assert count("EU", "2020-01-30") == 28
    assert count("EU", "2020-01-31") == 28
    assert count("EU", "2020-02-01") == 27


def test_nato_grew_to_thirty_two_with_sweden() -> None:
    assert count("NATO", "2024-03-06") == 31
    assert count("NATO", "2024-03-07") == 32


def test_georgia_left_the_cis_a_year_after_its_notice() -> None:
    members = memberships().members
    assert "GEO" in members("CIS", on("2009-08-17"))
    assert "GEO" not in members("CIS", on("2009-08-18"))
    withdrawn = members("CIS", on("2020-01-01"), frozenset({MembershipStatus.WITHDRAWN}))
    assert withdrawn == ("GEO", "UKR")


def test_ukraine_was_a_participant_of_the_cis_and_never_a_member() -> None:
    statuses = {m.status for m in memberships().of_state("UKR") if m.organisation == "CIS"}
    assert statuses == {MembershipStatus.PARTICIPANT, MembershipStatus.WITHDRAWN}


def test_the_cis_had_nine_members_after_turkmenistan_became_an_associate_and_georgia_left() -> None:
    expected = ("ARM", "AZE", "BLR", "KAZ", "KGZ", "MDA", "RUS", "TJK", "UZB")
    assert memberships().members("CIS", on("2015-01-01")) == expected


def test_parties_to_the_treaty_of_tashkent_were_not_yet_members_of_the_csto() -> None:
    assert {"AZE", "GEO", "UZB"} <= set(memberships().members("CST", on("1999-04-19")))
    assert len(memberships().members("CST", on("1999-04-20"))) == 6
    assert count("CSTO", "2003-09-17") == 0
    assert memberships().members("CSTO", on("2003-09-18")) == (
        *("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"),
    )


def test_neither_azerbaijan_nor_georgia_ever_belonged_to_the_csto() -> None:
    for state in ("AZE", "GEO"):
        assert "CSTO" not in {row.organisation for row in memberships().of_state(state)}


def test_uzbekistan_came_back_to_the_csto_and_left_it_again() -> None:
    members = memberships().members
    assert "UZB" not in members("CSTO", on("2006-08-15"))
    assert "UZB" in members("CSTO", on("2006-08-16"))
    assert "UZB" not in members("CSTO", on("2012-12-19"))


def test_a_suspended_state_belongs_but_is_not_a_member() -> None:
    day = on("2015-01-01")
    assert "SYR" not in memberships().members("LAS", day)
    assert "SYR" in memberships().members("LAS", day, BELONGING)
    assert "SYR" in memberships().members("LAS", on("2023-05-07"))


def test_the_sco_has_ten_members_with_iran_and_belarus() -> None:
    assert count("SCO", "2017-06-08") == 6
    assert count("SCO", "2023-07-04") == 9
    assert count("SCO", "2024-07-04") == 10


def test_saudi_arabia_was_invited_to_brics_and_is_not_counted() -> None:
    assert "SAU" not in memberships().members("BRICS", on("2025-06-01"))
    assert count("BRICS", "2025-06-01") == 10


def test_members_of_an_organisation_without_a_list_are_an_error_and_not_an_empty_list() -> None:
    with pytest.raises(UnknownName):
        memberships().members("IMF", on("2020-01-01"))


@given(ROWS)
def test_a_membership_holds_on_its_first_day_and_no_longer_on_its_end_day(row: Membership) -> None:
    assert row.holds_on(row.first_day)
    assert not row.holds_on(row.first_day - dt.timedelta(days=1))
    if row.end_day is not None:
        assert not row.holds_on(row.end_day)


@given(DAYS)
def test_a_state_has_at_most_one_status_in_an_organisation_on_a_day(day: dt.date) -> None:
    held = [(m.organisation, m.state) for m in memberships() if m.holds_on(day)]
    assert len(held) == len(set(held))


def test_spells_of_one_party_follow_each_other_without_overlap() -> None:
    for first, second in pairwise(memberships()):
        if (first.organisation, first.state) == (second.organisation, second.state):
            assert first.end_day is not None, first
            assert first.first_day < first.end_day <= second.first_day, first


def test_memberships_lie_within_the_life_of_their_organisation() -> None:
    for row in memberships():
        organisation = organisations().get(row.organisation)
        assert organisation is not None, row
        assert organisation.founded <= row.first_day, row
        if organisation.dissolved is not None:
            assert row.end_day is not None, row
            assert row.end_day <= organisation.dissolved, row


def test_memberships_lie_within_the_life_of_their_state_or_the_note_says_why_not() -> None:
    for row in memberships():
        state = states().get(row.state)
        if state is None:
            known = de_facto().get(row.state) is not None
            assert known or row.state in {"EU", "HKG", "MAC"}, row
            continue
        if row.first_day < state.first_day and row.precision is not Precision.YEAR:
            assert (row.organisation, row.state) in BEFORE_INDEPENDENCE, row
            assert row.note, row
        if state.end_day is not None:
            assert row.end_day is not None, row
            assert row.end_day <= state.end_day, row


def test_every_row_names_its_evidence_and_explains_each_difference() -> None:
    for row in memberships():
        assert row.evidence, row
        assert row.check, row
        if row.check.startswith("differs"):
            assert row.note, row
