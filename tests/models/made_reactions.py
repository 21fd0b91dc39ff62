"""Reaction functions written by hand, as an estimate would give them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace

import pyarrow as pa

from comity.models.reaction_function.result import DYADS, MOMENTUM, Answer
from comity.vocabulary.period import Granularity


def no_fit() -> SimpleNamespace:
    """What is kept of a fit that was none: no pair goes on from it."""
    prior = SimpleNamespace(shapes=[], spill_shape=[])
    return SimpleNamespace(
        evidence=(), prior=prior, days_offset=[], layout=SimpleNamespace(classes=4)
    )


@dataclass
class MadeReactions:
    """Answers by (responder, initiator, stimulus, first response); all others are nothing."""

    answers: dict[tuple[str, str, str, str], Answer] = field(default_factory=dict)
    acts: dict[tuple[str, str, str], int] = field(default_factory=dict)
    momentum: pa.Table = field(default_factory=MOMENTUM.empty_table)
    dyads: pa.Table = field(default_factory=DYADS.empty_table)
    period: Granularity = Granularity.DAY
    checked: str = "Checked by hand."
    converged: bool = True
    fit: SimpleNamespace = field(default_factory=no_fit)

    def add(
        self,
        responder: str,
        initiator: str,
        stimulus: str,
        response: str,
        extra: float,
        half: float,
        *,
        acts: int = 100,
        p_value: float = 0.001,
        half_life_days: float = 4.0,
    ) -> None:
        """An answer of `extra` acts, its 90% interval that and `half` either way."""
        key = (responder, initiator, stimulus, response)
        self.acts[initiator, responder, stimulus] = acts
        self.answers[key] = Answer(
            responder, initiator, stimulus, (response,), acts, 80, extra, extra - half,
            extra + half, extra * 1.25, extra * 1.25 - half, extra * 1.25 + half,
            half_life_days, 3 * half_life_days, p_value, 0.8,
        )  # fmt: skip

    def answer(
        self, responder: str, initiator: str, stimulus: str, responses: Sequence[str]
    ) -> Answer:
        found = self.answers.get((responder, initiator, stimulus, responses[0]))
        acts = self.acts.get((initiator, responder, stimulus), 0)
        return found or Answer(
            responder, initiator, stimulus, tuple(responses), acts, 80, 0.0, -0.1, 0.1, 0.0, -0.1,
            0.1, float("nan"), float("nan"), 1.0, 0.1,
        )  # fmt: skip

    def curve(
        self,
        responder: str,
        initiator: str,
        stimulus: str,
        responses: Sequence[str],
        days: int = 90,
    ) -> pa.Table:
        one = self.answer(responder, initiator, stimulus, responses)
        share = [min(1.0, day / 30) for day in range(days + 1)]
        columns = {
            "extra": one.extra, "lower": one.lower, "upper": one.upper, "total": one.total
        }  # fmt: skip
        return pa.table(
            {
                "day": pa.array(range(days + 1), pa.int64()),
                **{name: [value * part for part in share] for name, value in columns.items()},
            }
        )
