"""From whom a test of change learns, and which hostile acts it looks at."""

from __future__ import annotations

import datetime as dt

from comity.models.answer_changes import MOST_PAIRS, neighbours, usual_hostile
from comity.models.reaction_function.series import ActSeries, act_series
from comity.vocabulary.dyad import Dyad

FIRST = dt.date(2021, 1, 1)
CLASSES = ("friendly", "insult", "offence", "attack")


def series() -> ActSeries:
    rows = [
        (FIRST, "RUS", "UKR", "offence", 5),
        (FIRST, "RUS", "UKR", "insult", 2),
        (FIRST, "UKR", "RUS", "friendly", 1),
        (FIRST, "USA", "RUS", "insult", 90),
        (FIRST, "USA", "CHN", "insult", 99),
        *((FIRST, "UKR", f"X{i:02}", "friendly", i + 1) for i in range(20)),
    ]
    return act_series(rows, first_day=FIRST, last_day=FIRST, classes=CLASSES)


def test_a_test_of_change_learns_from_the_busiest_pairs_of_the_two_states_alone() -> None:
    near = neighbours(series(), Dyad("UKR", "RUS"))
    assert len(near.dyads) == 2 * MOST_PAIRS
    assert {"UKR", "RUS"} == {near.dyads[0].source, near.dyads[0].target}
    assert Dyad("USA", "CHN") not in near.dyads
    assert Dyad("USA", "RUS") in near.dyads
    assert Dyad("UKR", "X19") in near.dyads
    assert Dyad("UKR", "X00") not in near.dyads


def test_their_counts_are_those_of_the_whole() -> None:
    near = neighbours(series(), Dyad("UKR", "RUS"))
    counts = {
        (str(near.dyads[d]), CLASSES[k]): int(n)
        for d, k, n in zip(near.dyad, near.klass, near.n, strict=True)
    }
    assert counts["RUS → UKR", "offence"] == 5
    assert counts["USA → RUS", "insult"] == 90
    assert counts["UKR → X19", "friendly"] == 20


def test_the_usual_hostile_act_is_the_one_that_was_done_most() -> None:
    assert usual_hostile(series(), Dyad("RUS", "UKR")) == "offence"
    assert usual_hostile(series(), Dyad("USA", "RUS")) == "insult"
