"""Similarity of two series: by hand, as laws, then against published numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import BadValue
from comity.measures.similarity import estimate, similarity
from comity.measures.similarity.measure import ALLIANCES, BINARY, DISTANCES, MEASURES

YES, ABSTAIN, NO = 1, 2, 3
ABSENT = float("nan")

votes = st.lists(
    st.tuples(st.sampled_from([1, 2, 3]), st.sampled_from([1, 2, 3])), min_size=1, max_size=30
)
any_measure = st.sampled_from(MEASURES)
any_distance = st.sampled_from(DISTANCES)


def sides(pairs: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    return [one for one, _ in pairs], [other for _, other in pairs]


# By hand: (yes, yes), (no, no), (yes, abstain), (yes, no).
RUS = [YES, NO, YES, YES]
UKR = [YES, NO, ABSTAIN, NO]


@pytest.mark.parametrize(
    ("measure", "distance", "value"),
    [
        # The distances are 0, 0, 1 and 2 of at most 2 each.
        ("agreement", "absolute", 1 - 3 / 8),
        ("s", "absolute", 1 - 2 * 3 / 8),
        # 0, 0, 1 and 4 of at most 4.
        ("agreement", "squared", 1 - 5 / 16),
        ("agreement", "nominal", 2 / 4),
        # Pooled: yes 4/8, abstain 1/8, no 3/8. Expected apart: 2 * (4/8 * 1/8 + 1/8 * 3/8) by one
        # and 2 * 4/8 * 3/8 by two.
        ("pi", "absolute", 1 - (3 / 4) / (2 * (4 + 3) / 64 + 2 * 2 * 12 / 64)),
        ("pi", "squared", 1 - (5 / 4) / (2 * (4 + 3) / 64 + 4 * 2 * 12 / 64)),
        ("pi", "nominal", 1 - (2 / 4) / (1 - (16 + 1 + 9) / 64)),
        # One: yes 3/4, no 1/4; the other: yes 1/4, abstain 1/4, no 2/4.
        ("kappa", "absolute", 1 - (3 / 4) / ((3 * 1 + 1 * 1 + 2 * (3 * 2 + 1 * 1)) / 16)),
        ("kappa", "nominal", 1 - (2 / 4) / (1 - (3 * 1 + 1 * 2) / 16)),
    ],
)
def test_four_votes_worked_out_by_hand(measure: str, distance: str, value: float) -> None:
    assert similarity(RUS, UKR, measure=measure, distance=distance) == pytest.approx(value)


def test_pi_and_kappa_take_squared_distance_and_the_others_absolute_by_default() -> None:
    for measure, distance in [("pi", "squared"), ("kappa", "squared"), ("s", "absolute")]:
        own = similarity(RUS, UKR, measure=measure)
        assert own == similarity(RUS, UKR, measure=measure, distance=distance)


def test_an_absence_of_either_says_nothing() -> None:
    one, other = [*RUS, ABSENT, NO], [*UKR, NO, ABSENT]
    assert similarity(one, other) == similarity(RUS, UKR)
    assert estimate(one, other).items == 4


def test_a_blocs_median_may_lie_between_two_votes() -> None:
    assert similarity([1.5], [2], measure="agreement") == 0.75


def test_two_that_always_said_yes_have_agreement_but_no_pi() -> None:
    assert similarity([YES] * 9, [YES] * 9, measure="agreement") == 1.0
    assert math.isnan(similarity([YES] * 9, [YES] * 9))
    found = estimate([YES] * 9, [YES] * 9)
    assert (found.value, found.lower, found.upper, found.items) == (None, None, None, 9)


def test_an_item_of_twice_the_weight_counts_as_two_items() -> None:
    for measure in MEASURES:
        twice = similarity([*RUS, YES], [*UKR, NO], measure=measure)
        assert similarity(RUS, UKR, measure=measure, weights=[1, 1, 1, 2]) == pytest.approx(twice)


def test_nothing_shared_is_no_number() -> None:
    assert math.isnan(similarity([ABSENT], [YES], measure="agreement"))
    assert estimate([ABSENT], [YES]).items == 0


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"one": [1, 8, 9], "other": [1, 1, 1]}, "2 values lie outside the scale: 8, 9"),
        ({"one": [1, 2], "other": [1]}, "differ in length: 2 and 1"),
        ({"one": [1], "other": [1], "weights": [-1]}, "negative"),
        ({"one": [1], "other": [1], "weights": [0]}, "all 0"),
        ({"one": [1], "other": [1], "measure": "tau"}, "'tau' is not a measure"),
        ({"one": [1], "other": [1], "distance": "cubed"}, "'cubed' is not a distance"),
        ({"one": [1], "other": [1], "levels": [1]}, "at least two"),
    ],
)
def test_what_is_no_value_is_refused_by_name_and_number(asked: dict, said: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(BadValue, match=said):
        similarity(**asked)


def test_a_level_lies_between_nothing_and_all() -> None:
    with pytest.raises(BadValue, match=r"not at 1\.0"):
        estimate(RUS, UKR, level=1.0)


@given(votes, any_measure, any_distance)
def test_it_is_the_same_from_both_sides(
    pairs: list[tuple[int, int]], measure: str, distance: str
) -> None:
    one, other = sides(pairs)
    there = similarity(one, other, measure=measure, distance=distance)
    back = similarity(other, one, measure=measure, distance=distance)
    assert there == pytest.approx(back, nan_ok=True)


@given(votes, any_measure, any_distance)
def test_it_lies_within_its_bounds_and_so_does_its_interval(
    pairs: list[tuple[int, int]], measure: str, distance: str
) -> None:
    found = estimate(*sides(pairs), measure=measure, distance=distance)
    if found.value is None:
        return
    assert found.lower is not None
    assert found.upper is not None
    least = 0.0 if measure == "agreement" else -1.0
    assert least - 1e-9 <= found.lower <= found.value <= found.upper <= 1.0 + 1e-9


@given(votes, any_measure, any_distance)
def test_whoever_votes_alike_has_one(
    pairs: list[tuple[int, int]], measure: str, distance: str
) -> None:
    one, _ = sides(pairs)
    found = similarity(one, one, measure=measure, distance=distance)
    varies = len(set(one)) > 1
    assert found == 1.0 if varies or measure in ("agreement", "s") else math.isnan(found)


@given(votes, st.sampled_from(["absolute", "squared"]))
def test_correcting_for_chance_never_adds(pairs: list[tuple[int, int]], distance: str) -> None:
    """pi <= kappa and pi <= S <= agreement: each is held against a smaller distance."""
    found = {m: similarity(*sides(pairs), measure=m, distance=distance) for m in MEASURES}
    assert found["s"] <= found["agreement"] + 1e-9
    if not math.isnan(found["pi"]):
        assert found["pi"] <= found["kappa"] + 1e-9
        assert found["pi"] <= found["s"] + 1e-9


@given(votes, any_distance)
def test_yes_and_no_exchanged_for_both_change_nothing(
    pairs: list[tuple[int, int]], distance: str
) -> None:
    turned = [(4 - one, 4 - other) for one, other in pairs]
    for measure in MEASURES:
        there = similarity(*sides(pairs), measure=measure, distance=distance)
        back = similarity(*sides(turned), measure=measure, distance=distance)
        assert there == pytest.approx(back, nan_ok=True)


@given(
    votes, st.sampled_from([("nominal", None), ("absolute", "linear"), ("squared", "quadratic")])
)
def test_kappa_is_that_of_scikit_learn(
    pairs: list[tuple[int, int]], how: tuple[str, str | None]
) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    one, other = sides(pairs)
    found = similarity(one, other, measure="kappa", distance=how[0])
    if not math.isnan(found):
        known = metrics.cohen_kappa_score(one, other, labels=[1, 2, 3], weights=how[1])
        assert found == pytest.approx(known)


# What Germany and Russia owed the states of Europe in 1914, and the states' shares of its
# capabilities (Signorino and Ritter 1999, Table 6): themselves, then Great Britain, France,
# Austria-Hungary, Italy, Belgium, Spain, Turkey, Netherlands, Sweden, Romania and eight others.
GERMANY = [3, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 3, *[0] * 8]
RUSSIA = [0, 3, 1, 3, 0, 1, 0, 0, 0, 0, 0, 0, *[0] * 8]
SHARES = [25, 21, 20, 8, 8, 5, 3, 3, 2, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]


def test_germany_and_russia_1914_are_as_alike_as_signorino_and_ritter_1999_table_6() -> None:
    asked = {"measure": "s", "levels": ALLIANCES}
    assert similarity(GERMANY, RUSSIA, **asked) == pytest.approx(0.40)  # type: ignore[arg-type]
    weighed = similarity(GERMANY, RUSSIA, weights=SHARES, **asked)  # type: ignore[arg-type]
    assert weighed == pytest.approx(-0.46)


def test_germany_and_russia_1914_are_as_alike_as_in_the_r_package_fpsim() -> None:
    """Miller's fpsim 0.2 prints these for the same table, all with the scale 0 to 3."""
    for measure, distance, value in [
        ("s", "squared", 0.4444444),
        ("kappa", "squared", -0.07758621),
        ("pi", "nominal", -0.04477612),
    ]:
        found = similarity(GERMANY, RUSSIA, measure=measure, distance=distance, levels=ALLIANCES)
        assert found == pytest.approx(value, abs=5e-8)


