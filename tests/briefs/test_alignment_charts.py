"""The charts of alignment, looked at: what do they say, and does it fit?"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.briefs import theme
from comity.briefs.charts.bloc_river import OTHER_COLOUR, RiverYear, bloc_river
from comity.briefs.charts.canvas import Canvas
from comity.briefs.charts.drift_arrows import CLEAR, UNCLEAR, Move, PoleMark, drift_arrows
from comity.briefs.charts.drift_rates import Column, Rate, RateRow, drift_rates
from comity.briefs.charts.position_lines import (
    LINE_HEIGHT,
    Ends,
    Place,
    PositionLine,
    apart,
    position_lines,
    stretches,
)
from comity.briefs.charts.sovereignty_bars import Score, sovereignty_bars
from comity.briefs.charts.tie_shares import LayerSpread, Spread, tie_shares

SVG = "{http://www.w3.org/2000/svg}"
WIDTHS = (theme.WIDE, theme.NARROW)
ENDS = Ends("one side", "the other side")


def _texts(svg: str) -> list[str]:
    return ["".join(node.itertext()) for node in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def _strokes(svg: str) -> list[str | None]:
    return [node.get("stroke") for node in ElementTree.fromstring(svg).iter(f"{SVG}path")]


def _line(label: str, *values: float | None, main: bool = False) -> PositionLine:
    places = [Place(46 + i, v, v - 0.1, v + 0.1) for i, v in enumerate(values) if v is not None]
    return PositionLine(label, "#0b6aa8", places, main)


def _positions(*lines: PositionLine, width: float = theme.WIDE) -> str:
    return position_lines(lines, title="A & B", ends=ENDS, year_of_period=1945, width=width)


def _river(*years: RiverYear, width: float = theme.WIDE, state: str = "A") -> str:
    names = {0: "Norway and Chad", 1: "Peru"}
    return bloc_river(years, names, state=state, title="A & B", label="Stability", width=width)


def _year(year: int, *sizes: int, stability: float | None = 0.9) -> RiverYear:
    """The first state, A, is in the first bloc; the others are numbered."""
    states = [bloc for bloc, n in enumerate(sizes) for _ in range(n)]
    blocs = {"A" if i == 0 else f"S{i}": bloc for i, bloc in enumerate(states)}
    return RiverYear(year, blocs, stability)


def test_a_line_is_named_at_its_end_with_its_newest_position_and_a_true_minus() -> None:
    texts = _texts(_positions(_line("Chad", 0.4, -0.6), _line("Peru", 0.1, 0.0)))
    assert {"Chad \N{MINUS SIGN}0.6", "Peru 0.0"} <= set(texts)


def test_a_line_that_ends_early_says_in_which_year() -> None:
    assert "Chad +0.4 (1992)" in _texts(_positions(_line("Chad", 0.3, 0.4), _line("Peru", 0, 0, 1)))


def test_no_line_spans_a_session_without_an_estimate() -> None:
    runs = stretches(_line("Chad", 0.1, None, 0.3, 0.4).places)
    assert [[place.period for place in run] for run in runs] == [[46], [48, 49]]


def test_a_session_that_stands_alone_is_a_dot() -> None:
    broken, whole = _line("Chad", 0.1, None, 0.3, 0.4), _line("Chad", 0.1, 0.2, 0.3, 0.4)
    assert _positions(broken).count("<path") == _positions(whole).count("<path") + 2


def test_sessions_are_shown_by_the_year_in_which_they_opened() -> None:
    assert "1992" in _texts(_positions(_line("Chad", *[0.1] * 20)))


def test_both_ends_of_the_scale_are_named() -> None:
    texts = _texts(_positions(_line("Chad", 0.4, -0.6)))
    assert {"▲ one side", "▼ the other side"} <= set(texts)


@given(st.lists(st.floats(0, 300), min_size=1, max_size=8))
def test_names_pushed_together_stay_in_order_apart_and_above_the_floor(places: list[float]) -> None:
    spots = apart(sorted(places), 300.0)
    assert all(b - a >= LINE_HEIGHT - 1e-6 for a, b in pairwise(spots))
    assert spots[-1] <= 300.0 + 1e-9


def test_two_names_at_one_place_are_moved_by_half_a_line_each() -> None:
    assert apart([100.0, 100.0], 300.0) == pytest.approx([100 - LINE_HEIGHT / 2,
                                                          100 + LINE_HEIGHT / 2])  # fmt: skip


def test_a_move_that_may_be_chance_is_pale_and_a_clear_one_dark() -> None:
    start, end = Place(68, 0.0, -0.1, 0.1), Place(78, 1.0, 0.9, 1.1)
    clear, pale = (
        drift_arrows([Move("Chad", start, end, clear)], [], title="t") for clear in (True, False)
    )
    assert CLEAR in _strokes(clear)
    assert CLEAR not in _strokes(pale)
    assert UNCLEAR in _strokes(pale)


def test_a_state_without_an_estimate_has_no_arrow_and_says_so() -> None:
    svg = drift_arrows([Move("Chad", None, None)], [PoleMark("Peru", "#0b6aa8", 1.0)], title="t")
    assert "no estimate" in _texts(svg)
    assert UNCLEAR not in _strokes(svg)


def test_poles_that_stand_close_are_both_named() -> None:
    poles = [PoleMark(name, "#0b6aa8", value) for name, value in (("Peru", 0.5), ("Laos", 0.52))]
    svg = drift_arrows([Move("Chad", Place(1, 0), Place(2, 1))], poles, title="t")
    assert {"Peru", "Laos"} <= set(_texts(svg))


@pytest.mark.parametrize("thick", [1.8, 2.6])
def test_an_arrow_points_the_way_it_goes(thick: float) -> None:
    canvas = Canvas(100)
    canvas.arrow((10, 5), (60, 5), theme.INK, thick=thick)
    canvas.arrow((60, 15), (10, 15), theme.INK, thick=thick)
    heads = [
        [float(x) for x in re.findall(r"[ML](-?[\d.]+),", node.get("d", ""))]
        for node in ElementTree.fromstring(canvas.svg(20, title="t")).iter(f"{SVG}path")
        if node.get("fill") == theme.INK
    ]
    assert sorted((min(head), max(head)) for head in heads)[0][0] == pytest.approx(10)
    assert sorted((min(head), max(head)) for head in heads)[1][1] == pytest.approx(60)


def test_each_pole_has_a_column_and_an_unclear_rate_is_grey() -> None:
    columns = [Column("P", "Peru", "Peru", "#b3470a"), Column("L", "Laos", "Laos", "#0b6aa8")]
    rows = [RateRow("Chad", {"P": Rate(-0.5, -0.7, -0.3, True), "L": Rate(0.1, -0.1, 0.3, False)})]
    svg = drift_rates(rows, columns, title="t")
    assert {"Peru", "Laos", "Chad", "← nearer", "farther →"} <= set(_texts(svg))
    assert "#b3470a" in _strokes(svg)
    assert "#0b6aa8" not in _strokes(svg)


def test_all_cells_have_one_scale_with_round_ends() -> None:
    columns = [Column("P", "Peru", "Peru", "#b3470a")]
    svg = drift_rates([RateRow("Chad", {"P": Rate(-0.5, -0.7, -0.3, True)})], columns, title="t")
    assert {"\N{MINUS SIGN}0.8", "\N{MINUS SIGN}0.4", "0.0", "+0.4", "+0.8"} <= set(_texts(svg))


def test_the_blocs_of_the_last_year_are_named_with_their_size() -> None:
    texts = _texts(_river(_year(2000, 5, 4), _year(2001, 5, 4)))
    assert {"5: Norway and Chad", "4: Peru"} <= set(texts)


def test_blocs_of_fewer_than_three_states_are_one_and_grey() -> None:
    svg = _river(_year(2000, 6, 2, 1), _year(2001, 6, 2, 1))
    fills = [node.get("fill") for node in ElementTree.fromstring(svg).iter(f"{SVG}path")]
    assert OTHER_COLOUR in fills
    assert any(text.startswith("3: in none") for text in _texts(svg))


def test_no_river_runs_through_a_year_without_data() -> None:
    def ribbons(svg: str) -> int:
        paths = ElementTree.fromstring(svg).iter(f"{SVG}path")
        return sum(node.get("opacity") == "0.3" for node in paths)

    whole = [_year(year, 5, 4) for year in range(2000, 2004)]
    assert ribbons(_river(*whole)) == 6
    assert ribbons(_river(whole[0], whole[1], whole[3])) == 2


def test_a_dimension_without_data_says_why_instead_of_showing_a_bar() -> None:
    scores = [
        Score("Economic", 62.0, 55.0, 70.0, (30.0, 50.0, 88.0), count="4 of 5"),
        Score("Military", None, note="none of 4 indicators is on record"),
    ]
    texts = _texts(sovereignty_bars(scores, title="t", state="Chad"))
    assert "62 (55–70), 4 of 5" in texts
    assert "no data: none of 4 indicators is on record" in texts


def test_the_shares_of_a_layer_are_parts_of_a_hundred_then_and_now() -> None:
    layer = LayerSpread("Trade", [Spread("2004", {"P": 1.0}), Spread("2014", {"P": 0.6, "L": 0.4})])
    svg = tie_shares([layer], {"P": "Peru", "L": "Laos"}, {"P": "#b3470a", "L": "#0b6aa8"},
                     title="t")  # fmt: skip
    assert {"Trade", "2004", "2014", "100%", "60%", "40%", "Peru", "Laos"} <= set(_texts(svg))


@pytest.mark.parametrize("width", WIDTHS)
def test_every_chart_is_a_titled_picture_as_wide_as_asked(width: float) -> None:
    rows = [RateRow("Chad", {"P": Rate(-0.5, -0.7, -0.3, True)})]
    shares = LayerSpread("Trade", [Spread("2014", {"P": 1.0})])
    for svg in (
        _positions(_line("Chad", 0.4, -0.6, main=True), width=width),
        _river(_year(2000, 5, 4), _year(2001, 5, 4), width=width),
        drift_arrows([Move("Chad", Place(1, 0), Place(2, 1))], [], title="A & B", width=width),
        drift_rates(rows, [Column("P", "Peru", "P", "#b3470a")], title="A & B", width=width),
        sovereignty_bars([Score("Economic", 50.0)], title="A & B", state="Chad", width=width),
        tie_shares([shares], {"P": "Peru"}, {"P": "#b3470a"}, title="A & B", width=width),
    ):
        root = ElementTree.fromstring(svg)
        assert root.get("role") == "img"
        assert root.findtext(f"{SVG}title") == "A & B"
        assert float(root.get("width", "0")) == width
        assert "http" not in svg.replace("http://www.w3.org/", "")
