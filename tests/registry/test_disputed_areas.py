"""The disputed areas: where they lie, what documents speak of them, and that no state has them."""

from __future__ import annotations

import datetime as dt
import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.errors import UnknownName
from comity.registry.actors import actors
from comity.registry.disputed_areas import disputed_areas
from comity.registry.states import states
from comity.registry.world_map import Shape, world_map

DISPUTED = {
    "Simferopol": (34.10, 44.95, "crimea"),
    "Sevastopol": (33.53, 44.60, "crimea"),
    "Donetsk": (37.80, 48.00, "donetsk-and-luhansk"),
    "Kherson": (32.61, 46.64, "kherson-and-zaporizhzhia"),
    "Sukhumi": (41.02, 43.00, "abkhazia"),
    "Tskhinvali": (43.97, 42.23, "south-ossetia"),
    "Tiraspol": (29.63, 46.84, "transnistria"),
    "Stepanakert": (46.75, 39.82, "nagorno-karabakh"),
    "north Nicosia": (33.36, 35.20, "northern-cyprus"),
    "Laayoune": (-13.20, 27.15, "western-sahara"),
    "Tifariti": (-10.60, 26.16, "western-sahara"),
    "Hargeisa": (44.065, 9.56, "somaliland"),
    "Pristina": (21.166, 42.667, "kosovo"),
    "Ramallah": (35.20, 31.90, "palestine"),
    "Gaza": (34.45, 31.50, "palestine"),
    "Quneitra": (35.80, 33.11, "golan"),
    "Srinagar": (74.80, 34.08, "jammu-and-kashmir"),
    "Gilgit": (74.30, 35.92, "jammu-and-kashmir"),
    "Muzaffarabad": (73.47, 34.37, "jammu-and-kashmir"),
    "Itanagar": (93.60, 27.10, "arunachal-pradesh"),
    "Taipei": (121.50, 25.03, "taiwan"),
    "Abyei": (28.40, 9.70, "abyei"),
    "Stanley": (-57.90, -51.70, "falklands"),
    "Lethem": (-59.80, 3.38, "essequibo"),
}
UNDISPUTED = {
    "Kyiv": (30.52, 50.45, "UKR"),
    "Kharkiv": (36.23, 49.99, "UKR"),
    "Dnipro": (35.05, 48.46, "UKR"),
    "Mykolaiv": (32.00, 46.97, "UKR"),
    "Rostov": (39.72, 47.24, "RUS"),
    "the Anadyr basin": (175.0, 66.0, "RUS"),
    "Uelen, beyond 180 degrees": (-171.0, 66.2, "RUS"),
    "Chisinau": (28.86, 47.01, "MDA"),
    "Tbilisi": (44.79, 41.72, "GEO"),
    "Gori": (44.11, 41.98, "GEO"),
    "Zugdidi": (41.87, 42.51, "GEO"),
    "Goris": (46.34, 39.51, "ARM"),
    "Ganja": (46.36, 40.68, "AZE"),
    "south Nicosia": (33.36, 35.15, "CYP"),
    "Rabat": (-6.80, 34.00, "MAR"),
    "Nouakchott": (-15.90, 18.08, "MRT"),
    "Mogadishu": (45.20, 2.20, "SOM"),
    "Garowe": (48.99, 8.40, "SOM"),
    "Belgrade": (20.46, 44.80, "SRB"),
    "Skopje": (21.43, 41.99, "MKD"),
    "Tel Aviv": (34.80, 32.08, "ISR"),
    "Damascus": (36.29, 33.51, "SYR"),
    "New Delhi": (77.20, 28.60, "IND"),
    "Amritsar": (74.87, 31.63, "IND"),
    "Guwahati": (91.74, 26.14, "IND"),
    "Islamabad": (73.05, 33.70, "PAK"),
    "Sialkot": (74.53, 32.50, "PAK"),
    "Kashgar": (75.99, 39.47, "CHN"),
    "Hong Kong, drawn with China": (114.17, 22.40, "CHN"),
    "Georgetown": (-58.16, 6.75, "GUY"),
    "Sapporo": (141.35, 43.06, "JPN"),
}


@pytest.mark.parametrize("place", DISPUTED)
def test_a_disputed_place_is_in_its_area_and_in_no_state(place: str) -> None:
    lon, lat, area_id = DISPUTED[place]
    area = disputed_areas().at(lon, lat)
    assert area is not None
    assert area.id == area_id
    assert world_map().state_at(lon, lat) is None


@pytest.mark.parametrize("place", UNDISPUTED)
def test_a_place_beside_a_disputed_area_is_its_states(place: str) -> None:
    lon, lat, code = UNDISPUTED[place]
    assert disputed_areas().at(lon, lat) is None
    assert world_map().state_at(lon, lat) == code