@pytest.mark.parametrize(
    ("one", "other", "value"),
    [
        ([0, 1, 2, 3], [3, 2, 1, 0], -0.33),
        ([1, 2, 2, 3], [3, 2, 2, 1], 0.33),
        ([2, 2, 3, 3], [3, 3, 2, 2], 0.33),
        ([3, 3, 3, 3], [3, 3, 3, 3], 1.0),
    ],
)
def test_the_portfolios_of_signorino_and_ritter_1999_page_133(
    one: list[int], other: list[int], value: float
) -> None:
    found = similarity(one, other, measure="s", levels=ALLIANCES)
    assert found == pytest.approx(value, abs=0.005)


def test_the_two_portfolios_that_signorino_and_ritter_1999_put_together() -> None:
    treaties = similarity(
        [3, 2, 3, 0],
        [2, 3, 0, 3],
        measure="s",
        levels=ALLIANCES,
        weights=[0.5, 0.4, 0.05, 0.05],
    )
    assembly = similarity([3, 3, 1, 2], [3, 3, 1, 3], measure="s")
    assert (treaties, assembly) == (pytest.approx(0.2), pytest.approx(0.75))
    assert (treaties + assembly) / 2 == pytest.approx(0.475)


def series(table: list[list[int]]) -> tuple[list[int], list[int]]:
    """Two series of 0 and 1 from how often each pair of them occurs."""
    cells = [((i, j), table[i][j]) for i in (0, 1) for j in (0, 1)]
    return sides([pair for pair, count in cells for _ in range(count)])


