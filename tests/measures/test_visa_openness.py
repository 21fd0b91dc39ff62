"""How open a border is: the rule of a day, on the scale of the Africa Visa Openness Index."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import OutsideCoverage
from comity.measures.visa_openness import AVOI, visa_openness
from comity.sources.contract import Coverage
from comity.vocabulary.bloc import Bloc, MemberSpell
from comity.vocabulary.visa import VisaRule

BEFORE, MIDDLE, AFTER = dt.date(2022, 6, 6), dt.date(2022, 7, 3), dt.date(2025, 1, 12)
COVERED = [
    Coverage("passport_index", "snapshots", day, day, table="dyad_facts")
    for day in (BEFORE, MIDDLE, AFTER)
]
EVER = dt.date(1993, 11, 1)
UNION = Bloc("EU", (MemberSpell("DEU", EVER), MemberSpell("FRA", EVER), MemberSpell("SWE", EVER)))


def facts(*rows: tuple[str, str, dt.date, str, float | None]) -> pa.Table:
    names = ("source", "target", "day", "text", "value")
    return pa.Table.from_pylist(
        [{"fact": "visa", **dict(zip(names, row, strict=True))} for row in rows],
        schema=pa.schema(
            {
                "fact": pa.string(),
                "source": pa.string(),
                "target": pa.string(),
                "day": pa.date32(),
                "value": pa.float64(),
                "text": pa.string(),
            }
        ),
    )


UKRAINE = facts(
    ("UKR", "RUS", BEFORE, "visa_free", None),
    ("UKR", "RUS", MIDDLE, "visa_required", None),
    ("UKR", "MDA", BEFORE, "visa_free", 90.0),
    ("RUS", "UKR", BEFORE, "visa_free", 90.0),
)


def test_ukraine_asks_russians_for_a_visa_from_july_2022() -> None:
    day = dt.date(2022, 7, 2)
    assert visa_openness(UKRAINE, COVERED, source="UKR", target="RUS", day=day).openness == 1.0
    after = visa_openness(UKRAINE, COVERED, source="UKR", target="RUS", day=MIDDLE)
    assert after.openness == 0.0
    assert after.text == (
        "UKR for citizens of RUS, as of 2022-07-03: visa needed before travel (openness 0)."
    )


def test_a_border_has_two_directions() -> None:
    back = visa_openness(UKRAINE, COVERED, source="RUS", target="UKR", day=MIDDLE)
    assert (back.openness, back.rows[0].days) == (1.0, 90)


def test_the_rule_of_a_day_is_that_of_the_snapshot_before_it() -> None:
    result = visa_openness(UKRAINE, COVERED, source="UKR", target="MDA", day=dt.date(2023, 5, 9))
    assert result.snapshot == MIDDLE
    assert result.rows[0].since == BEFORE


def test_a_snapshot_that_repeats_a_rule_does_not_begin_it_anew() -> None:
    every = facts(
        ("UKR", "MDA", BEFORE, "visa_free", 90.0),
        ("UKR", "MDA", MIDDLE, "visa_free", 90.0),
        ("UKR", "MDA", AFTER, "visa_free", 180.0),
    )
    since = [
        visa_openness(every, COVERED, source="UKR", target="MDA", day=day).rows[0].since
        for day in (MIDDLE, AFTER)
    ]
    assert since == [BEFORE, AFTER]


@pytest.mark.parametrize("day", [dt.date(2022, 6, 5), dt.date(2025, 1, 13)])
def test_outside_the_snapshots_there_is_no_rule(day: dt.date) -> None:
    with pytest.raises(OutsideCoverage, match="not on record") as caught:
        visa_openness(UKRAINE, COVERED, source="UKR", target="RUS", day=day)
    assert caught.value.hint == "Snapshots: 2022-06-06 to 2025-01-12."


def test_a_pair_that_is_not_on_record_is_absent_not_closed() -> None:
    with pytest.raises(OutsideCoverage, match="No visa rule of UKR for citizens of XKX"):
        visa_openness(UKRAINE, COVERED, source="UKR", target="XKX", day=MIDDLE)


def test_a_bloc_is_the_mean_of_its_members_with_their_spread() -> None:
    table = facts(
        ("DEU", "MDA", BEFORE, "visa_free", 90.0),
        ("FRA", "MDA", BEFORE, "visa_required", None),
        ("NOR", "MDA", BEFORE, "visa_free", 90.0),
    )
    result = visa_openness(table, COVERED, source=UNION, target="MDA", day=MIDDLE)
    assert (result.openness, result.spread) == (0.5, 0.5)
    assert "of 2 pairs: no visa in 1, visa needed before travel in 1" in result.text
    assert result.table.num_rows == 2


def test_the_scale_is_that_of_the_africa_visa_openness_index() -> None:
    assert (AVOI[VisaRule.VISA_FREE], AVOI[VisaRule.VISA_ON_ARRIVAL]) == (1.0, 0.8)
    assert {
        AVOI[rule] for rule in set(VisaRule) - {VisaRule.VISA_FREE, VisaRule.VISA_ON_ARRIVAL}
    } == {0.0}


@given(st.lists(st.sampled_from(list(VisaRule)), min_size=1, max_size=3))
def test_a_bloc_is_never_more_open_than_its_most_open_member(rules: Sequence[VisaRule]) -> None:
    rows = [
        (state, "MDA", BEFORE, rule.value, None)
        for state, rule in zip(("DEU", "FRA", "SWE"), rules, strict=False)
    ]
    result = visa_openness(facts(*rows), COVERED, source=UNION, target="MDA", day=MIDDLE)
    weights = [AVOI[rule] for rule in rules]
    assert min(weights) - 1e-12 <= result.openness <= max(weights) + 1e-12
