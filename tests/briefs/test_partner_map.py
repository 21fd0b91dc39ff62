"""The map of partners, looked at: what colour is a place, and does the map say what it shows?"""

from __future__ import annotations

import datetime as dt
import itertools
import math
import re
import struct
import xml.etree.ElementTree as ElementTree
import zlib
from collections.abc import Mapping

import pytest
import vl_convert
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.briefs import theme
from comity.briefs.charts.colour_scale import HOSTILE_TO_FRIENDLY, LOW_TO_HIGH, is_dark
from comity.briefs.charts.map_frame import MapFrame, Projection, frame_around, region_frame
from comity.briefs.charts.map_labels import Space, Wanted, place, text_width
from comity.briefs.charts.map_legend import Legend, MapStyle
from comity.briefs.charts.partner_map import BlocOnMap, DrawnMap, partner_map, region_index_map
from comity.briefs.index import SMALLEST_NAMED
from comity.errors import UnknownName
from comity.registry.disputed_areas import disputed_areas
from comity.registry.regions import regions
from comity.registry.world_map import world_map

LEGEND = Legend("Net friendly share of acts", "hostile", "friendly")
REGIONS = ("eurasia", "eu-enlargement", "north-america", "asean")
BALTIC = frozenset({"EST", "LVA", "LTU"})
SVG = "{http://www.w3.org/2000/svg}"

DISPUTED_PLACES = {
    "Simferopol": (34.10, 44.95),
    "Laayoune": (-13.20, 27.15),
    "Hargeisa": (44.065, 9.56),
    "Srinagar": (74.80, 34.08),
    "north Nicosia": (33.36, 35.20),
    "Pristina": (21.166, 42.667),
    "Taipei": (121.50, 25.03),
}
UNDISPUTED_PLACES = {
    "Kyiv": (30.52, 50.45),
    "Rabat": (-6.80, 34.00),
    "Mogadishu": (45.20, 2.20),
    "New Delhi": (77.20, 28.60),
    "south Nicosia": (33.36, 35.13),
    "Belgrade": (20.46, 44.80),
}


class Picture:
    """The pixels of an SVG, two to a unit (RGBA rows, read from the PNG by hand)."""

    def __init__(self, svg: str) -> None:
        png = vl_convert.svg_to_png(svg, scale=2)
        self.width, self.height = struct.unpack(">II", png[16:24])
        data, position = b"", 8
        while position < len(png):
            length, kind = struct.unpack(">I4s", png[position : position + 8])
            if kind == b"IDAT":
                data += png[position + 8 : position + 8 + length]
            position += 12 + length
        self.rows = self._unfiltered(zlib.decompress(data))

    def _unfiltered(self, raw: bytes) -> list[bytearray]:
        size, rows = self.width * 4, []
        last = bytearray(size)
        for start in range(0, len(raw), size + 1):
            kind, row = raw[start], bytearray(raw[start + 1 : start + 1 + size])
            for i in range(size):
                left = row[i - 4] if i >= 4 else 0
                corner = last[i - 4] if i >= 4 else 0
                guess = (0, left, last[i], (left + last[i]) // 2, _paeth(left, last[i], corner))
                row[i] = (row[i] + guess[kind]) & 255
            rows.append(row)
            last = row
        return rows

    def around(self, x: float, y: float, reach: int = 6) -> list[tuple[int, int, int]]:
        """The colours of the pixels near a place given in units of the drawing."""
        column, line = round(x * 2), round(y * 2)
        return [
            (row[4 * c], row[4 * c + 1], row[4 * c + 2])
            for row in self.rows[line - reach : line + reach + 1]
            for c in range(column - reach, column + reach + 1)
        ]


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda value: abs(guess - value))


def _close_up(place: tuple[float, float]) -> MapFrame:
    lon, lat = place
    corners = [(lon + dx, lat + dy) for dx in (-0.25, 0.25) for dy in (-0.15, 0.15)]
    return MapFrame.fitting(place, corners, width=160)


def _drawn(values: Mapping[str, float | None], frame: MapFrame, **more: object) -> DrawnMap:
    return partner_map(values, frame=frame, labels={}, title="T", legend=LEGEND, **more)  # type: ignore[arg-type]


def _all_states_at(value: float) -> dict[str, float | None]:
    return dict.fromkeys(world_map().states, value)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@pytest.mark.parametrize("name", DISPUTED_PLACES)
