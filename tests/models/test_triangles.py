"""A state that answers what a third does to another is told apart from one that does not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from comity.models.reaction_function import act_series, fit_reactions
from comity.models.reaction_function.series import ActSeries
from comity.models.triangles import kept_fits, triangular_answers
from comity.vocabulary.dyad import Dyad

FIRST = dt.date(2000, 1, 3)
DAYS = 900
CLASSES = ("friendly", "offence")
OTHERS = ("ARM", "GEO", "AZE")


def world(seed: int, answers: Mapping[str, float]) -> ActSeries:
    """SIMULATED: the United States answer China's acts toward Russia of some kinds with as many.

    The answer comes at a time scale of a week; all other acts come of themselves.
    """
    random = np.random.default_rng(seed)
    keep = np.exp(-1 / 7)
    rows = []
    for kind in CLASSES:
        left = 0.0
        for day in range(DAYS):
            china = random.poisson(0.4)
            means = {
                ("USA", "RUS"): 0.3 + answers.get(kind, 0.0) * (1 - keep) * left,
                ("RUS", "USA"): 0.4,
                ("RUS", "CHN"): 0.4,
                **{(one, "RUS"): 0.4 for one in OTHERS},
            }
            left = keep * left + china
            acts = {pair: random.poisson(mean) for pair, mean in means.items()}
            acts["CHN", "RUS"] = china
            rows += [
                (FIRST + dt.timedelta(days=day), *pair, kind, n) for pair, n in acts.items() if n
            ]
    return act_series(
        rows, first_day=FIRST, last_day=FIRST + dt.timedelta(days=DAYS - 1), classes=CLASSES
    )


def found(series: ActSeries, dyad: Dyad, *thirds: str) -> list[dict[str, Any]]:
    tables = kept_fits(fit_reactions(series).fit)
    rows: list[dict[str, Any]] = triangular_answers(tables, series, dyad, thirds).to_pylist()
    return rows


def test_a_planted_triangular_answer_is_found_and_no_other_is() -> None:
    rows = found(world(5, {"offence": 0.4}), Dyad("USA", "RUS"), "CHN", *OTHERS)
    told = [(row["responder"], row["third"], row["kind"]) for row in rows if row["significant"]]
    assert told == [("USA", "CHN", "hostile")]
    planted = next(row for row in rows if row["significant"])
    truth = 0.4 * (1 - np.exp(-30 / 7))
    assert planted["lower"] < truth < planted["upper"]
    assert planted["toward"] == "RUS"
    assert planted["q_value"] >= planted["p_value"]


@pytest.mark.parametrize("seed", [1, 2])
def test_where_no_one_answers_a_third_none_is_told(seed: int) -> None:
    rows = found(world(seed, {}), Dyad("RUS", "USA"), "CHN", *OTHERS)
    assert len(rows) == 8
    assert not any(row["significant"] for row in rows)


def test_a_third_without_acts_and_the_two_themselves_are_left_out() -> None:
    series = world(3, {})
    assert found(series, Dyad("USA", "RUS"), "USA", "RUS", "IRN") == []


def test_a_pair_without_a_fit_has_no_triangles() -> None:
    series = world(3, {})
    tables = kept_fits(fit_reactions(series).fit)
    empty = {**tables, "fits": tables["fits"].slice(0, 0)}
    assert triangular_answers(empty, series, Dyad("USA", "RUS"), ["CHN"]).num_rows == 0
