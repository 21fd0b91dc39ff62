"""Triangular answers are told as what follows, with how surely, and never as a cause."""

from __future__ import annotations

import re
from typing import Any

from comity.briefs.triangle_words import triangle_sentences


def row(third: str, extra: float, *, told: bool) -> dict[str, Any]:
    return {
        "responder": "USA", "toward": "RUS", "third": third, "kind": "hostile", "third_acts": 90,
        "response_acts": 120, "extra_acts_30d": extra, "lower": extra - 0.1, "upper": extra + 0.1,
        "p_value": 0.001 if told else 0.6, "q_value": 0.004 if told else 0.6, "significant": told,
    }  # fmt: skip


def test_a_third_party_that_is_answered_is_told_with_its_interval() -> None:
    said = triangle_sentences([row("CHN", 0.32, told=True), row("KAZ", 0.01, told=False)])
    assert said[0] == (
        "A hostile act by China toward Russia is followed, within 30 days, by 0.32 (0.22 to 0.42) "
        "more hostile acts of the United States toward Russia than otherwise, at a false-discovery "
        "rate of 5% over the third parties looked at."
    )
    assert said[1] == (
        "Of acts of third parties toward either of the two (Kazakhstan), no further answer by the "
        "other is told from none, in 1 test."
    )
    assert "News that hits all three" in said[2]


def test_a_third_party_that_was_asked_for_is_told_even_where_nothing_follows() -> None:
    said = triangle_sentences([row("KAZ", 0.01, told=False)], named=True)
    assert said[0].startswith("What the United States does toward Russia after a hostile act by K")
    assert "is not told from what it does otherwise" in said[0]


def test_nothing_is_said_where_nothing_was_tested() -> None:
    assert triangle_sentences([]) == []


def test_no_word_claims_a_cause() -> None:
    text = " ".join(triangle_sentences([row("CHN", 0.3, told=True)]))
    assert not re.search(r"\b(cause|because|due to|leads? to)", text)
