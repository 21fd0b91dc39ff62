"""The acts between two actors, read from the one dataset that covers the span best."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from comity.measures.bloc_acts import BlocVoice, collapse, voices
from comity.measures.counting import Counting
from comity.registry.actors import actors
from comity.store.coverage import Choice, choose
from comity.store.query import Reading
from comity.vocabulary.dyad import Dyad


def find_dyad(source: str, target: str) -> Dyad:
    """The directed dyad of two actors, each given by code or name."""
    return Dyad(actors().find(source).code, actors().find(target).code)


@dataclass(frozen=True, slots=True)
class PairActs:
    """All acts of one dataset between two actors, both directions, and how they were chosen.

    `acts` has the columns of the statement that read them, and `source_as_recorded`,
    `target_as_recorded`: for a bloc, which voice of it acted.
    """

    dyad: Dyad
    choice: Choice
    acts: pa.Table
    totals: pa.Table | None = None

    @property
    def undated(self) -> int:
        """How many acts lie on days of the span that the dataset does not cover."""
        covered = pa.array([c.day for c in self.choice.covered], pa.date32())
        outside = pc.invert(pc.is_in(self.acts["day"], value_set=covered))
        return int(pc.sum(self.acts.filter(outside)["n"]).as_py() or 0)


def pair_acts(
    reading: Reading,
    dyad: Dyad,
    *,
    first_day: dt.date | None = None,
    last_day: dt.date | None = None,
    dataset: str | None = None,
    voice: BlocVoice = BlocVoice.INSTITUTIONS,
    with_totals: bool = True,
    with_repeats: bool = False,
) -> PairActs:
    """Read the acts between two actors, each with its record, from the dataset that covers best.

    `with_repeats`: the further records of these acts too, as rows with n = 0.
    """
    choice = choose(reading, dyad, first_day=first_day, last_day=last_day, dataset=dataset)
    acts = _between(reading, choice, dyad, voice, "pair_acts", {"repeats": with_repeats})
    totals = _totals(reading, choice, dyad, Counting.ACTS) if with_totals else None
    return PairActs(dyad, choice, acts, totals)


def pair_counts(
    reading: Reading,
    dyad: Dyad,
    *,
    first_day: dt.date | None = None,
    last_day: dt.date | None = None,
    dataset: str | None = None,
    voice: BlocVoice = BlocVoice.INSTITUTIONS,
    counting: Counting = Counting.ACTS,
) -> PairActs:
    """The same added up by day, pair, organ addressed, code and score: all that a series asks.

    Each row has `n` acts that `records` records tell of (null: counts only, it is not known). A
    bloc's share of the source's acts is not known, so that it gets no totals unless its
    institutions alone speak. `counting` says what the totals count.
    """
    choice = choose(reading, dyad, first_day=first_day, last_day=last_day, dataset=dataset)
    acts = _between(reading, choice, dyad, voice, "pair_counts", {})
    alone = voice is BlocVoice.INSTITUTIONS
    totals = _totals(reading, choice, dyad, counting) if alone else None
    return PairActs(dyad, choice, acts, totals)


def _between(
    reading: Reading,
    choice: Choice,
    dyad: Dyad,
    voice: BlocVoice,
    statement: str,
    more: dict[str, Any],
) -> pa.Table:
    memberships = reading.query(
        "SELECT organisation, state, status, first_day, end_day FROM memberships "
        "WHERE dataset = 'memberships' AND organisation IN ($source, $target)",
        {"source": dyad.source, "target": dyad.target},
    )
    spoken = voices(dyad, memberships, voice)
    sources, targets = spoken[dyad.source], spoken[dyad.target]
    parameters = {
        **_span(choice),
        **more,
        "sources": list(sources),
        "targets": list(targets),
        "actors": sorted({*sources, *targets}),
    }
    return collapse(reading.run(statement, parameters), memberships, dyad, voice)


def _totals(reading: Reading, choice: Choice, dyad: Dyad, counting: Counting) -> pa.Table:
    asked = {"sources": [dyad.source, dyad.target], "by_records": counting is Counting.RECORDS}
    return reading.run("source_totals", {**_span(choice), **asked})


def _span(choice: Choice) -> dict[str, Any]:
    span = choice.span
    return {
        "dataset": choice.dataset,
        "first_day": span.first_day,
        "last_day": span.last_day,
    }
