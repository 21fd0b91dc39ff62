"""Counts that a user brings: what series they are, what is told of them, what is refused."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import BadInput, BadValue
from comity.models.reaction_function.series import GAP, ActSeries, act_series
from comity.vocabulary.period import Granularity, Span
from comity.workbench.series_file import SeriesOptions, read_counts

MONDAY = dt.date(2018, 1, 1)
COLUMNS = ("date", "source", "target", "class", "n")


def day(number: int) -> dt.date:
    return MONDAY + dt.timedelta(days=number)


def table(*rows: tuple[Any, ...], **more: list[Any]) -> pa.Table:
    named = {name: [row[at] for row in rows] for at, name in enumerate(COLUMNS)}
    return pa.table(named | more)


def counts(series: ActSeries) -> Counter[tuple[str, str, str, dt.date]]:
    """Acts by source, target, class and first day of the step."""
    places = zip(series.dyad, series.klass, series.step, series.n, strict=True)
    return Counter(
        {
            (
                series.dyads[d].source,
                series.dyads[d].target,
                series.classes[c],
                series.day_of(int(t)),
            ): int(n)
            for d, c, t, n in places
        }
    )


PAIR = table(
    (day(0), "KAZ", "RUS", "friendly", 2),
    (day(3), "RUS", "KAZ", "insult", 1),
    (day(3), "RUS", "KAZ", "meeting", 4),
    (day(9), "KAZ", "RUS", "friendly", 1),
)


def test_a_day_without_a_row_has_no_act_and_meetings_are_left_out_and_told() -> None:
    found = read_counts(PAIR)
    assert found.series.steps == 10
    assert counts(found.series) == {
        ("KAZ", "RUS", "friendly", day(0)): 2,
        ("RUS", "KAZ", "insult", day(3)): 1,
        ("KAZ", "RUS", "friendly", day(9)): 1,
    }
    assert any("4 acts of the class meeting" in note for note in found.notes)


def test_any_label_is_a_class_and_neutral_is_one_among_labels_of_the_users_own() -> None:
    own = table((day(0), "A", "B", "warm", 1), (day(1), "B", "A", "neutral", 1))
    assert read_counts(own).series.classes == ("neutral", "warm")
    ours = table((day(0), "A", "B", "friendly", 1), (day(1), "B", "A", "neutral", 1))
    assert read_counts(ours).series.classes == ("friendly",)
    asked = read_counts(ours, SeriesOptions(classes=("neutral", "friendly")))
    assert asked.series.classes == ("friendly", "neutral")


def test_the_product_s_classes_stand_in_the_order_of_the_ladder() -> None:
    classes = ("attack", "friendly", "offence", "insult")
    rows = [(day(at), "A", "B", label, 1) for at, label in enumerate(classes)]
    assert read_counts(table(*rows)).series.classes == ("friendly", "insult", "offence", "attack")


def test_weeks_begin_on_monday_and_unfinished_ones_are_left_out() -> None:
    rows = [(day(at), "A", "B", "hit", 1) for at in range(2, 24)]
    found = read_counts(table(*rows), SeriesOptions(period=Granularity.WEEK))
    assert (found.series.first_day, found.series.steps) == (day(7), 2)
    assert found.series.n.tolist() == [7, 7]
    assert any("8 acts outside the span" in note for note in found.notes)


def test_a_table_of_weeks_is_known_and_its_weeks_keep_their_weekday() -> None:
    rows = [(day(6 + 7 * at), "A", "B", "hit", at) for at in (0, 1, 2, 4)]
    found = read_counts(table(*rows))
    assert found.series.period is Granularity.WEEK
    assert (found.series.first_day, found.series.steps) == (day(6), 5)
    assert found.series.step.tolist() == [1, 2, 4]
    assert any("Sunday" in note for note in found.notes)
    by_day = read_counts(table(*rows), SeriesOptions(period=Granularity.DAY))
    assert by_day.series.steps == 29
    assert any("--period week" in note for note in by_day.notes)


def test_each_part_has_its_own_number_and_days_between_two_parts_were_not_observed() -> None:
    rows = [(day(at), "A", "B", "hit", 1) for at in (0, 1, 3, 6, 7)]
    found = read_counts(table(*rows, part=["old", "old", "old", "new", "new"]))
    assert found.series.part_names == ("old", "new")
    assert found.series.parts.tolist() == [0, 0, 0, 0, GAP, GAP, 1, 1]
    assert any("2 dates without a row between old and new" in note for note in found.notes)


def test_acts_within_a_gap_are_left_out_and_told() -> None:
    gap = Span(day(3), day(5))
    found = read_counts(PAIR, SeriesOptions(gaps=(gap,)))
    assert np.flatnonzero(found.series.parts == GAP).tolist() == [3, 4]
    assert len(counts(found.series)) == 2
    assert any("1 act within a gap" in note for note in found.notes)


def test_a_week_with_a_day_that_was_not_observed_was_not_observed() -> None:
    rows = [(day(at), "A", "B", "hit", 1) for at in range(21)]
    options = SeriesOptions(period=Granularity.WEEK, gaps=(Span(day(8), day(9)),))
    assert read_counts(table(*rows), options).series.parts.tolist() == [0, GAP, 0]


def test_a_silence_too_long_for_chance_is_told_and_stays_0() -> None:
    rows = [(day(at), "A", "B", "hit", 1) for at in (*range(60), *range(100, 160))]
    found = read_counts(table(*rows))
    assert (found.series.parts == 0).all()
    assert any(f"--gap {day(60)}:{day(99)}" in note for note in found.notes)
    sparse = [(day(at), "A", "B", "hit", 1) for at in (0, 30, 33, 71, 110)]
    assert not any("--gap" in note for note in read_counts(table(*sparse)).notes)


def test_pairs_without_an_act_and_dyads_with_few_are_named() -> None:
    found = read_counts(
        table(
            (day(0), "KAZ", "RUS", "hit", 40),
            (day(1), "RUS", "KAZ", "hit", 3),
            (day(2), "CHN", "MNG", "hit", 0),
        )
    )
    assert [str(dyad) for dyad in found.series.dyads] == ["KAZ → RUS", "RUS → KAZ"]
    assert any("no reaction function: CHN and MNG" in note for note in found.notes)
    assert any("RUS → KAZ (3)" in note for note in found.notes)


def test_the_span_can_be_said_and_then_holds_days_without_a_row() -> None:
    options = SeriesOptions(first_day=day(-5), last_day=day(4))
    found = read_counts(PAIR, options)
    assert (found.series.first_day, found.series.steps) == (day(-5), 10)
    assert len(counts(found.series)) == 2


def test_the_volume_of_news_is_one_for_each_day() -> None:
    rows = [(day(at), "A", "B", "hit", 1) for at in (0, 1, 3)]
    found = read_counts(table(*rows, volume=[10.0, 20.0, 40.0]))
    assert found.series.volume is not None
    assert found.series.volume.tolist() == [10.0, 20.0, 30.0, 40.0]
    assert any("1 dates name no volume" in note or "1 date" in note for note in found.notes)
    twice = [(day(0), "A", "B", "hit", 1), (day(0), "B", "A", "hit", 1)]
    with pytest.raises(BadInput, match="volume"):
        read_counts(table(*twice, volume=[1.0, 2.0]))


def test_days_are_read_however_they_are_written() -> None:
    plain = counts(read_counts(PAIR).series)
    days = PAIR["date"].to_pylist()
    for written in (
        [d.isoformat() for d in days],
        [d.strftime("%Y%m%d") for d in days],
        [int(d.strftime("%Y%m%d")) for d in days],
        [f"{d.isoformat()} 00:00:00" for d in days],
        [dt.datetime.combine(d, dt.time(23, 59)) for d in days],
        [dt.datetime.combine(d, dt.time(0, 30), dt.UTC) for d in days],
    ):
        again = PAIR.set_column(0, "date", [written])
        assert counts(read_counts(again).series) == plain


BAD = (day(0), "A", "B", "hit", 1)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("2018-13-01", "A", "B", "hit", 1), "row 2: no date that exists"),
        (("01.02.2018", "A", "B", "hit", 1), "'01.02.2018'"),
        ((None, "A", "B", "hit", 1), "row 2: no date"),
        (("2018-01-02", "", "B", "hit", 1), "row 2: no source"),
        (("2018-01-02", "A", None, "hit", 1), "row 2: no target"),
        (("2018-01-02", "A", "A", "hit", 1), "row 2: source and target are the same (A)"),
        (("2018-01-02", "A", "B", " ", 1), "row 2: no class"),
        (("2018-01-02", "A", "B", "hit", -1), "row 2: n is below 0"),
        (("2018-01-02", "A", "B", "hit", 1.5), "row 2: n is no whole number (1.5)"),
        (("2018-01-02", "A", "B", "hit", None), "row 2: no number of acts in n"),
        (("2018-01-02", "A", "B", "hit", 3_000_000_000.0), "row 2: n is above"),
        (("2018-01-01", "A", "B", "hit", 1), "rows 1 and 2 (A → B and hit)"),
        (("9018-01-01", "A", "B", "hit", 1), "mistyped"),
    ],
)
def test_a_cell_that_can_not_be_taken_is_named_with_its_row(row: Any, told: str) -> None:
    first = ("2018-01-01", "A", "B", "hit", 1.0 if isinstance(row[4], float) else 1)
    with pytest.raises(BadInput) as raised:
        read_counts(table(first, row))
    assert told in str(raised.value)
    assert raised.value.next_step


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(BadInput) as raised:
        read_counts(table(("never", "A", "A", "hit", -1), ("2018-01-01", "A", "B", "hit", 1)))
    said = str(raised.value)
    assert all(part in said for part in ("no date", "the same", "below 0"))


def test_rows_of_the_same_day_pair_and_class_are_added_up_when_asked() -> None:
    twice = table((day(0), "A", "B", "hit", 1), (day(0), "A", "B", "hit", 2))
    found = read_counts(twice, SeriesOptions(sum_duplicates=True))
    assert found.series.n.tolist() == [3]
    assert any("added up" in note for note in found.notes)


def test_columns_that_are_missing_misspelt_or_not_used_are_named() -> None:
    with pytest.raises(BadInput, match="no column class and n"):
        read_counts(PAIR.select(["date", "source", "target"]))
    with pytest.raises(BadInput, match="Did you mean volume"):
        read_counts(PAIR.append_column("volumes", [[1.0] * 4]))
    found = read_counts(PAIR.append_column("remark", [["x"] * 4]))
    assert "Not used: remark." in found.notes
    with pytest.raises(BadInput, match="signed series"):
        read_counts(PAIR.rename_columns(["date", "source", "target", "remark", "value"]))


def test_a_class_that_is_not_there_is_named_with_the_nearest() -> None:
    with pytest.raises(BadValue, match="Did you mean friendly"):
        read_counts(PAIR, SeriesOptions(classes=("frendly",)))
    with pytest.raises(BadValue, match="mirror"):
        read_counts(PAIR, SeriesOptions(classes=("meeting",)))
    with pytest.raises(BadInput, match="no class that can be answered"):
        read_counts(table((day(0), "A", "B", "meeting", 1)))


def test_a_series_of_zeros_and_two_parts_on_one_day_are_refused() -> None:
    with pytest.raises(BadInput, match="no act"):
        read_counts(table((day(0), "A", "B", "hit", 0), (day(5), "B", "A", "hit", 0)))
    both = [(day(0), "A", "B", "hit", 1), (day(0), "B", "A", "hit", 1)]
    with pytest.raises(BadInput, match="two parts"):
        read_counts(table(*both, part=["old", "new"]))


ROWS = st.lists(
    st.tuples(
        st.integers(0, 40),
        st.sampled_from([("A", "B"), ("B", "A"), ("A", "C"), ("C", "B")]),
        st.sampled_from(["friendly", "insult", "attack"]),
        st.integers(0, 5),
    ),
    min_size=1,
    max_size=40,
    unique_by=lambda row: row[:3],
)


@given(ROWS, st.sampled_from([Granularity.DAY, Granularity.WEEK]), st.integers(0, 40))
def test_the_series_is_that_of_the_plain_reference(rows: Any, period: Any, gap: int) -> None:
    taken = [(day(at), *pair, klass, n) for at, pair, klass, n in rows]
    options = SeriesOptions(period, (), (Span(day(gap), day(gap + 2)),), False, day(0), day(41))
    classes = [c for c in ("friendly", "insult", "attack") if any(c == row[3] for row in taken)]
    gaps = [day(gap), day(gap + 1)]
    plain = act_series(
        taken, first_day=day(0), last_day=day(41), period=period, classes=classes, gaps=gaps
    )
    if not plain.n.sum():
        with pytest.raises(BadInput, match="no act"):
            read_counts(table(*taken), options)
        return
    found = read_counts(table(*taken), options).series
    assert counts(found) == counts(plain)
    assert found.parts.tolist() == plain.parts.tolist()
    assert found.classes == plain.classes
    acting = {str(dyad) for dyad in found.dyads}
    assert acting <= {str(dyad) for dyad in plain.dyads}
    assert all(found.dyads[at].reverse == found.dyads[at + 1] for at in range(0, len(acting), 2))


@given(st.permutations(range(4)))
def test_the_order_of_the_rows_does_not_matter(order: list[int]) -> None:
    one, other = read_counts(PAIR).series, read_counts(PAIR.take(order)).series
    assert counts(one) == counts(other)
    assert (one.dyads, one.classes) == (other.dyads, other.classes)


def test_the_daily_panel_of_2018_is_taken_as_it_is(mirror: Path) -> None:
    panel = pq.read_table(
        mirror / "events" / "icews_directed_dyadday_roots_2018-01_2019-03.parquet"
    )
    found = read_counts(panel)
    series = found.series
    assert series.classes == ("friendly", "insult", "offence", "attack")
    assert (series.first_day, series.steps) == (MONDAY, 450)
    assert series.part_names == ("icews18", "raw_dedup")
    assert series.step_of(dt.date(2018, 11, 1)) == int((series.parts == 0).sum())
    roots = panel["cameo_root"].to_numpy()
    neither = np.isin(roots, [1, 2, 4, 9])
    assert series.n.sum() == panel["n"].to_numpy()[~neither].sum()
    assert any("96,229 acts of the class meeting" in note for note in found.notes)


def test_a_table_of_millions_is_taken_in_seconds() -> None:
    rows, random = 1_000_000, np.random.default_rng(5)
    actors = np.array([f"S{number:03d}" for number in range(200)])
    source = random.integers(0, 200, rows)
    target = (source + random.integers(1, 200, rows)) % 200
    big = pa.table(
        {
            "date": pa.array((17_000 + random.integers(0, 2000, rows)).astype("datetime64[D]")),
            "source": actors[source],
            "target": actors[target],
            "class": np.array(["friendly", "hostile"])[random.integers(0, 2, rows)],
            "n": random.integers(1, 4, rows),
        }
    )
    began = time.perf_counter()
    found = read_counts(big, SeriesOptions(sum_duplicates=True))
    assert found.series.n.sum() == big["n"].to_numpy().sum()
    assert time.perf_counter() - began < 10
