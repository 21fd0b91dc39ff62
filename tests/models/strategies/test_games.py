"""A table of games is taken as it is, or refused with the place and the reason."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from simulated_games import table

from comity.errors import BadInput
from comity.models.strategies import populations

GOOD = [
    ("T1", "a", 1, 1, "c", "c"),
    ("T1", "a", 1, 2, "c", "d"),
    ("T1", "a", 1, 3, "d", "c"),
    ("T1", "a", 2, 1, "c", "c"),
    ("T1", "b", 1, 1, "d", "c"),
    ("T2", "a", 1, 1, "d", "d"),
]


def test_a_player_of_another_treatment_is_another_player() -> None:
    first, second = populations(table(GOOD))
    assert (first.name, first.ids, second.name, second.ids) == ("T1", ("a", "b"), "T2", ("a",))
    assert first.agreement.choices.tolist() == [4, 1]
    # Player a did as tit for tat would in all four choices, and began anew with the second game.
    names = ("ALLD", "ALLC", "GRIM", "TFT", "WSLS", "T2")
    assert dict(zip(names, first.agreement.agreed[0].tolist(), strict=True)) == {
        "ALLD": 1,
        "ALLC": 3,
        "GRIM": 4,
        "TFT": 4,
        "WSLS": 4,
        "T2": 4,
    }


def test_the_order_of_rows_does_not_matter() -> None:
    shuffled = table(GOOD[::-1])
    ahead = {
        p.name: dict(zip(p.ids, p.agreement.agreed.tolist(), strict=True))
        for p in populations(table(GOOD))
    }
    back = {
        p.name: dict(zip(p.ids, p.agreement.agreed.tolist(), strict=True))
        for p in populations(shuffled)
    }
    assert ahead == back


def test_names_may_be_numbers_and_choices_capital_letters() -> None:
    rows = [(7, 1, 1, 1, "C", "D"), (7, 1, 1, 2, " d ", "c")]
    (found,) = populations(table(rows))
    assert (found.name, found.ids) == ("7", ("1",))
    assert found.moves[0].own.tolist() == [True, False]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("T", "a", 1, 1, "x", "c")], "Row 1.*choice is 'x', not c or d"),
        ([("T", "a", 1, 1, "c", "c"), ("T", "a", 1, 2, "c", None)], "Row 2.*other.choice is empty"),
        ([("T", None, 1, 1, "c", "c")], "Row 1.*id is empty"),
        ([("T", "a", 1, None, "c", "c")], "period is empty"),
        ([("T", "a", 1, 1.5, "c", "c")], "no whole number"),
        ([("T", "a", 1, 1, "c", "c")] * 2, "id a, game 1 has period 1 twice"),
        ([("T", "a", 1, 2, "c", "c")], "begins with period 2, not 1"),
        ([("T", "a", 1, 1, "c", "c"), ("T", "a", 1, 3, "c", "c")], "no period 2, but a period 3"),
        ([("T", "a", 1, 0, "c", "c"), ("T", "a", 1, 1, "c", "c")], "begins with period 0"),
    ],
)
def test_what_is_no_game_is_refused_with_place_and_reason(
    rows: list[tuple[object, ...]], said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        populations(table(rows))


def test_missing_columns_are_named() -> None:
    with pytest.raises(BadInput, match=r"no column choice, other\.choice"):
        populations(table(GOOD).drop_columns(["choice", "other.choice"]))
    with pytest.raises(BadInput, match="empty"):
        populations(table(GOOD).slice(0, 0))


def test_a_column_that_is_there_twice_or_holds_no_text_is_named() -> None:
    twice = table(GOOD).append_column("choice", table(GOOD)["choice"])
    with pytest.raises(BadInput, match="column choice twice"):
        populations(twice)
    listed = table(GOOD).drop_columns(["id"]).append_column("id", pa.array([[1]] * len(GOOD)))
    with pytest.raises(BadInput, match=r"column id .* no text"):
        populations(listed)


def test_a_dictionary_column_is_as_good_as_text() -> None:
    coded = table(GOOD)
    place = coded.column_names.index("choice")
    coded = coded.set_column(place, "choice", coded["choice"].dictionary_encode())
    assert isinstance(coded["choice"].type, pa.DictionaryType)
    same = [p.agreement.agreed for p in populations(coded)]
    for one, other in zip(same, populations(table(GOOD)), strict=True):
        assert np.array_equal(one, other.agreement.agreed)
