"""How each of two states answers the other, in the few rows that a desk reads.

The classes of a lake are put together: a response is friendly or hostile (an insult, an offence or
an attack); a stimulus is one class, or a hostile act of the kinds that the initiator did, as often
as it did them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from comity.models.kept_reactions import HOSTILE, RESPONSES, AnswerSource
from comity.vocabulary.dyad import Dyad

if TYPE_CHECKING:
    from comity.models.reaction_function.result import Answer

STIMULI: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "friendly": ("friendly",),
        "insult": ("insult",),
        "offence": ("offence",),
        "attack": ("attack",),
        "hostile": HOSTILE,
    }
)
IN_KIND = (("friendly", "friendly"), ("hostile", "hostile"))
# With fewer acts to answer, an estimate is mostly that of other dyads.
FEWEST_ACTS = 10
FALSE_DISCOVERY = 0.05
# Standard deviations from the middle of a 90% interval to its ends.
Z90 = NormalDist().inv_cdf(0.95)

TEXT, F, N, YES = pa.string(), pa.float64(), pa.int64(), pa.bool_()
NUMBERS = (
    *("extra_acts_30d", "lower", "upper", "total_30d", "total_lower", "total_upper"),
    *("half_life_days", "forgiveness_days", "p_value", "own_evidence"),
)
ANSWERS = pa.schema(
    [
        *((name, TEXT) for name in ("responder", "initiator", "stimulus", "response")),
        *(("stimulus_acts", N), ("response_acts", N)),
        *((name, F) for name in NUMBERS),
        *(("q_value", F), ("significant", YES)),
    ]
)
CURVES = pa.schema(
    [
        *((name, TEXT) for name in ("responder", "initiator", "stimulus", "response")),
        ("day", N),
        *((name, F) for name in ("extra", "lower", "upper", "total")),
    ]
)
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One number beside another: their difference, its 90% interval, how likely it is above 0."""

    first: float
    second: float
    difference: float
    lower: float
    upper: float
    probability: float


def answers_of(
    fitted: AnswerSource,
    dyads: Iterable[Dyad],
    *,
    kinds: Sequence[tuple[str, str]] | None = None,
) -> pa.Table:
    """Rows of ANSWERS: how the source of each dyad answers acts of its target.

    `kinds` are pairs of stimulus and response (default: all of them). A stimulus that never was
    has no numbers: nothing is known of its answer. An answer too little of which is on
    record to be tested is not significant. `q_value` and `significant` hold the rate of false
    discoveries at 5% over all rows that are given here (Benjamini and Hochberg 1995).
    """
    asked = kinds or [(stimulus, response) for stimulus in STIMULI for response in RESPONSES]
    rows = [
        _row(fitted, dyad, stimulus, response) for dyad in dyads for stimulus, response in asked
    ]
    known = [row for row in rows if row["p_value"] is not None]
    for row in rows:
        row["significant"] = False if row["extra_acts_30d"] is not None else None
    for row, q in zip(known, q_values([row["p_value"] for row in known]), strict=True):
        row |= {"q_value": q, "significant": q <= FALSE_DISCOVERY}
    return pa.Table.from_pylist(rows, schema=ANSWERS)


def curves_of(fitted: AnswerSource, dyads: Iterable[Dyad], *, days: int = 90) -> pa.Table:
    """Rows of CURVES: what has followed an act by each day, answers in kind alone."""
    tables = []
    for dyad in dyads:
        for stimulus, response in IN_KIND:
            found = _curve(fitted, dyad, stimulus, response, days)
            if found is not None:
                tables.append(found)
    return pa.concat_tables(tables) if tables else CURVES.empty_table()


def q_values(p_values: Sequence[float]) -> list[float]:
    """The rate of false discoveries at which each would be one (Benjamini and Hochberg 1995)."""
    p = np.asarray(p_values, float)
    order = np.argsort(-p, kind="stable")
    ranks = len(p) - np.arange(len(p))
    q = np.empty(len(p))
    q[order] = np.minimum.accumulate(np.minimum(1.0, p[order] * len(p) / ranks))
    return [float(value) for value in q]


def compared(first: Row, second: Row, *, name: str = "extra_acts_30d") -> Comparison | None:
    """Two rows of ANSWERS beside each other; None where one has no numbers.

    The two are taken as independent: they are estimated from acts of different states.
    """
    low, high = ("total_lower", "total_upper") if name == "total_30d" else ("lower", "upper")
    if first[name] is None or second[name] is None:
        return None
    spread = math.hypot(*((row[high] - row[low]) / (2 * Z90) for row in (first, second)))
    difference = first[name] - second[name]
    likely = NormalDist().cdf(difference / spread) if spread else 0.5
    return Comparison(
        first[name],
        second[name],
        difference,
        difference - Z90 * spread,
        difference + Z90 * spread,
        likely,
    )


