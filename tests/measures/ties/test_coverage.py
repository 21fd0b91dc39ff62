"""Coverage of ties: which dataset is read for a year, and of whom it can tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import pytest

from comity.measures.ties import layer, ties
from comity.measures.ties.coverage import (
    Covered,
    View,
    as_of_year,
    cow_system,
    preferred,
    ranked,
    stretches,
)
from comity.sources.contract import Coverage
from comity.store.query import Reading

FIRST, LAST = dt.date(1992, 1, 1), dt.date(2000, 12, 31)


def stretch(dataset: str, first: int, last: int, scope: str = "world", *actors: str) -> Covered:
    days = (dt.date(last, 12, 31), dt.date(first, 1, 1), dt.date(last, 12, 31))
    return Covered(dataset, *days, (View(scope, frozenset(actors)),))


def test_the_preferred_dataset_is_read_where_it_covers_the_year_and_else_the_next() -> None:
    spans = {"best": (1990, 2000), "next": (1980, 2010), "other": (1900, 2020)}
    every = {name: (stretch(name, *years),) for name, years in spans.items()}
    choose = preferred(("best", "next"))
    chosen = {year: choose(every, year) for year in (1995, 2005, 2015, 2030)}
    assert [one and one.dataset for one in chosen.values()] == ["best", "next", "other", None]
    assert ranked(["b", "a", "best"], ("best",)) == ["best", "a", "b"]


def test_a_year_is_looked_at_as_of_its_last_covered_day() -> None:
    found = as_of_year([stretch("one", 1990, 1994), stretch("one", 1998, 1999)], 1999)
    assert found is not None
    assert found.day == dt.date(1999, 12, 31)
    assert as_of_year([stretch("one", 1990, 1994)], 1995) is None


def test_overlapping_stretches_see_what_one_of_them_sees() -> None:
    pairs = [stretch("one", 1990, 1999, "both", *pair) for pair in (("KAZ", "UZB"), ("CHN", "VNM"))]
    found = as_of_year(pairs, 1995)
    assert found is not None
    assert found.sees("KAZ", "UZB")
    assert not found.sees("KAZ", "CHN")
    assert found.states == ("CHN", "KAZ", "UZB", "VNM")


@pytest.mark.parametrize(
    ("scope", "seen"),
    [("world", (True, True)), ("either", (True, False)), ("both", (False, False))],
)
def test_the_scope_says_which_pairs_are_seen(scope: str, seen: tuple[bool, bool]) -> None:
    one = stretch("one", 1990, 1999, scope, "RUS")
    assert (one.sees("RUS", "KAZ"), one.sees("UZB", "KAZ")) == seen
    assert one.sees_all_of("RUS") is (scope != "both")
    matrix = one.seen(["RUS", "KAZ", "UZB"])
    assert (bool(matrix[0, 1]), bool(matrix[1, 2])) == seen
    np.testing.assert_array_equal(matrix, matrix.T)


def test_the_system_of_states_takes_in_states_before_their_successors() -> None:
    assert "SUN" in cow_system(1991)
    assert "RUS" not in cow_system(1991)
    assert "RUS" in cow_system(1900)
    assert "RUS" in cow_system(1992)
    assert "PSE" not in cow_system(2014)


@pytest.fixture(scope="module")
def pledges(
    tmp_path_factory: pytest.TempPathFactory,
    new_lake: Callable[..., Reading],
    new_source: Callable[..., object],
) -> Reading:
    """Pledges that began before coverage does; to consult is covered between two states alone."""
    since, never = {"day": dt.date(1949, 8, 24), "end_day": None, "value": 1.0}, dt.date(1999, 1, 1)
    owed = [
        {"fact": "alliance_defence", "source": "USA", "target": "FRA", **since},
        {"fact": "alliance_defence", "source": "FRA", "target": "USA", **since},
        {"fact": "alliance_consultation", "source": "USA", "target": "CAN", **since},
        {"fact": "alliance_defence", "source": "USA", "target": "CAN", **since, "end_day": never},
    ]
    named = [
        {"fact": fact, "title": fact, "unit": "SYNTHETIC"}
        for fact in ("alliance_defence", "alliance_consultation")
    ]
    parts = (
        ("alliance_defence", "either", ("USA",)),
        ("alliance_consultation", "both", ("USA", "CAN")),
    )
    on = tuple(
        Coverage("alliances", part, FIRST, LAST, scope, actors, "dyad_facts")
        for part, scope, actors in parts
    )
    source = new_source("alliances", {"dyad_facts": owed, "facts": named}, on)
    return new_lake(tmp_path_factory.mktemp("pledges"), (source,))


def test_what_began_before_coverage_and_never_ended_still_holds(pledges: Reading) -> None:
    found = layer(pledges, "alliances", 1995)
    assert found is not None
    assert found.of("USA", "FRA") == 3.0
    assert layer(pledges, "alliances", 1960) is None


def test_a_pledge_that_is_not_looked_for_is_not_none(pledges: Reading) -> None:
    found = layer(pledges, "alliances", 2000)
    assert found is not None
    # To consult is not covered between the two: 0 would say more than is known.
    assert found.of("USA", "MEX") is None
    assert found.of("MEX", "BRA") is None
    assert found.of("USA", "CAN") == 1.0
    told = ties(pledges, "USA", ["MEX"], names=["alliance", "alliance_defence"])
    assert [(row.kind.name, row.value) for row in told.rows] == [("alliance_defence", 0.0)]


def test_each_dataset_is_told_with_the_facts_that_it_has(pledges: Reading) -> None:
    (of,) = stretches(pledges, "dyad_facts", ["alliance_defence", "alliance_offence"]).values()
    assert {one.facts for one in of} == {("alliance_defence",)}
    assert stretches(pledges, "dyad_facts", ["visa"]) == {}