def test_a_disputed_place_shows_hatching_and_no_countrys_colour(name: str) -> None:
    frame = _close_up(DISPUTED_PLACES[name])
    pixels = Picture(_drawn(_all_states_at(0.9), frame).svg).around(*frame(DISPUTED_PLACES[name]))
    assert all(max(pixel) - min(pixel) <= 14 for pixel in pixels), "a colour, where grey was due"
    assert min(sum(pixel) for pixel in pixels) < 520 < 700 < max(sum(pixel) for pixel in pixels)


@pytest.mark.parametrize("name", UNDISPUTED_PLACES)
def test_an_undisputed_place_shows_the_colour_of_its_state(name: str) -> None:
    frame = _close_up(UNDISPUTED_PLACES[name])
    picture = Picture(_drawn(_all_states_at(0.9), frame).svg)
    pixels = picture.around(*frame(UNDISPUTED_PLACES[name]), reach=1)
    assert set(pixels) == {_rgb(HOSTILE_TO_FRIENDLY.colours[-1])}


def test_a_holder_as_the_focus_does_not_colour_a_disputed_area_either() -> None:
    place = DISPUTED_PLACES["Simferopol"]
    frame = _close_up(place)
    for focus in ("RUS", "UKR"):
        pixels = Picture(_drawn({}, frame, focus=focus).svg).around(*frame(place))
        assert _rgb(MapStyle().focus) not in pixels


def test_stepanakert_is_hatched_on_a_map_of_2019_and_azerbaijans_on_one_of_2024() -> None:
    place = (46.75, 39.82)
    frame = _close_up(place)
    values = _all_states_at(0.9)
    before = _drawn(values, frame, day=dt.date(2019, 1, 1))
    after = _drawn(values, frame, day=dt.date(2024, 6, 1))
    assert "nagorno-karabakh" in {area.id for area in before.areas}
    assert after.areas == ()
    friendly = _rgb(HOSTILE_TO_FRIENDLY.colours[-1])
    assert friendly not in Picture(before.svg).around(*frame(place))
    assert set(Picture(after.svg).around(*frame(place), reach=1)) == {friendly}


def test_no_border_is_heavier_at_the_focus_than_elsewhere() -> None:
    """A bold outline along the line of control would cut the hatched areas off."""
    frame = region_frame("eurasia")
    for focus in ("UKR", "MDA", "GEO"):
        plain, focused = (
            re.findall(r'stroke-width="[^"]+"', _drawn({}, frame, focus=code).svg)
            for code in (None, focus)
        )
        assert plain == focused


def test_the_legend_says_disputed_or_occupied_and_too_few_acts_or_no_data() -> None:
    for width in (theme.WIDE, theme.NARROW):
        svg = _drawn({"RUS": None}, region_frame("eurasia", width=width)).svg
        texts = [text.text or "" for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]
        assert "disputed or occupied" in texts
        assert "too few acts or no data" in texts
        assert "areas whose status is disputed or that are occupied" in " ".join(texts)
        assert all(text_width(text, MapStyle().legend_size) <= width for text in texts)


def test_a_narrow_map_names_the_larger_states_alone() -> None:
    frame = region_frame("eurasia", width=theme.NARROW)
    drawn = partner_map(
        {}, frame=frame, title="T", legend=LEGEND, labels={"KAZ": "Kazakhstan", "ARM": "Armenia"},
        style=MapStyle(smallest_named=SMALLEST_NAMED),
    )  # fmt: skip
    texts = {text.text for text in ElementTree.fromstring(drawn.svg).iter(f"{SVG}text")}
    assert "Kazakhstan" in texts
    assert "Armenia" not in texts


def test_a_partner_without_coverage_is_no_data_and_a_stranger_is_plain_land() -> None:
    frame = frame_around(["FRA", "DEU"], width=160)
    picture = Picture(_drawn({"FRA": None}, frame).svg)
    assert set(picture.around(*frame((2.5, 47.0)), reach=1)) == {_rgb(MapStyle().no_data)}
    assert set(picture.around(*frame((10.0, 51.0)), reach=1)) == {_rgb(MapStyle().land)}


@pytest.mark.parametrize("region", REGIONS)
def test_a_regions_map_is_light_well_formed_and_described(region: str) -> None:
    drawn = _drawn(_all_states_at(0.3), region_frame(region))
    assert len(drawn.svg) <= 250_000
    root = ElementTree.fromstring(drawn.svg)
    assert root.find(f"{SVG}title") is not None
    assert root.find(f"{SVG}desc") is not None
    assert root.get("role") == "img"


