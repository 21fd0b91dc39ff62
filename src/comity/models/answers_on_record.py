"""The answers between some states, as a desk and a brief read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from comity.models.answers import ANSWERS, Row, answers_of, curves_of
from comity.models.kept_reactions import AnswerSource
from comity.vocabulary.dyad import Dyad
from comity.vocabulary.period import Granularity, Span

if TYPE_CHECKING:
    from comity.models.reaction_series import RecordedSeries


@dataclass(frozen=True, slots=True, eq=False)
class AnswersOnRecord:
    """How some states answer each other, by one dataset; it can pass between processes.

    `.table` has rows of ANSWERS, `.curves` of CURVES, `.momentum` and `.shocks` those of
    `ReactionFunctions`. `at_mean_volume`: the numbers are those at the mean volume of news.
    """

    table: pa.Table
    curves: pa.Table
    momentum: pa.Table
    shocks: pa.Table
    dataset: str
    span: Span
    days: int
    pairs: int
    period: Granularity
    at_mean_volume: bool
    coverage: str
    converged: bool
    checked: str

    def of(self, responder: str, initiator: str, stimulus: str, response: str) -> Row | None:
        """The row of one answer; None where there is none or it has no numbers."""
        asked = (responder, initiator, stimulus, response)
        return next(
            (
                row
                for row in self.table.to_pylist()
                if tuple(row[name] for name in ANSWERS.names[:4]) == asked
                and row["extra_acts_30d"] is not None
            ),
            None,
        )

    def between(self, first: str, second: str) -> list[Row]:
        """The rows of two states in both directions."""
        pair = {first, second}
        return [
            row for row in self.table.to_pylist() if {row["responder"], row["initiator"]} == pair
        ]


def answers_on_record(
    recorded: RecordedSeries,
    fitted: AnswerSource,
    dyads: Sequence[Dyad],
    *,
    kinds: Sequence[tuple[str, str]] | None = None,
    curves_of_dyads: Iterable[Dyad] = (),
) -> AnswersOnRecord:
    """How the source of each dyad answers its target; a dyad that is not covered is not there."""
    there = set(recorded.series.dyads)
    known = [dyad for dyad in dyads if dyad in there]
    drawn = [dyad for dyad in curves_of_dyads if dyad in there]
    actors = pa.array(sorted({code for d in known for code in (d.source, d.target)}), pa.string())
    return AnswersOnRecord(
        table=answers_of(fitted, known, kinds=kinds),
        curves=curves_of(fitted, drawn),
        momentum=_among(fitted.momentum, actors, "source", "target"),
        shocks=_among(fitted.dyads, actors, "first", "second"),
        dataset=recorded.dataset,
        span=recorded.span,
        days=recorded.days,
        pairs=len(recorded.series.dyads) // 2,
        period=fitted.period,
        at_mean_volume=recorded.series.volume is not None,
        coverage=recorded.text,
        converged=fitted.converged,
        checked=fitted.checked,
    )


def _among(table: pa.Table, codes: pa.Array, *columns: str) -> pa.Table:
    for column in columns:
        table = table.filter(pc.is_in(table[column], value_set=codes))
    return table
