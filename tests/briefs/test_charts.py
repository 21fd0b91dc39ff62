"""The charts of a brief, looked at: what do they say, in which colours, and does it fit?"""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ElementTree
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.briefs import theme
from comity.briefs.charts.canvas import Canvas, nice_step, wrapped
from comity.briefs.charts.class_balance import ORDER, Balance, class_balance
from comity.briefs.charts.dyad_panels import Bar, Gap, Panel, dyad_panels
from comity.briefs.charts.lettering import shortened, text_width
from comity.briefs.charts.membership_timeline import Mark, Stretch, membership_timeline
from comity.briefs.charts.vote_lines import VoteLine, YearAgreement, lower_end, vote_lines

SVG = "{http://www.w3.org/2000/svg}"
WIDTHS = (theme.WIDE, theme.NARROW)
Colour = tuple[float, float, float]


def _texts(svg: str) -> list[str]:
    return ["".join(node.itertext()) for node in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def _months(*counts: tuple[int, int]) -> list[Bar]:
    days = [dt.date(2021 + i // 12, i % 12 + 1, 1) for i in range(len(counts) + 1)]
    return [Bar(days[i], days[i + 1], up, down) for i, (up, down) in enumerate(counts)]


def _panels(*counts: tuple[int, int], width: float = theme.WIDE) -> str:
    there, back = Panel("A → B", _months(*counts)), Panel("B → A", _months(*[(0, 0)] * len(counts)))
    gap = Gap(dt.date(2021, 2, 1), dt.date(2021, 9, 1))
    return dyad_panels([(there, back)], [gap], title="A & B", width=width)


def _linear(colour: str) -> Colour:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return red, green, blue


def _luminance(colour: Colour) -> float:
    return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(_linear(one)), _luminance(_linear(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _deuteranope(colour: str) -> Colour:
    """As seen without the cones for green (Machado, Oliveira and Fernandes 2009, severity 1)."""
    r, g, b = _linear(colour)
    return (
        0.367322 * r + 0.860646 * g - 0.227968 * b,
        0.280085 * r + 0.672501 * g + 0.047413 * b,
        -0.011820 * r + 0.042940 * g + 0.968881 * b,
    )


def test_friendly_and_hostile_sums_stand_beside_the_pair_in_words() -> None:
    texts = _texts(_panels((3, 0), (4, 1), (0, 2)))
    assert {"A → B", "7 friendly", "3 hostile", "0 friendly", "0 hostile"} <= set(texts)


def test_a_month_with_both_kinds_of_acts_has_two_bars_and_an_empty_one_none() -> None:
    svg = _panels((3, 1), (0, 0))
    assert svg.count('<path d="M') > 0
    root = ElementTree.fromstring(svg)
    filled = [node.get("fill") for node in root.iter(f"{SVG}path")]
    assert filled.count(theme.FRIENDLY) == 1
    assert filled.count(theme.HOSTILE) == 1


def test_a_long_stretch_without_coverage_is_shaded_and_says_so() -> None:
    svg = _panels(*[(1, 0)] * 12)
    assert "no data" in _texts(svg)
    filled = [node.get("fill") for node in ElementTree.fromstring(svg).iter(f"{SVG}path")]
    assert filled.count(theme.UNCOVERED) == 2


def test_one_act_still_shows_beside_a_thousand() -> None:
    svg = _panels((1000, 0), (1, 0))
    bars = [
        node.get("d", "")
        for node in ElementTree.fromstring(svg).iter(f"{SVG}path")
        if node.get("fill") == theme.FRIENDLY
    ]
    heights = [abs(float(part)) for bar in bars for part in re.findall(r"v(-?[\d.]+)", bar)]
    assert min(height for height in heights if height) >= 0.7


def test_the_balance_gives_each_class_its_part_of_a_hundred() -> None:
    counts = {"friendly": 50, "meeting": 25, "attack": 25}
    svg = class_balance([Balance("A → B", counts)], title="Balance")
    assert {"50%", "25%", "100 acts", "attacks"} <= set(_texts(svg))


def test_a_direction_without_acts_says_so_instead_of_showing_a_bar() -> None:
    svg = class_balance([Balance("A → B", {}), Balance("B → A", {"friendly": 2})], title="Balance")
    assert {"no act recorded", "2 acts"} <= set(_texts(svg))


def test_a_bar_of_membership_says_its_status_and_years() -> None:
    stretches = [
        Stretch("WTO", "observer", dt.date(1996, 1, 1), dt.date(2015, 11, 30)),
        Stretch("WTO", "member", dt.date(2015, 11, 30), None),
        Stretch("UN", "member", dt.date(1945, 10, 24), None),
    ]
    marks = [Mark("with Russia", dt.date(2014, 5, 29), True)]
    texts = _texts(
        membership_timeline(
            stretches, marks, first_year=1991, last_day=dt.date(2026, 1, 1), title="Ties"
        )
    )
    assert {"observer 1996–2015", "member since 2015", "member since 1945"} <= set(texts)
    assert "with Russia" in texts


def _line(label: str, *values: float, roll_calls: int = 60) -> VoteLine:
    years = [
        YearAgreement(2010 + i, v, max(0.0, v - 0.05), min(1.0, v + 0.05), roll_calls)
        for i, v in enumerate(values)
    ]
    return VoteLine(label, "#0b6aa8", years)


def test_the_scale_of_votes_begins_at_the_tenth_below_all_that_is_drawn() -> None:
    assert lower_end([_line("A", 0.9, 0.8), _line("B", 0.63)]) == pytest.approx(0.5)
    assert lower_end([_line("A", 0.04)]) == 0.0


def test_a_pole_is_named_with_its_newest_year_of_enough_roll_calls() -> None:
    line = _line("China", 0.7, 0.82)
    few = YearAgreement(2012, 0.1, 0.0, 0.6, 4)
    texts = _texts(vote_lines([VoteLine("China", line.colour, [*line.years, few])], title="Votes"))
    assert {"China 0.82", "in 2011"} <= set(texts)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=7))
def test_the_names_at_the_lines_ends_never_overlap(values: list[float]) -> None:
    from comity.briefs.charts.vote_lines import LINE_HEIGHT, _apart, _Plot

    plot = _Plot(26, 500, 230, (2000, 2020), 0.0)
    places = sorted(plot.at(2020, value)[1] for value in values)
    spots = _apart(places, plot)
    assert spots == sorted(spots)
    assert all(b - a >= LINE_HEIGHT - 1e-9 for a, b in pairwise(spots))
    assert all(spot <= plot.bottom for spot in spots)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_chart_is_a_titled_picture_as_wide_as_asked(width: float) -> None:
    for svg in (
        _panels((3, 1), (0, 0), width=width),
        class_balance([Balance("A → B", {"friendly": 2})], title="A & B", width=width),
        vote_lines([_line("A", 0.5, 0.6)], title="A & B", width=width),
        membership_timeline(
            [Stretch("UN", "member", dt.date(1992, 3, 2), None)],
            [],
            first_year=1991,
            last_day=dt.date(2026, 1, 1),
            title="A & B",
            width=width,
        ),
    ):
        root = ElementTree.fromstring(svg)
        assert root.get("role") == "img"
        assert root.findtext(f"{SVG}title") == "A & B"
        assert float(root.get("width", "0")) == width
        assert "http" not in svg.replace("http://www.w3.org/", "")


def test_friendly_and_hostile_can_be_told_apart_without_the_cones_for_green() -> None:
    one, other = _deuteranope(theme.FRIENDLY), _deuteranope(theme.HOSTILE)
    assert sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 > 0.2


def test_neighbouring_classes_differ_in_lightness_or_hue_without_the_cones_for_green() -> None:
    colours = [_deuteranope(theme.CLASS_COLOURS[name]) for name in ORDER]
    for one, other in pairwise(colours):
        assert sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 > 0.1


def test_no_two_poles_have_one_colour() -> None:
    assert all(a != b for a, b in combinations(theme.POLE_PALETTE, 2))


@pytest.mark.parametrize(
    "colour", [theme.INK, theme.QUIET, theme.FRIENDLY, theme.HOSTILE, *theme.POLE_PALETTE]
)
def test_text_on_white_has_the_contrast_that_readers_need(colour: str) -> None:
    assert _contrast(colour, "#ffffff") >= 4.5


@pytest.mark.parametrize("name", ORDER)
def test_text_on_a_class_has_the_contrast_that_readers_need(name: str) -> None:
    ink = "#ffffff" if name in ("friendly", "attack") else theme.INK
    assert _contrast(theme.CLASS_COLOURS[name], ink) >= 4.5


def test_marks_of_one_style_share_a_layer_whatever_their_order() -> None:
    canvas = Canvas(100)
    for x in range(20):
        canvas.rect(x, 0, x + 1, 5, theme.INK)
        canvas.text((x, 5), "a")
    assert len(canvas._layers) == 2


@given(st.integers(1, 10**6), st.integers(1, 8))
def test_a_step_of_the_axis_is_whole_and_cuts_the_span_in_few_parts(span: int, most: int) -> None:
    step = nice_step(span, most)
    assert span / step <= most
    assert int(str(step)[0]) in (1, 2, 5)


def test_entries_of_a_key_go_on_to_the_next_line_where_the_first_is_full() -> None:
    assert wrapped([40, 50, 30], 100) == [(0.0, 0), (40.0, 0), (0.0, 1)]


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40))
def test_a_shortened_name_fits_its_room(name: str) -> None:
    assert text_width(shortened(name, 11, 80), 11) <= 80