def test_every_shipped_region_has_a_frame() -> None:
    assert {region.code for region in regions()} == set(REGIONS)


def test_the_areas_on_a_map_come_back_with_their_references() -> None:
    areas = {area.id: area for area in _drawn({}, region_frame("eurasia")).areas}
    assert "A/RES/68/262" in areas["crimea"].citation
    assert {"kosovo", "northern-cyprus", "jammu-and-kashmir", "abkhazia"} <= set(areas)
    assert "western-sahara" not in areas
    assert "see the references" in _drawn({}, region_frame("eurasia")).svg


def test_two_maps_on_one_page_share_no_identifier() -> None:
    first = _drawn({"RUS": 0.1}, region_frame("eurasia")).svg
    second = _drawn({"RUS": 0.9}, region_frame("eurasia")).svg
    ids = [set(re.findall(r' id="([^"]+)"', svg)) for svg in (first, second)]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_the_same_request_draws_the_same_bytes() -> None:
    frame = region_frame("asean")
    assert _drawn({"VNM": 0.1}, frame).svg == _drawn({"VNM": 0.1}, frame).svg


def test_a_pole_beyond_the_frame_stands_in_the_legend_with_its_number() -> None:
    drawn = partner_map(
        {"USA": -0.31, "RUS": 0.2}, frame=region_frame("eurasia"), title="T", legend=LEGEND,
        labels={"RUS": "Russia", "USA": "United States"},
    )  # fmt: skip
    assert drawn.outside == ("USA",)
    assert "United States \N{MINUS SIGN}0.3" in drawn.svg


def test_a_code_in_a_hatched_area_stands_in_the_legend_not_in_a_colour_on_the_map() -> None:
    drawn = partner_map(
        {"XKX": 0.7}, frame=region_frame("eu-enlargement"), title="T", legend=LEGEND,
        labels={"XKX": "Kosovo"},
    )  # fmt: skip
    assert drawn.hatched == ("XKX",)
    assert drawn.outside == ()
    assert drawn.svg.count(HOSTILE_TO_FRIENDLY.colour(0.7)) == 2  # the scale, and the legend's chip


def test_a_bloc_has_one_label_and_its_members_one_colour_but_where_they_have_their_own() -> None:
    drawn = partner_map(
        {"EST": -0.9}, frame=region_frame("eu-enlargement"), title="T", legend=LEGEND,
        labels={"EST": "Estonia", "LVA": "Latvia"}, blocs=[BlocOnMap("Baltic", BALTIC, 0.9)],
    )  # fmt: skip
    texts = [text.text for text in ElementTree.fromstring(drawn.svg).iter(f"{SVG}text")]
    assert texts.count("Baltic") == 1
    assert "Estonia" in texts
    assert "Latvia" not in texts
    assert drawn.svg.count(f'<path fill="{HOSTILE_TO_FRIENDLY.colours[-1]}"') == 2
    assert drawn.svg.count(f'<path fill="{HOSTILE_TO_FRIENDLY.colours[0]}"') == 1


def test_the_states_of_an_index_map_link_to_their_briefs() -> None:
    drawn = region_index_map(
        {"KAZ": 0.4, "UZB": None}, frame=region_frame("eurasia"), title="T", legend=LEGEND,
        labels={"KAZ": "Kazakhstan", "UZB": "Uzbekistan"}, scale=LOW_TO_HIGH,
        links={"KAZ": "KAZ/brief.html", "UZB": 'x"><script>'},
    )  # fmt: skip
    links = {a.get("href") for a in ElementTree.fromstring(drawn.svg).iter(f"{SVG}a")}
    assert links == {"KAZ/brief.html", 'x"><script>'}
    assert "<script>" not in drawn.svg


def test_an_unknown_region_has_no_frame_but_a_frame_can_be_drawn_around_any_states() -> None:
    with pytest.raises(UnknownName, match="asean"):
        region_frame("aseen")
    with pytest.raises(UnknownName):
        frame_around(["XXX"])
    frame = frame_around(["BRA", "ARG", "URY", "PRY"])
    for city in ((-58.4, -34.6), (-47.9, -15.8)):
        x, y = frame(city)
        assert 0 < x < frame.width
        assert 0 < y < frame.height


