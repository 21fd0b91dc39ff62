"""What each strategy would do next, in games worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from comity.models.strategies import NAMES
from comity.models.strategies.automata import prescribed


def told(strategy: str, own: str, other: str) -> str:
    """What the strategy prescribes in each period of a game."""
    choices = [np.array([[letter == "c" for letter in side]]) for side in (own, other)]
    plan = prescribed(choices[0], choices[1])[0, :, NAMES.index(strategy)]
    return "".join("c" if cooperates else "d" for cooperates in plan)


@pytest.mark.parametrize(
    ("strategy", "own", "other", "plan"),
    [
        ("ALLD", "dddd", "ccdc", "dddd"),
        ("ALLC", "cccc", "cddd", "cccc"),
        # Triggered by the other's defection in the second period, for ever.
        ("GRIM", "cccccc", "cdcccc", "ccdddd"),
        # Its own slip triggers it too.
        ("GRIM", "dccc", "cccc", "cddd"),
        ("TFT", "cccccc", "cdcddc", "ccdcdd"),
        # Its own slip does not matter to it.
        ("TFT", "dccc", "cccc", "cccc"),
        # Both defected: it cooperates again; one did: it defects.
        ("WSLS", "ccdc", "cddc", "ccdc"),
        # Two periods of punishment, then cooperation, whatever happened meanwhile.
        ("T2", "cccccccc", "cdddcccc", "ccddcccc"),
        ("T2", "ccccccc", "cdddddd", "ccddcdd"),
        ("T2", "dcccc", "ccccc", "cddcc"),
    ],
)
def test_a_strategy_follows_its_definition(strategy: str, own: str, other: str, plan: str) -> None:
    assert told(strategy, own, other) == plan


def test_what_is_prescribed_depends_on_the_past_alone() -> None:
    rng = np.random.default_rng(5)
    own, other = (rng.random((40, 12)) < 0.5 for _ in range(2))
    whole = prescribed(own, other)
    own[:, 7:], other[:, 7:] = ~own[:, 7:], ~other[:, 7:]
    assert (prescribed(own, other)[:, :8] == whole[:, :8]).all()
