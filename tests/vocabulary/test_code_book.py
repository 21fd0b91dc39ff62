"""Own readings of a country, and what the code-book says of codes that it does not hold."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import BadConfiguration
from comity.registry.gestures import code_book
from comity.vocabulary.code_book import PairWindow
from comity.vocabulary.gesture import GestureClass

KEYS = st.sampled_from(sorted(code_book().readings))
CLASSES = st.sampled_from(list(GestureClass))


def test_an_unknown_code_has_no_reading() -> None:
    book = code_book()
    assert book.reading("cameo", "0841]") is None
    assert book.reading("cameo", "999") is None
    assert book.reading("cameo_0_5", "010") is None


def test_a_country_may_take_an_official_complaint_as_an_insult() -> None:
    own = code_book().with_overrides({"cameo": {"114": "insult"}})
    reading = own.reading("cameo", "114")
    assert reading is not None
    assert reading.gesture_class is GestureClass.INSULT
    assert own.own_readings == ("cameo:114",)
    assert own.version.startswith(code_book().version + "+own.")


def test_own_readings_leave_the_default_book_as_it_was() -> None:
    code_book().with_overrides({"cameo": {"114": "insult"}})
    reading = code_book().reading("cameo", "114")
    assert reading is not None
    assert reading.gesture_class is GestureClass.NEUTRAL


def test_all_findings_are_shown_at_once() -> None:
    wrong = {
        "cameo": {"054": "attack", "1145": "insult", "020": "insult", "111": "offense"},
        "plovr": {"AID": "neutral"},
    }
    with pytest.raises(BadConfiguration) as raised:
        code_book().with_overrides(wrong)
    text = str(raised.value)
    assert "cameo:054: friendly to attack is 4 steps; one is allowed" in text
    assert "cameo:1145: no such code" in text
    assert "cameo:020: is an act of cooperation" in text
    assert "'offense' is no gesture class (did you mean offence?)" in text
    assert "plovr:AID: no such code (did you mean plover:AID" in text


def test_steps_can_not_be_added_up_over_two_rounds() -> None:
    once = code_book().with_overrides({"cameo": {"100": "insult"}})
    with pytest.raises(BadConfiguration, match="is an own reading already"):
        once.with_overrides({"cameo": {"100": "neutral"}})


def test_no_own_reading_is_the_default_book() -> None:
    assert code_book().with_overrides({}) is code_book()
    assert code_book().with_overrides({"cameo": {"111": "insult"}}) is code_book()


@given(KEYS, CLASSES)
def test_an_own_reading_is_one_step_and_never_makes_cooperation_hostile(
    key: tuple[str, str], wanted: GestureClass
) -> None:
    book = code_book()
    reading = book.readings[key]
    cooperation = reading.quad is not None and reading.quad.is_cooperation
    within = reading.gesture_class.steps_to(wanted) <= 1 and not (cooperation and wanted.is_hostile)
    own = {key[0]: {key[1]: wanted.value}}
    if within:
        changed = book.with_overrides(own)
        assert changed.readings[key].gesture_class is wanted
        assert {k for k in book.readings if changed.readings[k] != book.readings[k]} <= {key}
    else:
        with pytest.raises(BadConfiguration):
            book.with_overrides(own)


def test_a_window_is_half_open() -> None:
    window = PairWindow("ARE", "ISR", dt.date(2020, 8, 1), dt.date(2020, 9, 1), "by hand")
    assert window.holds_on(dt.date(2020, 8, 1))
    assert not window.holds_on(dt.date(2020, 9, 1))
    assert not window.holds_on(dt.date(2020, 7, 31))
