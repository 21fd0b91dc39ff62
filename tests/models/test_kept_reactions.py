"""What is kept of an estimate says the same as the estimate."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import asdict

import pytest
from made_reactions import MadeReactions

from comity.errors import OutsideCoverage
from comity.models.kept_reactions import HOSTILE, LEAST_ACTS, KeptReactions, kept_tables
from comity.models.reaction_function.series import ActSeries, act_series

CLASSES = ("friendly", *HOSTILE)
FIRST = dt.date(2018, 10, 4)


def series() -> ActSeries:
    """Twelve offences of Kazakhstan toward Russia, and one friendly act of Armenia toward Iran."""
    rows = [(FIRST + dt.timedelta(days=i), "KAZ", "RUS", "offence", 1) for i in range(12)]
    rows.append((FIRST, "ARM", "IRN", "friendly", 1))
    return act_series(
        rows, first_day=FIRST, last_day=FIRST + dt.timedelta(days=30), classes=CLASSES
    )


def made() -> MadeReactions:
    found = MadeReactions()
    found.add("RUS", "KAZ", "offence", "insult", 0.3, 0.1, acts=12)
    return found


def test_answers_and_courses_come_back_as_they_were() -> None:
    kept = KeptReactions.read(kept_tables(made(), series()), ["RUS", "KAZ"])
    for stimulus in CLASSES:
        for responses in (("friendly",), HOSTILE):
            for pair in (("RUS", "KAZ"), ("KAZ", "RUS")):
                before = asdict(made().answer(*pair, stimulus, responses))
                after = asdict(kept.answer(*pair, stimulus, responses))
                before["responses"] = responses
                assert [_same(value) for value in before.values()] == [
                    _same(value) for value in after.values()
                ]
    course = kept.curve("RUS", "KAZ", "offence", HOSTILE, days=30)
    before = made().curve("RUS", "KAZ", "offence", HOSTILE, days=30)
    assert course.select(before.column_names).to_pylist() == before.to_pylist()
    assert kept.checked == "Checked by hand."


def _same(value: object) -> object:
    return "nan" if isinstance(value, float) and math.isnan(value) else value


def test_only_the_asked_actors_are_read() -> None:
    kept = KeptReactions.read(kept_tables(made(), series()), ["RUS", "KAZ"])
    with pytest.raises(OutsideCoverage):
        kept.answer("IRN", "ARM", "friendly", ("friendly",))


def test_a_pair_with_few_acts_has_answers_and_no_course() -> None:
    assert LEAST_ACTS > 1
    kept = KeptReactions.read(kept_tables(made(), series()), ["ARM", "IRN"])
    assert kept.answer("IRN", "ARM", "friendly", ("friendly",)).extra == 0
    assert kept.curve("IRN", "ARM", "friendly", ("friendly",)).num_rows == 0
