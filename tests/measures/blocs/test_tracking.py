"""One label for a bloc over the years, and what it is called."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from comity.measures.blocs.naming import bloc_name
from comity.measures.blocs.tracking import MEMORY, stable_labels

WORLD = frozenset("ABCDEFGHIJKLMNOP")


def labels(*years: tuple[int, list[str]]) -> dict[int, tuple[int, ...]]:
    return dict(
        stable_labels((year, [frozenset(bloc) for bloc in blocs], WORLD) for year, blocs in years)
    )


def test_a_bloc_keeps_its_label_when_it_is_no_longer_the_largest() -> None:
    assert labels((1, ["ABCDE", "FGH"]), (2, ["FGHIJK", "ABCD"])) == {1: (1, 2), 2: (2, 1)}


def test_of_two_halves_the_larger_keeps_the_label_and_the_other_gets_a_new_one() -> None:
    assert labels((1, ["ABCDEFGH"]), (2, ["ABCDE", "FGH"]))[2] == (1, 2)


def test_a_label_that_ended_is_never_given_to_another_bloc() -> None:
    found = labels((1, ["ABC", "DEF"]), (2, ["ABC"]), (3, ["ABC", "KLM"]))
    assert found[3] == (1, 3)


def test_a_bloc_that_comes_back_after_a_gap_has_its_label_again() -> None:
    assert labels((1, ["ABC", "DEF"]), (2, ["ABC"]), (4, ["DEF", "ABC"]))[4] == (2, 1)
    late = 2 + MEMORY
    assert labels((1, ["ABC", "DEF"]), (2, ["ABC"]), (late, ["DEF", "ABC"]))[late] == (3, 1)


def test_states_that_were_not_there_before_do_not_make_another_bloc() -> None:
    before, after = frozenset("ABCD"), frozenset("ABCDEFGHIJKLMNOP")
    found = stable_labels([(1, [frozenset("ABC")], before), (2, [after - {"D"}], after)])
    assert found[2] == (1,)


@given(st.lists(st.lists(st.integers(0, 4), min_size=12, max_size=12), min_size=1, max_size=6))
@settings(max_examples=50)
def test_in_a_year_no_two_blocs_have_one_label_and_equal_years_have_equal_ones(
    years: list[list[int]],
) -> None:
    blocs = [
        [frozenset("ABCDEFGHIJKL"[i] for i in range(12) if of[i] == g) for g in sorted(set(of))]
        for of in years
    ]
    world = frozenset("ABCDEFGHIJKL")
    found = stable_labels((year, of, world) for year, of in enumerate([*blocs, blocs[-1]]))
    for given_labels in found.values():
        assert len(set(given_labels)) == len(given_labels)
    assert found[len(blocs)] == found[len(blocs) - 1]


def test_a_bloc_is_called_after_its_greatest_members() -> None:
    size = {"CHN": 0.2, "IRN": 0.05, "RUS": 0.1}
    assert bloc_name(["BLR", "CHN", "IRN", "PRK", "RUS"], size) == "CHN, RUS, IRN +2"
    assert bloc_name(["RUS", "BLR"], size) == "RUS, BLR"
