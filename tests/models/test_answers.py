"""Answers as a desk reads them, from reaction functions written by hand."""

from __future__ import annotations

import math
import statistics
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_reactions import MadeReactions

from comity.models.answers import Z90, answers_of, compared, curves_of, q_values
from comity.vocabulary.dyad import Dyad

RUS_TO_KAZ = Dyad("RUS", "KAZ")


def made() -> MadeReactions:
    found = MadeReactions()
    # "hostile" is told by its first class, the insult.
    found.add("RUS", "KAZ", "offence", "insult", 0.30, 0.10, acts=60)
    found.add("RUS", "KAZ", "insult", "insult", 0.10, 0.05, acts=40)
    found.add("RUS", "KAZ", "friendly", "friendly", 0.50, 0.10, acts=200)
    return found


def rows_of(found: MadeReactions, dyad: Dyad = RUS_TO_KAZ) -> dict[tuple[str, str], dict]:
    table = answers_of(found, [dyad])
    return {(row["stimulus"], row["response"]): row for row in table.to_pylist()}


def test_a_hostile_act_is_answered_as_its_kinds_are_in_the_shares_in_which_they_were_done() -> None:
    row = rows_of(made())["hostile", "hostile"]
    assert row["stimulus_acts"] == 100
    assert row["extra_acts_30d"] == pytest.approx(0.6 * 0.30 + 0.4 * 0.10)
    half = math.hypot(0.6 * 0.10, 0.4 * 0.05)
    assert row["lower"] == pytest.approx(0.22 - half)
    assert row["upper"] == pytest.approx(0.22 + half)


def test_an_act_that_never_was_has_no_answer() -> None:
    row = rows_of(made())["attack", "hostile"]
    assert row["stimulus_acts"] == 0
    assert row["extra_acts_30d"] is None
    assert row["significant"] is None


def test_the_answers_that_are_told_from_none_are_few_among_many_that_are_not() -> None:
    found = made()
    found.add("RUS", "KAZ", "insult", "friendly", 0.01, 0.1, p_value=0.04)
    row = rows_of(found)["insult", "friendly"]
    assert row["p_value"] == 0.04
    assert row["q_value"] > 0.05
    assert not row["significant"]


def test_rates_of_false_discovery_by_hand() -> None:
    # Benjamini and Hochberg: p * m / rank, not above those of larger p.
    assert q_values([0.01, 0.04, 0.03, 0.5]) == pytest.approx([0.04, 0.16 / 3, 0.16 / 3, 0.5])
    assert q_values([]) == []


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_a_rate_of_false_discovery_is_never_below_its_p_value(p_values: list[float]) -> None:
    rates = q_values(p_values)
    assert all(p <= q + 1e-12 <= 1 + 1e-12 for p, q in zip(p_values, rates, strict=True))
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    assert all(rates[a] <= rates[b] + 1e-12 for a, b in pairwise(order))


def test_who_answers_more_is_the_difference_of_two_independent_estimates() -> None:
    found = made()
    found.add("KAZ", "RUS", "friendly", "friendly", 0.20, 0.10)
    first = rows_of(found)["friendly", "friendly"]
    second = rows_of(found, Dyad("KAZ", "RUS"))["friendly", "friendly"]
    beside = compared(first, second)
    assert beside is not None
    assert beside.difference == pytest.approx(0.30)
    assert beside.upper - beside.difference == pytest.approx(math.hypot(0.1, 0.1))
    z = 0.30 / (math.hypot(0.1, 0.1) / Z90)
    assert beside.probability == pytest.approx(0.5 * (1 + math.erf(z / math.sqrt(2))))


def test_the_answer_by_day_ends_at_the_answer_within_thirty_days() -> None:
    curves = curves_of(made(), [RUS_TO_KAZ]).to_pylist()
    last = {row["stimulus"]: row for row in curves if row["day"] == 30}
    rows = rows_of(made())
    for kind in ("friendly", "hostile"):
        row = rows[kind, kind]
        assert last[kind]["extra"] == pytest.approx(row["extra_acts_30d"])
        assert last[kind]["lower"] == pytest.approx(row["lower"])
        assert last[kind]["total"] == pytest.approx(row["total_30d"])


def test_what_is_borrowed_from_other_pairs_makes_no_answer_significant() -> None:
    found = MadeReactions()
    found.add("RUS", "KAZ", "offence", "insult", 0.30, 0.05, acts=60, p_value=0.6)
    found.add("RUS", "KAZ", "insult", "insult", 0.30, 0.05, acts=40, p_value=0.7)
    row = rows_of(found)["hostile", "hostile"]
    assert row["lower"] > 0
    assert row["p_value"] > 0.4
    assert not row["significant"]


def test_two_kinds_of_the_same_evidence_say_more_together() -> None:
    found = MadeReactions()
    for kind in ("offence", "insult"):
        found.add("RUS", "KAZ", kind, "insult", 0.10, 0.10, acts=50, p_value=0.10)
    row = rows_of(found)["hostile", "hostile"]
    z = -statistics.NormalDist().inv_cdf(0.05)
    expected = 2 * statistics.NormalDist().cdf(-z * math.sqrt(2))
    assert row["p_value"] == pytest.approx(expected)


def test_what_was_not_tested_is_not_significant_and_counts_for_no_rate() -> None:
    found = made()
    found.add("KAZ", "RUS", "friendly", "friendly", 0.5, 0.1, p_value=float("nan"))
    row = rows_of(found, Dyad("KAZ", "RUS"))["friendly", "friendly"]
    assert row["q_value"] is None
    assert row["significant"] is False