def _row(fitted: AnswerSource, dyad: Dyad, stimulus: str, response: str) -> Row:
    parts = _parts(fitted, dyad, stimulus, response)
    row: Row = dict.fromkeys(ANSWERS.names)
    row |= {
        "responder": dyad.source,
        "initiator": dyad.target,
        "stimulus": stimulus,
        "response": response,
        "stimulus_acts": sum(one.stimulus_acts for one in parts),
        "response_acts": parts[0].response_acts if parts else 0,
    }
    parts = [one for one in parts if one.stimulus_acts]
    if not parts:
        return row
    if len(parts) == 1:
        return row | _single(parts[0])
    return row | _mean(parts)


def _parts(fitted: AnswerSource, dyad: Dyad, stimulus: str, response: str) -> list[Answer]:
    return [
        fitted.answer(dyad.source, dyad.target, one, RESPONSES[response])
        for one in STIMULI[stimulus]
    ]


def _single(one: Answer) -> Row:
    return {
        "extra_acts_30d": one.extra,
        "lower": one.lower,
        "upper": one.upper,
        "total_30d": one.total,
        "total_lower": one.total_lower,
        "total_upper": one.total_upper,
        "half_life_days": _number(one.half_life_days),
        "forgiveness_days": _number(one.forgiveness_days),
        "p_value": _number(one.p_value),
        "own_evidence": one.own_evidence,
    }


def _mean(parts: Sequence[Answer]) -> Row:
    """The answer to an act of a kind drawn as often as the initiator did it.

    Errors of the kinds are taken as independent.
    """
    acts = np.array([one.stimulus_acts for one in parts], float)
    share = acts / acts.sum()
    mean: Row = {}
    for name, value, low, high in (
        ("extra_acts_30d", "extra", "lower", "upper"),
        ("total_30d", "total", "total_lower", "total_upper"),
    ):
        middle = float(share @ [getattr(one, value) for one in parts])
        wide = np.array([getattr(one, high) - getattr(one, low) for one in parts]) / 2
        half = float(np.sqrt(np.sum((share * wide) ** 2)))
        low_name, high_name = ("lower", "upper") if value == "extra" else (low, high)
        mean |= {name: middle, low_name: middle - half, high_name: middle + half}
    weights = share * np.abs([one.extra for one in parts])
    mean["p_value"] = _chance(parts, share)
    mean["own_evidence"] = float(share @ [one.own_evidence for one in parts])
    for name in ("half_life_days", "forgiveness_days"):
        mean[name] = _weighted([getattr(one, name) for one in parts], weights)
    return mean


def _chance(parts: Sequence[Answer], share: np.ndarray[Any, np.dtype[np.float64]]) -> float | None:
    """How likely the own record is without any answer, from that of each kind; None: not tested.

    Each kind's own error is found again from the interval and the share of own evidence, so that
    what is borrowed from other pairs makes nothing significant.
    """
    tested = [
        (one, part)
        for one, part in zip(parts, share, strict=True)
        if _number(one.p_value) is not None and one.own_evidence > 0
    ]
    if not tested:
        return None
    normal = NormalDist()
    summed, variance = 0.0, 0.0
    for one, part in tested:
        error = part * (one.upper - one.lower) / (2 * Z90) / math.sqrt(one.own_evidence)
        z = -normal.inv_cdf(min(max(one.p_value, 1e-300), 1.0) / 2)
        summed += math.copysign(z, one.extra) * error
        variance += error**2
    return 2 * normal.cdf(-abs(summed) / math.sqrt(variance)) if variance else None


def _weighted(
    values: Sequence[float | None], weights: np.ndarray[Any, np.dtype[np.float64]]
) -> float | None:
    """The mean of the finite values; None where there is none."""
    there = np.isfinite(np.array(values, float))
    if not there.any() or not weights[there].sum():
        return None
    return float(np.average(np.array(values, float)[there], weights=weights[there]))


def _number(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _curve(
    fitted: AnswerSource, dyad: Dyad, stimulus: str, response: str, days: int
) -> pa.Table | None:
    parts = [one for one in _parts(fitted, dyad, stimulus, response) if one.stimulus_acts]
    if not parts:
        return None
    acts = np.array([one.stimulus_acts for one in parts], float)
    share = acts / acts.sum()
    tables = [
        fitted.curve(one.responder, one.initiator, one.stimulus, one.responses, days=days)
        for one in parts
    ]
    if not all(table.num_rows for table in tables):
        return None
    by_name = {
        name: np.stack([table[name].to_numpy() for table in tables])
        for name in ("extra", "lower", "upper", "total")
    }
    extra = share @ by_name["extra"]
    below, above = (
        np.sqrt(((share[:, None] * (by_name["extra"] - by_name[end])) ** 2).sum(axis=0))
        for end in ("lower", "upper")
    )
    day = tables[0]["day"]
    same = {"responder": dyad.source, "initiator": dyad.target}
    return pa.table(
        {
            **{name: pa.repeat(code, len(day)) for name, code in same.items()},
            "stimulus": pa.repeat(stimulus, len(day)),
            "response": pa.repeat(response, len(day)),
            "day": day,
            "extra": extra,
            "lower": extra - below,
            "upper": extra + above,
            "total": share @ by_name["total"],
        }
    ).cast(CURVES)
