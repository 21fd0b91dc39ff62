"""Sheets of figures: typed cells, forms of header, and spells cut by the state of the day."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pyarrow as pa
import pytest

from comity.errors import BadInput
from comity.sources.sheets import Column, Layout, first_header
from comity.sources.sheets.layout import MISSING
from comity.sources.sheets.reading import choose_layout
from comity.sources.sheets.spells import Cutter, Spell
from comity.sources.sheets.taking import take_columns, typed
from comity.sources.state_codes import iso_of_cow
from comity.vocabulary.actor import DropReason

LAYOUT = Layout(
    "version 1",
    ("code", "year", "value"),
    (
        Column("code", pa.int32(), lowest=1),
        Column("value", pa.float64(), MISSING, lowest=0, highest=1),
    ),
)


@pytest.mark.parametrize(
    ("text", "value", "fine"),
    [
        (".5", 0.5, True),
        ("1", 1.0, True),
        ("5E-1", 0.5, True),
        (" 0 ", 0.0, True),
        ("-9", None, True),
        ("", None, True),
        ("1.5", 1.5, False),
        ("-0.1", -0.1, False),
        ("nan", None, False),
        ("inf", None, False),
        ("1,5", None, False),
        ("٣", None, False),
    ],
)
def test_a_share_is_a_number_from_0_to_1_or_missing(
    text: str, value: float | None, fine: bool
) -> None:
    values, good = typed(LAYOUT.columns[1], pa.array([text]))
    assert good.to_pylist() == [fine]
    if fine:
        assert values.to_pylist() == [value]


def test_a_line_with_a_wrong_cell_is_rejected_and_the_others_are_kept() -> None:
    rows = [["2", "1990", ".5"], ["two", "1990", ".5"], ["0", "1990", "-9"], ["20.0", "", "-9"]]
    table, rejects = take_columns(LAYOUT, LAYOUT.header, [2, 3, 4, 5], rows)
    assert table.to_pylist() == [
        {"line": 2, "code": 2, "value": 0.5},
        {"line": 5, "code": 20, "value": None},
    ]
    assert [(reject.line, reject.reason) for reject in rejects] == [
        (3, "code 'two' is no whole number"),
        (4, "code '0'; 1 or more expected"),
    ]


def test_a_header_is_the_published_one_or_is_told_what_it_lacks() -> None:
    assert choose_layout("f.csv", ("code", "year", "value"), [LAYOUT], "figures") is LAYOUT
    with pytest.raises(BadInput, match="missing: year; not expected: annee"):
        choose_layout("f.csv", ("code", "annee", "value"), [LAYOUT], "figures")
    with pytest.raises(BadInput, match="stand in another order"):
        choose_layout("f.csv", ("year", "code", "value"), [LAYOUT], "figures")
    assert first_header(b'\xef\xbb\xbf"code",year\r\n1,2\r\n') == ("code", "year")
    assert first_header(b"\xff\xfe\x00") == ()


def test_a_spell_is_cut_where_the_state_changes_and_a_state_without_code_is_counted() -> None:
    dropped = Counter[DropReason]()
    day = dt.date
    cut = Cutter(iso_of_cow).cut
    assert list(cut((365, 710), day(1980, 1, 1), day(2000, 1, 1), dropped)) == [
        Spell("SUN", "CHN", day(1980, 1, 1), day(1991, 12, 26)),
        Spell("RUS", "CHN", day(1991, 12, 26), day(2000, 1, 1)),
    ]
    assert not list(cut((300, 4242), day(1900, 1, 1), day(1910, 1, 1), dropped))
    assert not list(cut((300, 325), day(1900, 1, 1), day(1910, 1, 1), dropped))
    assert dropped == {DropReason.UNKNOWN_TARGET: 1, DropReason.NO_STATE_THEN: 1}
