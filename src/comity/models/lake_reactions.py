"""Reaction functions of a lake: estimated once for all pairs of a dataset, and kept beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from comity.errors import OutsideCoverage
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
METHOD = "2"
TABLES = ("events", "counts", "coverage", "volumes")

Progress = Callable[[str, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True, eq=False)
class LakeReactions:
    """The answers of all pairs of a dataset, and the series that they were estimated of."""

    recorded: RecordedSeries
    tables: Mapping[str, pa.Table]

    def among(self, codes: Sequence[str]) -> AnswerSource:
        """What is estimated of the dyads among some actors."""
        return KeptReactions.read(self.tables, codes)


def lake_reactions(
    reading: Reading,
    choice: Choice,
    *,
    period: Granularity = Granularity.DAY,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    estimate: bool = True,
) -> LakeReactions:
    """Estimate the reaction functions of all pairs that a dataset covers on the chosen days.

    The first time takes up to some minutes; after that no time. Raises OutsideCoverage where no
    step is covered, or where nothing is kept yet and `estimate` is false; and what `fit_reactions`
    raises.
    """
    if progress:
        progress("reading the acts of all pairs", 0)
    recorded = recorded_series(reading, choice, period=period)

    def told(share: float, step: str) -> None:
        if progress:
            progress(f"estimating answers, {step} ({share:.0%})", 0)

    def compute() -> Mapping[str, pa.Table]:
        if not estimate:
            raise OutsideCoverage(
                f"The answers in {choice.dataset} are not estimated yet for this lake.",
                next_step="Estimate them once: `comity reactions --region eurasia`.",
            )
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
        asked={"dataset": choice.dataset, "period": period.value, "days": _named_days(choice)},
        compute=compute,
    )
    return LakeReactions(recorded, tables)


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
    return triangular_answers(found.tables, found.recorded.series, dyad, thirds)


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
