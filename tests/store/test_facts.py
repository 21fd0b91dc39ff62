"""Which days a source of facts covers for whom: the scope and the part of its coverage say so."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.errors import UnknownName
from comity.sources.contract import Coverage
from comity.store.facts import Known, check_fact_dataset, covered_stretches, find_facts, terms_of
from comity.store.query import reading

FIRST, LAST = dt.date(2020, 1, 1), dt.date(2020, 12, 31)
TRADE = Known("trade", "exports", "pair", "Exports", "dollars")
SIZE = Known("size", "population", "state", "Population", "persons")


@pytest.fixture
def held(desk, made_up):
    """Trade of Russia with anyone, of two states with each other; figures of all, one a part."""
    coverage = (
        Coverage("trade", "yearly", FIRST, LAST, "either", ("RUS",), "dyad_facts"),
        Coverage("trade", "monthly", FIRST, LAST, "both", ("KAZ", "UZB"), "dyad_facts"),
        Coverage("size", "population", FIRST, LAST, table="state_facts"),
    )
    desk.ingest(["1 2020-05-01 KAZ RUS 042"], "one.txt", source=made_up(coverage=coverage))
    return reading(desk.lake.home)


@pytest.mark.parametrize(
    ("source", "target", "parts"),
    [
        ("KAZ", "RUS", ["yearly"]),
        ("RUS", "KGZ", ["yearly"]),
        ("UZB", "KAZ", ["monthly"]),
        ("KAZ", "KGZ", []),
    ],
)
def test_the_scope_says_of_which_pairs_a_source_would_have_known(held, source, target, parts):
    assert [s.part for s in covered_stretches(held, source, target, [TRADE])] == parts


def test_coverage_of_other_facts_is_none(held):
    assert [s.dataset for s in covered_stretches(held, "KAZ", "KAZ", [SIZE])] == ["size"]
    assert covered_stretches(held, "KAZ", "KAZ", []) == []


def test_a_stretch_touches_a_span_that_shares_one_of_its_days(held):
    (stretch,) = covered_stretches(held, "KAZ", "KAZ", [SIZE])
    assert stretch.touches(None, None)
    assert stretch.touches(LAST, None)
    assert stretch.touches(None, FIRST)
    assert not stretch.touches(LAST + dt.timedelta(1), None)
    assert not stretch.touches(None, FIRST - dt.timedelta(1))


def test_a_source_without_facts_is_told_from_those_with(held):
    check_fact_dataset(held, "trade")
    with pytest.raises(UnknownName, match="size, trade"):
        check_fact_dataset(held, "traed")
    with pytest.raises(UnknownName, match="exports"):
        find_facts(held, ["exports"])
    assert terms_of(held, []) == ""
