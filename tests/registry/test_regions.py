"""The regions of the briefs."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.errors import UnknownName
from comity.registry.actors import actors
from comity.registry.organisations import memberships
from comity.registry.regions import regions
from comity.registry.states import states
from comity.vocabulary.membership import MembershipStatus

TODAY = dt.date(2026, 1, 1)


def test_there_are_four_regions() -> None:
    assert [region.code for region in regions()] == [
        *("eurasia", "eu-enlargement", "north-america", "asean"),
    ]


def test_eurasia_is_the_successors_of_the_soviet_union_among_five_poles() -> None:
    eurasia = regions().find("Eurasia")
    assert set(eurasia.states) == {one.code for one in states().successors("SUN")}
    assert eurasia.poles == ("RUS", "EU", "CHN", "TUR", "USA")
    assert eurasia.poles_of("RUS") == ("EU", "CHN", "TUR", "USA")


def test_asean_is_its_eleven_members() -> None:
    assert set(regions().find("asean").states) == set(memberships().members("ASEAN", TODAY))


def test_north_america_is_the_parties_to_the_usmca() -> None:
    members = memberships().members("USMCA", TODAY)
    assert set(regions().find("north-america").states) == set(members)


def test_eu_enlargement_holds_the_candidates_of_the_eu() -> None:
    candidates = memberships().members("EU", TODAY, frozenset({MembershipStatus.CANDIDATE}))
    assert set(candidates) <= set(regions().find("eu-enlargement").states)


def test_every_state_of_a_region_exists_and_every_pole_can_act() -> None:
    for region in regions():
        assert all(states().find(code).existed_on(TODAY) for code in region.states)
        assert all(actors().existed_on(code, TODAY) for code in region.poles)
        assert len(set(region.states)) == len(region.states)
        assert region.extent.west < region.extent.east
        assert region.extent.south < region.extent.north


def test_a_misspelt_region_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        regions().find("eurasa")
    assert "Eurasia (eurasia)" in caught.value.hint
    assert "asean" in caught.value.next_step


def test_turkiye_is_a_state_of_one_region_and_a_pole_of_two() -> None:
    assert [region.code for region in regions().of_state("TUR")] == ["eu-enlargement"]
    assert [r.code for r in regions() if "TUR" in r.poles] == ["eurasia", "eu-enlargement"]
