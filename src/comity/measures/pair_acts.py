"""The acts between two actors, read from the one dataset that covers the span best."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pyarrow as pa

from comity.measures.bloc_acts import BlocVoice, collapse, voices
from comity.registry import actors
from comity.store.coverage import Choice, choose
from comity.store.query import Reading
from comity.vocabulary.dyad import Dyad


def find_dyad(source: str, target: str) -> Dyad:
    """The directed dyad of two actors, each given by code or name."""
    return Dyad(actors().find(source).code, actors().find(target).code)


@dataclass(frozen=True, slots=True)
class PairActs:
    """All acts of one dataset between two actors, both directions, and how they were chosen.

    `acts` has the columns of the lake's `acts`, and `source_as_recorded`, `target_as_recorded`:
    for a bloc, which voice of it acted.
    """

    dyad: Dyad
    choice: Choice
    acts: pa.Table
    totals: pa.Table

    @property
    def undated(self) -> int:
        """How many acts lie on days of the span that the dataset does not cover."""
        covered = {c.day for c in self.choice.covered}
        return sum(
            row["n"]
            for row in self.acts.select(["day", "n"]).to_pylist()
            if row["day"] not in covered
        )


def pair_acts(
    reading: Reading,
    dyad: Dyad,
    *,
    first_day: dt.date | None = None,
    last_day: dt.date | None = None,
    dataset: str | None = None,
    voice: BlocVoice = BlocVoice.INSTITUTIONS,
    with_totals: bool = True,
) -> PairActs:
    """Read the acts between two actors from the dataset that covers the span best."""
    choice = choose(reading, dyad, first_day=first_day, last_day=last_day, dataset=dataset)
    memberships = reading.query(
        "SELECT organisation, state, status, first_day, end_day FROM memberships "
        "WHERE organisation IN ($source, $target)",
        {"source": dyad.source, "target": dyad.target},
    )
    spoken = voices(dyad, memberships, voice)
    parameters = {
        "dataset": choice.dataset,
        "first_day": choice.span.first_day,
        "last_day": choice.span.last_day,
    }
    acts = reading.run(
        "pair_acts",
        {
            **parameters,
            "sources": list(spoken[dyad.source]),
            "targets": list(spoken[dyad.target]),
        },
    )
    totals = reading.run(
        "source_totals",
        {**parameters, "sources": [dyad.source, dyad.target] if with_totals else []},
    )
    return PairActs(dyad, choice, collapse(acts, memberships, dyad, voice), totals)