@settings(max_examples=150, deadline=None)
@given(st.floats(-179, 179), st.floats(-55, 80))
def test_no_place_belongs_to_two_shapes(lon: float, lat: float) -> None:
    world = world_map()
    both = [*world.states.items(), *world.areas.items()]
    assert sum(shape.contains(lon, lat) for _, shape in both) <= 1


def test_every_area_cites_a_document_or_says_that_there_is_none() -> None:
    symbol = re.compile(r"(A/RES/(ES-)?\d+[/ ]\S+|S/RES/\d+|ICJ, .+)$")
    for area in disputed_areas():
        assert area.references or area.note.startswith("No United Nations resolution"), area.id
        assert all(symbol.match(reference.symbol) for reference in area.references), area.id
        assert all(1945 < reference.year <= 2026 for reference in area.references), area.id


def test_every_area_names_all_parties_in_alphabetical_order_and_has_a_shape() -> None:
    for area in disputed_areas():
        states = [party for party in area.parties if not party.startswith("X-")]
        assert len(area.parties) >= 2, area.id
        assert states == sorted(states), area.id
        assert area.id in world_map().areas
    assert len(world_map().areas) == len(disputed_areas())


def test_every_party_to_a_dispute_is_a_known_actor() -> None:
    parties = {party for area in disputed_areas() for party in area.parties}
    assert {party for party in parties if actors().get(party) is None} == set()


def test_every_state_of_today_but_tuvalu_is_on_the_map_or_hatched() -> None:
    today = {state.code for state in states() if state.end_day is None}
    hatched = {party for area in disputed_areas() for party in area.parties}
    assert today - set(world_map().states) - hatched == {"TUV"}


def test_a_dated_area_says_whose_land_it_is_drawn_as_outside_its_dates() -> None:
    for area in disputed_areas():
        assert (area.otherwise is not None) == bool(area.since or area.until), area.id
        assert area.otherwise is None or area.otherwise in world_map().states


def test_nagorno_karabakh_is_disputed_in_2019_and_no_more_in_2024() -> None:
    areas = disputed_areas()
    assert areas.at(46.75, 39.82, dt.date(2019, 6, 1)) == areas.get("nagorno-karabakh")
    assert areas.at(46.75, 39.82, dt.date(2024, 1, 1)) is None


def test_crimea_is_not_yet_disputed_in_2013() -> None:
    assert disputed_areas().at(34.10, 44.95, dt.date(2013, 1, 1)) is None
    assert disputed_areas().at(34.10, 44.95, dt.date(2014, 3, 18)) is not None


def test_an_area_is_found_by_name_whatever_the_case_and_a_wrong_name_gets_a_hint() -> None:
    assert disputed_areas().find("western SAHARA").id == "western-sahara"
    with pytest.raises(UnknownName, match="bkhazia"):
        disputed_areas().find("Abkhasia")


def test_a_search_by_resolution_or_party_finds_the_areas() -> None:
    found = {area.id for area in disputed_areas().search("ES-11/4")}
    assert found == {"donetsk-and-luhansk", "kherson-and-zaporizhzhia"}
    assert {area.id for area in disputed_areas().search("X-SAD")} == {"western-sahara"}


def test_two_neighbours_joined_are_as_large_as_both_and_have_no_border_between_them() -> None:
    world = world_map()
    ukraine, regions = world.states["UKR"], world.areas["kherson-and-zaporizhzhia"]
    joined = ukraine.joined(regions)
    assert _square_km(joined) == pytest.approx(_square_km(ukraine) + _square_km(regions), rel=1e-3)
    points = [sum(len(ring) for ring in shape.rings) for shape in (joined, ukraine, regions)]
    assert points[0] < points[1] + points[2] - 20
    assert joined.contains(30.52, 50.45)
    assert joined.contains(35.14, 47.84)
    assert not joined.contains(37.8, 48.0)


@pytest.mark.parametrize(
    ("area_id", "square_km", "tolerance"),
    [
        ("western-sahara", 266_000, 0.03),  # UN Demographic Yearbook, table 3
        ("palestine", 6_020, 0.10),  # the same
        ("falklands", 12_173, 0.10),  # the same
        ("kosovo", 10_887, 0.05),  # UNMIK
        ("crimea", 27_000, 0.06),  # State Statistics Service of Ukraine: 26,081 and 864
        ("nagorno-karabakh", 4_400, 0.10),  # Soviet census geography of the autonomous region
    ],
)
def test_the_land_of_an_area_is_as_large_as_published(
    area_id: str, square_km: float, tolerance: float
) -> None:
    assert _square_km(world_map().areas[area_id]) == pytest.approx(square_km, rel=tolerance)


def _square_km(shape: Shape) -> float:
    """Area on the authalic sphere, of rings whose edges are straight in cylindrical equal area."""
    total = 0.0
    for ring in shape.rings:
        flat = [(math.radians(lon), math.sin(math.radians(lat))) for lon, lat in ring]
        pairs = zip(flat, flat[1:] + flat[:1], strict=True)
        total += abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)) / 2
    return total * 6371.007**2