@pytest.mark.parametrize(
    ("table", "s", "pi", "kappa"),
    [
        # Ties as often as none: all measures agree.
        ([[3, 2], [2, 3]], 0.2, 0.2, 0.2),
        # Few ties, none in common: S says alike, chance alone would have made them more so.
        ([[6, 2], [2, 0]], 0.2, -0.25, -0.25),
        # One has more ties than the other, and all that the other has.
        ([[3, 4], [0, 3]], 0.2, 0.2, 1 - 0.4 / 0.58),
    ],
)
def test_the_tables_of_haege_2011_pages_296_and_297(
    table: list[list[int]], s: float, pi: float, kappa: float
) -> None:
    """His tables; the values are worked out by hand from the margins."""
    found = {m: similarity(*series(table), measure=m, levels=BINARY) for m in ("s", "pi", "kappa")}
    assert found == {
        "s": pytest.approx(s),
        "pi": pytest.approx(pi),
        "kappa": pytest.approx(kappa),
    }


def test_pi_over_squared_distance_is_haeges_form_of_it() -> None:
    """1 - sum (x - y)² / (sum (x - m)² + sum (y - m)²), m the mean of all (Häge 2011)."""
    rng = np.random.default_rng(0)
    x, y = rng.choice([1.0, 2.0, 3.0], size=(2, 60), p=[0.6, 0.1, 0.3])
    middle = (x.mean() + y.mean()) / 2
    spread = ((x - middle) ** 2).sum() + ((y - middle) ** 2).sum()
    assert similarity(x, y) == pytest.approx(1 - ((x - y) ** 2).sum() / spread)
