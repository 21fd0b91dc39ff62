"""Two actors in one order."""

from __future__ import annotations

import pytest

from comity.errors import BadValue
from comity.vocabulary.dyad import Dyad


def test_the_reverse_of_the_reverse_is_the_dyad() -> None:
    assert Dyad("RUS", "UKR").reverse == Dyad("UKR", "RUS")
    assert Dyad("RUS", "UKR").reverse.reverse == Dyad("RUS", "UKR")
    assert str(Dyad("RUS", "UKR")) == "RUS → UKR"


def test_acts_within_one_state_are_no_dyad() -> None:
    with pytest.raises(BadValue, match="both sides"):
        Dyad("RUS", "RUS")
