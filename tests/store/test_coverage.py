"""0 inside coverage, absent outside; by default the source that covers the span best."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.errors import OutsideCoverage, UnknownName
from comity.sources.contract import Coverage
from comity.store.coverage import choose, covered_days
from comity.store.query import reading
from comity.vocabulary.dyad import Dyad

KAZ_RUS, KAZ_UZB = Dyad("KAZ", "RUS"), Dyad("KAZ", "UZB")
FIRST, LAST = dt.date(2020, 5, 1), dt.date(2020, 5, 10)


@pytest.fixture
def held(desk, made_up):
    """A world-wide source of ten days, and one of twenty days for dyads with Russia."""
    world = Coverage("wide", "files", FIRST, LAST)
    near = Coverage("near", "files", FIRST, dt.date(2020, 5, 20), "either", ("RUS",))
    both = Coverage("both", "files", FIRST, FIRST, "both", ("KAZ", "RUS"))
    for stretch in (world, near, both):
        desk.ingest(
            [f"{stretch.dataset}1 2020-05-01 KAZ RUS 042"],
            f"{stretch.dataset}.txt",
            source=made_up(coverage=(stretch,)),
            options={"dataset": stretch.dataset},
        )
    return reading(desk.lake.home)


def test_a_day_inside_coverage_without_an_act_is_covered_and_a_day_outside_is_absent(held):
    choice = choose(held, KAZ_RUS, first_day=FIRST, last_day=dt.date(2020, 6, 30), dataset="wide")
    days = [covered.day for covered in choice.covered]
    assert days == [FIRST + dt.timedelta(n) for n in range(10)]


def test_scopes_say_which_dyads_a_source_would_have_seen(held):
    assert {name: len(days) for name, days in covered_days(held, KAZ_RUS).items()} == {
        "wide": 10,
        "near": 20,
        "both": 1,
    }
    assert set(covered_days(held, KAZ_UZB)) == {"wide"}


def test_the_source_with_the_most_covered_days_is_read_and_the_others_are_named(held):
    choice = choose(held, KAZ_RUS, first_day=FIRST, last_day=dt.date(2020, 5, 31))

    assert choice.dataset == "near"
    assert choice.others == (("wide", 10), ("both", 1))
    assert "the best coverage of the span" in choice.text
    assert "wide: 10 days" in choice.text


def test_the_source_asked_for_is_read_even_where_another_covers_more(held):
    choice = choose(held, KAZ_RUS, first_day=FIRST, last_day=LAST, dataset="both")
    assert (choice.dataset, len(choice.covered), choice.asked) == ("both", 1, True)


def test_a_source_that_is_not_in_the_lake_is_told_with_the_nearest_name(held):
    with pytest.raises(UnknownName) as error:
        choose(held, KAZ_RUS, dataset="wyde")
    assert "wide" in error.value.hint


def test_a_span_that_nothing_covers_is_told_with_what_is_covered(held):
    with pytest.raises(OutsideCoverage) as error:
        choose(held, KAZ_RUS, first_day=dt.date(1950, 1, 1), last_day=dt.date(1950, 12, 31))
    assert "wide 2020-05-01 to 2020-05-10" in error.value.hint


def test_without_a_span_the_last_ten_years_of_coverage_are_read(held):
    assert choose(held, KAZ_RUS).span.days == 20


def test_a_source_without_a_file_in_the_lake_yet_is_told_with_how_to_read_one(held):
    with pytest.raises(UnknownName) as error:
        choose(held, KAZ_RUS, dataset="gdelt1")
    assert error.value.what == "gdelt1 is not in the lake."
    assert error.value.hint == "Read it in: comity ingest gdelt FILE"
    assert "In the lake: both, near, wide" in error.value.next_step


def test_a_source_of_other_things_than_acts_is_told(held):
    with pytest.raises(UnknownName, match="un_votes tells of no acts, but of votes"):
        choose(held, KAZ_RUS, dataset="un_votes")


def test_a_source_that_is_there_as_several_datasets_is_told_with_them(desk, made_up):
    stretch = Coverage("gdelt2", "files", FIRST, LAST)
    desk.ingest(
        ["g1 2020-05-01 KAZ RUS 042"],
        source=made_up(coverage=(stretch,)),
        options={"dataset": "gdelt2"},
    )
    with pytest.raises(UnknownName, match="gdelt is in the lake as gdelt2"):
        choose(reading(desk.lake.home), KAZ_RUS, dataset="gdelt")
