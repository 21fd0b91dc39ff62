"""Answers between states written by hand: no estimate, and of nothing that happened."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pyarrow as pa

from comity.models.answers import ANSWERS, CURVES
from comity.models.answers_on_record import AnswersOnRecord
from comity.models.reaction_function.result import DYADS, MOMENTUM
from comity.vocabulary.period import Granularity, Span

SPAN = Span.inclusive(dt.date(2018, 10, 4), dt.date(2022, 8, 31))


def answer(
    responder: str,
    initiator: str,
    stimulus: str,
    response: str,
    extra: float | None = 0.24,
    half: float = 0.08,
    **more: Any,
) -> dict[str, Any]:
    """A row of answers: `extra` acts, their 90% interval `half` either way, 1.25 times in all."""
    row: dict[str, Any] = {
        "responder": responder,
        "initiator": initiator,
        "stimulus": stimulus,
        "response": response,
        "stimulus_acts": 120,
        "response_acts": 80,
        "half_life_days": 3.4,
        "forgiveness_days": 17.2,
        "p_value": 0.001,
        "own_evidence": 0.72,
        "q_value": 0.004,
        "significant": True,
    }
    if extra is None:
        numbers = dict.fromkeys(ANSWERS.names[6:])
        return row | numbers | {"stimulus_acts": 0} | more
    row |= {"extra_acts_30d": extra, "lower": extra - half, "upper": extra + half}
    total = 1.25 * extra
    row |= {"total_30d": total, "total_lower": total - half, "total_upper": total + half}
    return row | more


def made_answers(
    rows: list[dict[str, Any]],
    *,
    momentum: list[dict[str, Any]] | None = None,
    shocks: list[dict[str, Any]] | None = None,
    at_mean_volume: bool = True,
) -> AnswersOnRecord:
    """The rows as answers on record, with a curve for each answer in kind."""
    return AnswersOnRecord(
        table=pa.Table.from_pylist(rows, schema=ANSWERS),
        curves=pa.Table.from_pylist([c for row in rows for c in _curve(row)], schema=CURVES),
        momentum=pa.Table.from_pylist(momentum or [], schema=MOMENTUM),
        shocks=pa.Table.from_pylist(shocks or [], schema=DYADS),
        dataset="icews",
        span=SPAN,
        days=647,
        pairs=2268,
        period=Granularity.DAY,
        at_mean_volume=at_mean_volume,
        coverage="Source icews: 647 of 1428 days covered.",
        converged=True,
        checked="Written by hand.",
    )


def _curve(row: dict[str, Any]) -> list[dict[str, Any]]:
    if row["extra_acts_30d"] is None or row["stimulus"] != row["response"]:
        return []
    same = {name: row[name] for name in ("responder", "initiator", "stimulus", "response")}
    share = [(day, 1 - math.exp(-day / 6)) for day in range(91)]
    return [
        same
        | {
            "day": day,
            "extra": part * row["extra_acts_30d"],
            "lower": part * row["lower"],
            "upper": part * row["upper"],
            "total": part * row["total_30d"],
        }
        for day, part in share
    ]


def between(first: str, second: str, *, scale: float = 1.0) -> list[dict[str, Any]]:
    """Answers of two states in both directions, of each kind in kind and otherwise."""
    rows = []
    for responder, initiator, size in ((first, second, scale), (second, first, 0.5 * scale)):
        rows += [
            answer(responder, initiator, "friendly", "friendly", 0.6 * size),
            answer(responder, initiator, "friendly", "hostile", 0.01, significant=False),
            answer(responder, initiator, "insult", "hostile", 0.1 * size, significant=False),
            answer(responder, initiator, "offence", "hostile", 0.2 * size),
            answer(responder, initiator, "attack", "hostile", None),
            answer(responder, initiator, "hostile", "hostile", 0.18 * size),
        ]
    return rows
