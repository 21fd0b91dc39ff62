"""A region lists states and the poles that their briefs look toward."""

from __future__ import annotations

from comity.vocabulary.region import Extent, Region

REGION = Region(
    code="north-america",
    name="North America",
    description="",
    states=("CAN", "MEX", "USA"),
    poles=("USA", "CAN", "MEX", "EU", "CHN"),
    extent=Extent(west=-170, east=-50, south=7, north=80),
    note="",
)


def test_a_pole_is_left_out_of_its_own_brief() -> None:
    assert REGION.poles_of("USA") == ("CAN", "MEX", "EU", "CHN")
    assert REGION.poles_of("CAN") == ("USA", "MEX", "EU", "CHN")


def test_an_actor_that_is_state_and_pole_counts_once() -> None:
    assert REGION.actors == ("CAN", "MEX", "USA", "EU", "CHN")


def test_ottawa_is_on_the_map_of_north_america_and_brasilia_is_not() -> None:
    assert REGION.extent.holds(-75.7, 45.4)
    assert not REGION.extent.holds(-47.9, -15.8)