@settings(max_examples=60, deadline=None)
@given(st.floats(-60, 60), st.floats(-60, 60), st.floats(-70, 70), st.floats(-80, 80))
def test_equal_areas_stay_equal(lon0: float, lat0: float, lon: float, lat: float) -> None:
    project, step = Projection(lon0, lat0), 1e-4
    x, y = project((lon0 + lon, lat))
    east, north = project((lon0 + lon + step, lat)), project((lon0 + lon, lat + step))
    drawn = (east[0] - x) * (y - north[1]) - (north[0] - x) * (y - east[1])
    true = math.radians(step) ** 2 * math.cos(math.radians(lat))
    assert drawn == pytest.approx(true, rel=2e-3)


def test_the_centre_of_the_projection_is_its_origin_and_north_is_up() -> None:
    project = Projection(52, 48)
    assert project((52, 48)) == pytest.approx((0, 0))
    assert project((52, 58))[1] < 0 < project((62, 48))[0]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(20, 580), st.floats(20, 380)), min_size=1, max_size=12))
def test_names_never_overlap_and_never_leave_the_picture(
    middles: list[tuple[float, float]],
) -> None:
    names = [
        Wanted(str(i), "Kyrgyzstan", [[(x, y), (x + 9, y), (x + 9, y + 9), (x, y + 9)]], 12)
        for i, (x, y) in enumerate(middles)
    ]
    labels = place(names, 600, 400, lambda code, point: 0.0)
    across = text_width("Kyrgyzstan", 12)
    spaces = [Space(*label.middle, across, 12) for label in labels]
    assert not any(a.meets(b) for i, a in enumerate(spaces) for b in spaces[:i])
    assert all(across / 2 <= space.x <= 600 - across / 2 for space in spaces)


def test_a_value_on_an_edge_belongs_to_the_class_above_and_zero_has_no_sign() -> None:
    scale = HOSTILE_TO_FRIENDLY
    assert scale.colour(0.0) == scale.colours[4]
    assert scale.colour(-1e-9) == scale.colours[3]
    assert (scale.text(0.0), scale.text(-0.25)) == ("0", "\N{MINUS SIGN}0.2")


def test_a_balance_of_a_half_and_one_of_nine_tenths_have_different_colours() -> None:
    scale = HOSTILE_TO_FRIENDLY
    assert set(scale.edges) == {-0.8, -0.5, -0.2, 0.0, 0.2, 0.5, 0.8}
    assert len({scale.colour(value) for value in (0.1, 0.4, 0.6, 0.9, -0.1, -0.4, -0.6, -0.9)}) == 8


# Full dichromacy, in linear RGB, after Machado, Oliveira and Fernandes (2009).
SIGHT = {
    "all three cones": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "without red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "without green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "without blue": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))


def _times(rows: tuple[tuple[float, ...], ...], vector: list[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in rows]


def _cielab(colour: str, sight: str) -> tuple[float, float, float]:
    shares = [part / 255 for part in _rgb(colour)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    seen = [min(max(part, 0.0), 1.0) for part in _times(SIGHT[sight], linear)]
    white = (0.9505, 1.0, 1.089)
    ratios = [part / w for part, w in zip(_times(XYZ, seen), white, strict=True)]
    f = [r ** (1 / 3) if r > 0.008856 else 7.787 * r + 16 / 116 for r in ratios]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


@pytest.mark.parametrize("sight", SIGHT)
def test_the_colour_blind_tell_each_step_from_each_other_and_from_no_data(sight: str) -> None:
    """A difference of about 2.3 in CIELAB is just noticeable side by side (Mahy et al. 1994)."""
    style = MapStyle()
    seen = [_cielab(c, sight) for c in (*HOSTILE_TO_FRIENDLY.colours, style.no_data, style.land)]
    assert min(math.dist(a, b) for a, b in itertools.combinations(seen, 2)) > 8


def test_white_text_stands_on_dark_colours_only() -> None:
    assert is_dark("#01665e")
    assert is_dark("#7a3f04")
    assert not is_dark("#7cc4cf")
    assert not is_dark("#ffffff")


def test_a_hatched_areas_tooltip_names_its_documents() -> None:
    svg = _drawn({}, region_frame("eurasia")).svg
    kosovo = disputed_areas().find("Kosovo")
    assert f"<title>{kosovo.name}: disputed or occupied. {kosovo.citation}</title>" in svg
