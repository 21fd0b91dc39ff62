"""The tables of a result, from what a fit has found."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pyarrow as pa
from scipy.special import ndtr

from comity.models.reaction_function.echoes import (
    DRAWS,
    direct_share,
    drawn_totals,
    echoes,
    half_life,
    until,
)
from comity.models.reaction_function.evidence import Evidence
from comity.models.reaction_function.features import SCALES, WITHIN_DAYS, decays
from comity.models.reaction_function.fit import Fit
from comity.models.reaction_function.pair_model import EXTRA, logistic
from comity.models.reaction_function.pairs import K
from comity.models.reaction_function.pooling import false_discovery
from comity.models.reaction_function.result import (
    COEFFICIENTS,
    DYADS,
    FORGIVEN_WITHIN,
    MOMENTUM,
    REACTIONS,
    SHAPES,
    Z90,
    forgiven,
)
from comity.models.reaction_function.series import DAYS, Floats

FALSE_DISCOVERY = 0.05
# With fewer acts to answer, or fewer answers, an estimate is not tested.
FEWEST_TESTED = 15
Row = dict[str, Any]


class Answers:
    """The pooled answers of one fit by dyad: mean and sd [2 ways, stimulus, response]."""

    def __init__(self, fit: Fit) -> None:
        self.fit = fit
        size = fit.layout.classes
        count = len(fit.evidence)
        shape = (count, 2, size, size)
        self.mean, self.sd = np.zeros(shape), np.zeros(shape)
        self.own, self.z = np.zeros(shape), np.full(shape, np.nan)
        self.own_sd = np.full(shape, np.nan)
        for j in range(size):
            for c in range(size):
                mean, sd = fit.prior.answers[j, c]
                self.mean[:, :, j, c], self.sd[:, :, j, c] = mean, sd
        for (j, c), result in fit.answers.items():
            shape_now = fit.prior.shapes[j, c]
            for k, (a, i) in enumerate(fit.places[j, c]):
                e = fit.evidence[a]
                way = fit.pairs.series_of[e.number][i][0]
                at = (a, way, j, c)
                self.mean[at], self.sd[at] = result.mean[k], result.sd[k]
                self.own[at] = result.own[k]
                u, s = e.y[i, j] @ shape_now, shape_now @ e.info[i, j] @ shape_now
                if s > 0:
                    self.z[at], self.own_sd[at] = u / math.sqrt(s), 1.0 / math.sqrt(s)


def coefficients_of(fit: Fit, answers: Answers, a: int) -> tuple[Floats, Floats]:
    """All coefficients among the 2C series of a dyad: [S,S,K], and the sd of each pair's sum.

    Series s = way * C + class; entry [r, b] is what an act of b adds to r.
    """
    e, layout = fit.evidence[a], fit.layout
    size = layout.classes
    coef, spread = np.zeros((2 * size, 2 * size, K)), np.zeros((2 * size, 2 * size, K))
    each = layout.width + EXTRA
    fitted = fit.pairs.series_of[e.number]
    for way in (0, 1):
        for c in range(size):
            r = way * size + c
            for j in range(size):
                b = (1 - way) * size + j
                shape = fit.prior.shapes[j, c]
                coef[r, b] = answers.mean[a, way, j, c] * shape
                spread[r, b] = answers.sd[a, way, j, c] * shape
            if (way, c) not in fitted:
                continue
            at = fitted.index((way, c)) * each
            own = slice(at + layout.momentum, at + layout.momentum + K)
            coef[r, r] = e.theta[own]
            known = e.covariance[own, own]
            total = max(float(known.sum()), 0.0)
            whole = float(np.abs(coef[r, r]).sum())
            share = np.abs(coef[r, r]) / whole if whole > 0 else np.full(K, 1 / K)
            spread[r, r] = math.sqrt(total) * share
            for p, j in enumerate([j for j in range(size) if j != c]):
                k = at + layout.spill + p
                shape = fit.prior.spill_shape
                coef[r, way * size + j] = e.theta[k] * shape
                spread[r, way * size + j] = math.sqrt(max(e.covariance[k, k], 0.0)) * shape
    return coef, spread


def reactions(fit: Fit, tell: Callable[[float], None] | None = None) -> dict[str, pa.Table]:
    """The tables by name: table, momentum, dyads, shapes, coefficients."""
    answers = Answers(fit)
    fit.coefficients.extend(coefficients_of(fit, answers, a) for a in range(len(fit.evidence)))
    shocks = np.random.default_rng(7).standard_normal(
        (DRAWS, 2 * fit.layout.classes, 2 * fit.layout.classes)
    )
    shocks -= shocks.mean(axis=0)
    decay = decays(fit.series.period)
    rows: list[Row] = []
    momentum: list[Row] = []
    dyads: list[Row] = []
    parts: list[Row] = []
    for a, e in enumerate(fit.evidence):
        pair = fit.pairs[e.number]
        acts = pair.acts
        coef, spread = fit.coefficients[a]
        horizon = WITHIN_DAYS / DAYS[fit.series.period]
        totals = drawn_totals(coef, spread, shocks, decay, horizon)
        rows.extend(_answers(fit, answers, a, acts, coef, totals, decay))
        momentum.extend(_momentum(fit, e, acts, coef))
        dyads.append(_dyad(fit, e, pair.counts))
        parts.extend(_coefficients(fit, e, coef, spread))
        if tell is not None:
            tell((a + 1) / len(fit.evidence))
    table = pa.Table.from_pylist(_tested(rows), schema=REACTIONS)
    return {
        "table": table,
        "momentum": pa.Table.from_pylist(momentum, schema=MOMENTUM),
        "dyads": pa.Table.from_pylist(dyads, schema=DYADS),
        "shapes": pa.Table.from_pylist(list(_shapes(fit)), schema=SHAPES),
        "coefficients": pa.Table.from_pylist(parts, schema=COEFFICIENTS),
    }


def _names(fit: Fit, e: Evidence, way: int) -> tuple[str, str]:
    dyad = fit.pairs.dyads[e.number]
    return (dyad.source, dyad.target) if way == 0 else (dyad.target, dyad.source)


def _answers(
    fit: Fit, answers: Answers, a: int, acts: Floats, coef: Floats, totals: Floats, decay: Floats
) -> Iterator[Row]:
    e, size = fit.evidence[a], fit.layout.classes
    horizon = WITHIN_DAYS / DAYS[fit.series.period]
    long = FORGIVEN_WITHIN // DAYS[fit.series.period]
    for way in (0, 1):
        responder, initiator = _names(fit, e, way)
        for j in range(size):
            path = echoes(coef, decay, (1 - way) * size + j, long)
            for c in range(size):
                shape = fit.prior.shapes[j, c]
                mass = direct_share(shape, WITHIN_DAYS)
                mean, sd = answers.mean[a, way, j, c] * mass, answers.sd[a, way, j, c] * mass
                drawn = totals[:, (1 - way) * size + j, way * size + c]
                total = float(until(path[way * size + c][None], horizon)[0])
                tested = min(acts[1 - way, j], acts[way, c]) >= FEWEST_TESTED
                z = answers.z[a, way, j, c]
                yield {
                    "responder": responder,
                    "initiator": initiator,
                    "stimulus": fit.series.classes[j],
                    "response": fit.series.classes[c],
                    "stimulus_acts": int(acts[1 - way, j]),
                    "response_acts": int(acts[way, c]),
                    "extra_acts_30d": mean,
                    "lower": mean - Z90 * sd,
                    "upper": mean + Z90 * sd,
                    "total_30d": total,
                    "total_lower": total - Z90 * float(drawn.std()),
                    "total_upper": total + Z90 * float(drawn.std()),
                    "half_life_days": half_life(shape),
                    "forgiveness_days": _days(path[way * size + c], fit),
                    "p_value": 2 * float(ndtr(-abs(z))) if tested and np.isfinite(z) else None,
                    "own_z": float(z) if tested and np.isfinite(z) else None,
                    "own_sd": answers.own_sd[a, way, j, c] * mass,
                    "own_evidence": float(answers.own[a, way, j, c]),
                    "baseline_per_day": _baseline(fit, e, way, c),
                }


def _days(path: Floats, fit: Fit) -> float | None:
    """Days until what follows has all but come, from a course by step."""
    steps = forgiven(path)
    return None if math.isnan(steps) else steps * DAYS[fit.series.period]


def _tested(rows: list[Row]) -> list[Row]:
    q = false_discovery([math.nan if r["p_value"] is None else r["p_value"] for r in rows])
    for row, value in zip(rows, q.tolist(), strict=True):
        row["q_value"] = None if math.isnan(value) else value
        sure = row["p_value"] is not None and row["p_value"] <= FALSE_DISCOVERY
        row["significant"] = bool(sure and value <= FALSE_DISCOVERY)
    return rows


def _baseline(fit: Fit, e: Evidence, way: int, c: int) -> float | None:
    fitted = fit.pairs.series_of[e.number]
    if (way, c) not in fitted:
        return 0.0
    at = fitted.index((way, c)) * (fit.layout.width + EXTRA)
    levels = e.theta[at : at + fit.layout.parts]
    days = np.bincount(fit.days.part, minlength=fit.layout.parts)
    return float(levels @ days / days.sum()) / DAYS[fit.series.period]


def _momentum(fit: Fit, e: Evidence, acts: Floats, coef: Floats) -> Iterator[Row]:
    size, layout = fit.layout.classes, fit.layout
    within = 1.0 - np.exp(-WITHIN_DAYS / np.array(SCALES))
    for i, (way, c) in enumerate(fit.pairs.series_of[e.number]):
        source, target = _names(fit, e, way)
        r = way * size + c
        at = i * (layout.width + EXTRA)
        own = slice(at + layout.momentum, at + layout.momentum + K)
        mean = float(coef[r, r] @ within)
        sd = math.sqrt(max(float(within @ e.covariance[own, own] @ within), 0.0))
        yield {
            "source": source,
            "target": target,
            "klass": fit.series.classes[c],
            "acts": int(acts[way, c]),
            "momentum_30d": mean,
            "lower": mean - Z90 * sd,
            "upper": mean + Z90 * sd,
            "half_life_days": half_life(np.maximum(coef[r, r], 0.0)),
            "baseline_per_day": _baseline(fit, e, way, c),
            "dispersion": math.exp(e.theta[at + layout.width + 1]),
        }


def _dyad(fit: Fit, e: Evidence, counts: Floats) -> Row:
    dyad = fit.pairs.dyads[e.number]
    fitted = fit.pairs.series_of[e.number]
    each = fit.layout.width + EXTRA
    loads = [abs(float(e.theta[i * each + fit.layout.width])) for i in range(len(fitted))]
    rho = logistic(e.theta[-1])
    both = counts.sum(axis=1)
    same = None
    if both[0].std() > 0 and both[1].std() > 0:
        same = float(np.corrcoef(both)[0, 1])
    return {
        "first": dyad.source,
        "second": dyad.target,
        "acts_of_first": int(both[0].sum()),
        "acts_of_second": int(both[1].sum()),
        "shock_sd": float(np.mean(loads)) if loads else None,
        "shock_same_day_share": 1.0 - logistic(e.theta[-2]),
        "shock_half_life_days": math.log(0.5) / math.log(rho) * DAYS[fit.series.period],
        "same_day_correlation": same,
        "log_likelihood": e.log_likelihood,
        "converged": e.converged,
        "iterations": e.iterations,
    }


def _coefficients(fit: Fit, e: Evidence, coef: Floats, spread: Floats) -> Iterator[Row]:
    size = fit.layout.classes
    for r in range(2 * size):
        responder, other = _names(fit, e, r // size)
        for b in range(2 * size):
            if not coef[r, b].any():
                continue
            yield {
                "responder": responder,
                "other": other,
                "stimulus_of": responder if b // size == r // size else other,
                "stimulus": fit.series.classes[b % size],
                "response": fit.series.classes[r % size],
                "by_scale": coef[r, b].tolist(),
                "sd_by_scale": spread[r, b].tolist(),
            }


def _shapes(fit: Fit) -> Iterator[Row]:
    for j, stimulus in enumerate(fit.series.classes):
        for c, response in enumerate(fit.series.classes):
            for scale, weight in zip(SCALES, fit.prior.shapes[j, c].tolist(), strict=True):
                yield {
                    "kind": "answer",
                    "stimulus": stimulus,
                    "response": response,
                    "scale_days": scale,
                    "weight": weight,
                }
    for c, response in enumerate(fit.series.classes):
        whole = np.maximum(fit.prior.momentum[c, :, 0], 0.0)
        for scale, weight in zip(SCALES, (whole / max(whole.sum(), 1e-9)).tolist(), strict=True):
            yield {
                "kind": "momentum",
                "stimulus": response,
                "response": response,
                "scale_days": scale,
                "weight": weight,
            }
