"""The weeks of two states as moves, and the strategies that they look like."""

from __future__ import annotations

import datetime as dt

from comity.models.pair_strategies import moves_of, pair_strategies
from comity.models.reaction_function.series import ActSeries, act_series
from comity.vocabulary.dyad import Dyad
from comity.vocabulary.period import Granularity

MONDAY = dt.date(2018, 1, 1)


def weeks(first: str, second: str) -> ActSeries:
    """A week a letter: c friendly, d an offence, - nothing."""
    words = {"c": "friendly", "d": "offence"}
    rows = [
        (MONDAY + dt.timedelta(weeks=i), *pair, words[letter], 1)
        for pair, letters in ((("RUS", "KAZ"), first), (("KAZ", "RUS"), second))
        for i, letter in enumerate(letters)
        if letter != "-"
    ]
    return act_series(
        rows,
        first_day=MONDAY,
        last_day=MONDAY + dt.timedelta(weeks=len(first), days=-1),
        period=Granularity.WEEK,
        classes=("friendly", "insult", "offence", "attack"),
    )


def test_a_week_is_hostile_where_hostile_acts_outnumber_friendly_ones() -> None:
    moves = moves_of(weeks("ccdc", "cdcc"), Dyad("RUS", "KAZ")).moves
    assert moves.own.tolist() == [True, True, False, True]
    assert moves.other.tolist() == [True, False, True, True]


def test_a_side_that_does_what_the_other_did_last_looks_like_tit_for_tat() -> None:
    other = "cdccddcdcccdcddccdcdccdd"
    found = pair_strategies(weeks("c" + other[:-1], other), Dyad("RUS", "KAZ"))
    assert found is not None
    rows = {row["strategy"]: row["probability"] for row in found.table.to_pylist()}
    assert rows["TFT"] > 0.9


def test_too_few_weeks_and_a_dyad_without_acts_look_like_nothing() -> None:
    assert pair_strategies(weeks("cdc", "ccd"), Dyad("RUS", "KAZ")) is None
    assert pair_strategies(weeks("cdc", "ccd"), Dyad("FJI", "TON")) is None
