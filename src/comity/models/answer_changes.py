"""Whether the answers between two states changed on a day, in the record of a lake."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from comity.errors import OutsideCoverage
from comity.models.kept_reactions import HOSTILE, RESPONSES
from comity.vocabulary.dyad import Dyad

if TYPE_CHECKING:
    from comity.models.reaction_function import Change
    from comity.models.reaction_function.series import ActSeries

# The test learns what answers have in common from so many of the two states' busiest pairs.
MOST_PAIRS = 12
# Answers that are tested: friendly acts to friendly ones, hostile ones to the most usual hostile.
KINDS = ("friendly", "hostile")

Progress = Callable[[float, str], None]


def answer_changes(
    series: ActSeries,
    dyad: Dyad,
    at: dt.date,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[Change]:
    """Tests of the answers in kind of both states, before a day and from it on.

    Hostile answers are those to the kind of hostile acts that the initiator did most. A test with
    too few days or acts on one side is left out. Raises BadValue for a day outside the series, and
    what `fit_reactions` raises.
    """
    # Imported here: its compiler takes long to load.
    from comity.models.reaction_function import answer_changed, fit_reactions

    near = neighbours(series, dyad)
    fitted = fit_reactions(near, progress=progress, cancelled=cancelled)
    found = []
    for one in (dyad.reverse, dyad):
        for kind in KINDS:
            stimulus = "friendly" if kind == "friendly" else usual_hostile(near, one.reverse)
            try:
                found.append(
                    answer_changed(fitted, one.source, one.target, stimulus, RESPONSES[kind], at)
                )
            except OutsideCoverage:
                continue
    return found


def usual_hostile(series: ActSeries, dyad: Dyad) -> str:
    """The kind of hostile acts that the source of a dyad did most."""
    place = series.dyads.index(dyad)
    counts = {
        name: int(series.n[(series.dyad == place) & (series.klass == number)].sum())
        for number, name in enumerate(series.classes)
        if name in HOSTILE
    }
    return max(counts, key=lambda name: counts[name])


def neighbours(series: ActSeries, dyad: Dyad) -> ActSeries:
    """The series of a dyad and of the busiest pairs of either party, both directions of each."""
    acts = np.bincount(series.dyad // 2, weights=series.n, minlength=len(series.dyads) // 2)
    own = series.dyads.index(dyad) // 2
    parties = {dyad.source, dyad.target}
    others = [
        pair
        for pair in np.argsort(-acts, kind="stable").tolist()
        if pair != own and parties & {series.dyads[2 * pair].source, series.dyads[2 * pair].target}
    ]
    kept = [own, *others[: MOST_PAIRS - 1]]
    place = np.full(len(acts), -1, np.int32)
    place[kept] = np.arange(len(kept))
    rows = place[series.dyad // 2] >= 0
    return replace(
        series,
        dyads=tuple(series.dyads[2 * pair + way] for pair in kept for way in (0, 1)),
        dyad=(2 * place[series.dyad[rows] // 2] + series.dyad[rows] % 2).astype(np.int32),
        klass=series.klass[rows],
        step=series.step[rows],
        n=series.n[rows],
    )
