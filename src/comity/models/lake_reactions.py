"""Reaction functions of a lake: estimated once for pairs of a dataset, and kept beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

from comity.models.answers import IN_KIND
from comity.models.answers_on_record import AnswersOnRecord, answers_on_record
from comity.models.kept_reactions import AnswerSource, KeptReactions, kept_tables
from comity.models.reaction_series import RecordedSeries, check_covered, recorded_series
from comity.models.triangles import kept_fits, triangular_answers
from comity.store.coverage import Choice
from comity.store.kept import kept
from comity.store.query import Reading
from comity.vocabulary.dyad import Dyad
from comity.vocabulary.period import Granularity
from comity.vocabulary.region import Region

# To be raised with each change of the numbers, so that kept results are made anew.
METHOD = "3"
TABLES = ("events", "counts", "coverage", "volumes")

Progress = Callable[[str, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True, eq=False)
class LakeReactions:
    """The answers of pairs of a dataset, the series that they were estimated of, and the whole."""

    recorded: RecordedSeries
    whole: RecordedSeries
    tables: Mapping[str, pa.Table]

    def among(self, codes: Sequence[str]) -> AnswerSource:
        """What is estimated of the dyads among some actors."""
        return KeptReactions.read(self.tables, codes)


def lake_reactions(
    reading: Reading,
    choice: Choice,
    *,
    period: Granularity = Granularity.DAY,
    actors: Collection[str] = (),
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> LakeReactions:
    """Estimate the reaction functions of the pairs among some actors, or of all that are covered.

    The first time takes up to some minutes; after that no time. Raises OutsideCoverage where no
    step is covered, and what `fit_reactions` raises.
    """
    if progress:
        progress("reading the acts of all pairs", 0)
    whole = recorded_series(reading, choice, period=period)
    recorded = replace(whole, series=whole.series.among(actors)) if actors else whole

    def told(share: float, step: str) -> None:
        if progress:
            progress(f"estimating answers, {step} ({share:.0%})", 0)

    def compute() -> Mapping[str, pa.Table]:
        # Imported here: its compiler takes long to load, and what is kept needs none.
        from comity.models.reaction_function import fit_reactions

        fitted = fit_reactions(recorded.series, progress=told, cancelled=cancelled)
        tables = kept_tables(fitted, recorded.series, progress=told)
        return tables | kept_fits(fitted.fit)

    tables = kept(
        reading,
        "reactions",
        made_by=METHOD,
        tables=TABLES,
        asked={
            "dataset": choice.dataset,
            "period": period.value,
            "days": _named_days(choice),
            "actors": ",".join(sorted(actors)),
        },
        compute=compute,
    )
    return LakeReactions(recorded, whole, tables)


def _named_days(choice: Choice) -> str:
    """The chosen days and their parts under one short name."""
    text = ",".join(f"{c.day.isoformat()} {c.part}" for c in choice.covered)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def pair_answers(found: LakeReactions, dyad: Dyad) -> AnswersOnRecord:
    """How two states answer each other. Raises OutsideCoverage where neither did anything."""
    check_covered(found.recorded.series, [dyad])
    both = [dyad, dyad.reverse]
    fitted = found.among([dyad.source, dyad.target])
    return answers_on_record(found.recorded, fitted, both, curves_of_dyads=both)


def pair_triangles(found: LakeReactions, dyad: Dyad, thirds: Sequence[str]) -> pa.Table:
    """Whether each of two states answers what third parties do toward the other."""
    return triangular_answers(found.tables, found.whole.series, dyad, thirds)


def region_answers(found: LakeReactions, region: Region, *, curves: bool = True) -> AnswersOnRecord:
    """How all states and poles of a region answer each other in kind.

    With `curves`, by day, too, of each state and its poles.
    """
    drawn = [
        dyad
        for state in region.states
        for pole in region.poles_of(state)
        for dyad in (Dyad(state, pole), Dyad(pole, state))
    ]
    return answers_on_record(
        found.recorded,
        found.among(region.actors),
        pairs_among(region.actors),
        kinds=IN_KIND,
        curves_of_dyads=dict.fromkeys(drawn) if curves else (),
    )


def pairs_among(codes: Sequence[str]) -> list[Dyad]:
    """All directed dyads of some actors."""
    return [Dyad(first, second) for first in codes for second in codes if first != second]
