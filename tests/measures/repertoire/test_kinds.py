"""Kinds of acts: PLOVER's types and modes, and what schemes without them have."""

from __future__ import annotations

from comity.measures.repertoire.kinds import GROUPS, MEETING, Grain, distinct, kinds_of
from comity.registry.gestures import code_book


def test_a_released_captive_is_a_retreat_of_mode_release() -> None:
    kind = kinds_of(code_book(), "cameo")["0841"]
    assert (kind.id, kind.plover_type, kind.plover_mode) == (
        "RETREAT:release",
        "RETREAT",
        "release",
    )
    assert (kind.title, kind.group) == ("Release captives", "friendly")


def test_all_agreements_are_one_kind_but_many_codes() -> None:
    modes, codes = (kinds_of(code_book(), "cameo", grain) for grain in Grain)
    agreed = {code for code, kind in modes.items() if kind.id == "AGREE"}
    assert {"030", "0331", "036"} <= agreed
    assert len({codes[code].id for code in agreed}) == len(agreed) - 1


def test_a_root_alone_says_no_more_than_its_first_code() -> None:
    codes = kinds_of(code_book(), "cameo", Grain.CODE)
    assert codes["03"] is codes["030"]
    assert codes["03"].id == "cameo:030"


def test_a_statement_has_no_type_in_plover_and_keeps_its_root() -> None:
    kinds = kinds_of(code_book(), "cameo")
    assert kinds["013"].id == kinds["019"].id == "cameo:01"
    assert (kinds["013"].title, kinds["013"].plover_type) == ("Make public statement", None)


def test_a_blockade_is_no_mere_restriction() -> None:
    kinds = kinds_of(code_book(), "cameo")
    assert kinds["172"].id == "COERCE:restrict"
    assert kinds["191"].id == "COERCE:restrict (attack)"
    assert (kinds["172"].gesture_class, kinds["191"].gesture_class) == ("offence", "attack")


def test_a_type_with_modes_says_where_none_is_named() -> None:
    kinds = kinds_of(code_book(), "cameo")
    assert kinds["120"].title == "Reject, not specified"
    assert kinds["070"].title == "Provide aid"


def test_a_visit_is_a_meeting() -> None:
    assert kinds_of(code_book(), "cameo")["042"].group == MEETING


def test_a_code_of_weis_is_a_kind_itself() -> None:
    for grain in Grain:
        kind = kinds_of(code_book(), "weis", grain)["041"]
        assert (kind.id, kind.title, kind.plover_type) == ("weis:041", "Praise", None)


def test_every_code_has_one_kind_of_its_own_class() -> None:
    book = code_book()
    for scheme in sorted({scheme for scheme, _ in book.readings}):
        for grain in Grain:
            kinds = kinds_of(book, scheme, grain)
            assert set(kinds) == {code for of, code in book.readings if of == scheme}
            for code, kind in kinds.items():
                reading = book.reading(scheme, code)
                assert reading is not None
                assert code in kind.codes
                assert kind.gesture_class is reading.gesture_class
                assert kind.group in (*GROUPS, MEETING)
            every = distinct([kinds])
            assert len({kind.id for kind in every}) == len(every)


def test_cameo_has_12_friendly_kinds_in_plover_and_72_codes() -> None:
    counts = [
        sum(kind.group == "friendly" for kind in distinct([kinds_of(code_book(), "cameo", grain)]))
        for grain in Grain
    ]
    assert counts == [12, 72]
