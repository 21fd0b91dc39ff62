"""The series that reactions are estimated from: the ledger's own counts, and no others."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from comity.errors import OutsideCoverage
from comity.measures.dyad_series import CoveredDay, dyad_series
from comity.measures.pair_acts import pair_counts
from comity.measures.reading_tables import default_reading
from comity.models.reaction_function.series import GAP
from comity.models.reaction_series import (
    CLASSES,
    RecordedSeries,
    check_covered,
    recorded_series,
    region_choice,
)
from comity.registry import regions
from comity.store.coverage import Choice, choose
from comity.store.query import Reading, reading
from comity.vocabulary.dyad import Dyad
from comity.vocabulary.period import Granularity

PAIR = Dyad("KAZ", "RUS")


@pytest.fixture(scope="module")
def lake(default_lake_home: Path) -> Reading:
    return reading(default_lake_home)


@pytest.fixture(scope="module")
def choice(lake: Reading) -> Choice:
    return choose(lake, PAIR)


@pytest.fixture(scope="module")
def by_day(lake: Reading, choice: Choice) -> RecordedSeries:
    return recorded_series(lake, choice)


@pytest.fixture(scope="module")
def by_week(lake: Reading, choice: Choice) -> RecordedSeries:
    return recorded_series(lake, choice, period=Granularity.WEEK)


def counts_of(found: RecordedSeries, dyad: Dyad) -> Counter[tuple[dt.date, str]]:
    series = found.series
    kept = series.dyad == series.dyads.index(dyad)
    rows = zip(series.step[kept], series.klass[kept], series.n[kept], strict=True)
    return Counter({(series.day_of(int(t)), CLASSES[k]): int(n) for t, k, n in rows})


@pytest.mark.parametrize("dyad", [PAIR, PAIR.reverse])
def test_a_pair_has_the_counts_of_its_ledger_without_meetings_and_neutral_acts(
    lake: Reading, choice: Choice, by_day: RecordedSeries, dyad: Dyad
) -> None:
    acts = pair_counts(lake, PAIR)
    ledger = dyad_series(
        acts.acts,
        default_reading(),
        dyads=[dyad],
        judged=frozenset(),
        covered=[CoveredDay(c.day, c.part) for c in choice.covered],
        granularity=Granularity.DAY,
        dataset=choice.dataset,
    ).table.to_pylist()
    told = {(row["period_first_day"], name): row[name] for row in ledger for name in CLASSES}
    assert counts_of(by_day, dyad) == Counter({key: n for key, n in told.items() if n})


def test_days_without_coverage_are_gaps_and_each_way_of_making_is_a_part(
    choice: Choice, by_day: RecordedSeries
) -> None:
    series = by_day.series
    observed = {series.day_of(int(t)) for t in np.flatnonzero(series.parts != GAP)}
    assert observed == {c.day for c in choice.covered}
    part_of = {c.day: c.part for c in choice.covered}
    for step in np.flatnonzero(series.parts != GAP):
        assert series.part_names[series.parts[step]] == part_of[series.day_of(int(step))]
    assert set(series.part_names) == {"files", "2021", "2022"}


def test_no_act_stands_on_a_gap_and_none_is_there_twice(by_day: RecordedSeries) -> None:
    series = by_day.series
    assert (series.parts[series.step] != GAP).all()
    assert (series.n > 0).all()
    places = np.stack([series.dyad, series.klass, series.step], axis=1)
    assert len(np.unique(places, axis=0)) == len(places)


def test_each_dyad_is_followed_by_its_reverse(by_day: RecordedSeries) -> None:
    dyads = by_day.series.dyads
    assert all(back == there.reverse for there, back in zip(dyads[::2], dyads[1::2], strict=True))


def test_weeks_begin_on_monday_and_a_week_with_an_uncovered_day_is_a_gap(
    choice: Choice, by_day: RecordedSeries, by_week: RecordedSeries
) -> None:
    weeks = by_week.series
    assert weeks.first_day.isoweekday() == 1
    covered = {c.day for c in choice.covered}
    for step in range(weeks.steps):
        days = {weeks.day_of(step) + dt.timedelta(days=i) for i in range(7)}
        assert (weeks.parts[step] != GAP) == (days <= covered)
    daily, weekly = counts_of(by_day, PAIR), counts_of(by_week, PAIR)
    for (monday, name), n in weekly.items():
        assert n == sum(daily[monday + dt.timedelta(days=i), name] for i in range(7))


def test_the_volume_of_news_stands_beside_the_acts_of_a_dataset_that_sees_many(
    by_day: RecordedSeries,
) -> None:
    series = by_day.series
    assert series.volume is not None
    assert (series.volume > 0).all()
    by_step = np.bincount(series.step, weights=series.n, minlength=series.steps)
    assert (by_step <= series.volume).all()


def test_a_pair_that_is_not_covered_is_not_there(lake: Reading, by_day: RecordedSeries) -> None:
    with pytest.raises(OutsideCoverage):
        choose(lake, Dyad("FJI", "TON"))
    with pytest.raises(OutsideCoverage, match="Neither of FJI and TON"):
        check_covered(by_day.series, [Dyad("FJI", "TON")])


def test_a_region_reads_one_dataset_for_all_its_pairs(lake: Reading) -> None:
    found = region_choice(lake, regions().find("eurasia").actors)
    assert found.dataset == "icews"
    with pytest.raises(OutsideCoverage):
        region_choice(lake, ["FJI", "TON"])
    with pytest.raises(OutsideCoverage):
        region_choice(lake, ["KAZ", "RUS"], first_day=dt.date(1950, 1, 1),
                      last_day=dt.date(1950, 12, 31))  # fmt: skip
