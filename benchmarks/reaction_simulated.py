"""Simulated worlds: false alarms beside a Granger test, coverage of intervals, and power."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from scipy.stats import norm

from benchmarks.child import measure
from benchmarks.reaction_rivals import dense
from benchmarks.reaction_worlds import (
    Recipe,
    World,
    answers_of_a_fifth,
    hard_no_reciprocity,
    known_answers,
    no_reciprocity,
    simulate,
)
from comity.errors import ComityError

KINDS: dict[str, Callable[[], list[Recipe]]] = {
    "no_reciprocity": no_reciprocity,
    "hard_no_reciprocity": hard_no_reciprocity,
    "known_answers": known_answers,
    "answers_of_a_fifth": answers_of_a_fifth,
}
LEVEL = 0.05
LAGS = 7


def alarms_section(every: int) -> list[str]:
    """The lines about dyads that do not answer; every n-th world."""
    return _alarm_lines(_run("no_reciprocity", every) + _run("hard_no_reciprocity", every))


def coverage_section(every: int) -> list[str]:
    """The lines about intervals of known answers; every n-th world."""
    return _coverage_lines(_run("known_answers", every))


def power_section(every: int) -> list[str]:
    """The lines about answers of 0.2 acts; every n-th world."""
    return _power_lines(_run("answers_of_a_fifth", every))


def world(kind: str, number: int) -> dict[str, Any]:
    """What the estimate of one world says; for a world of no answers, a Granger test too."""
    from comity.models.reaction_function import fit_reactions

    recipe = KINDS[kind]()[number]
    made = simulate(recipe)
    try:
        fitted = fit_reactions(made.series)
    except (ComityError, ArithmeticError, np.linalg.LinAlgError) as error:
        return {"name": recipe.name, "failed": str(error).splitlines()[0]}
    rows = fitted.table.to_pylist()
    truth = made.truth
    keys = ("responder", "initiator", "stimulus", "response")
    pairs = [(truth[tuple(row[name] for name in keys)], row) for row in rows]
    told: dict[str, Any] = {
        "name": recipe.name,
        "converged": bool(fitted.converged),
        "rows": len(rows),
        "wanted": len(truth),
        "p": [row["p_value"] for _, row in pairs],
        "significant": [bool(row["significant"]) for _, row in pairs],
        "true": [true for true, _ in pairs],
        "found": [row["extra_acts_30d"] for _, row in pairs],
        "inside": [bool(row["lower"] <= true <= row["upper"]) for true, row in pairs],
        "width": [row["upper"] - row["lower"] for _, row in pairs],
    }
    if not recipe.answers:
        told["granger"] = granger(made)
    return told


def granger(made: World) -> list[float]:
    """p values of a Granger test in both directions of each dyad and class (statsmodels' VAR)."""
    from statsmodels.tsa.api import VAR

    counts = dense(made.series, range(len(made.series.dyads)))[:, :, made.series.parts >= 0]
    found = []
    for dyad in range(0, len(counts), 2):
        for klass in range(counts.shape[1]):
            both = counts[dyad : dyad + 2, klass].T
            fit = VAR(both).fit(maxlags=LAGS, ic="aic")
            if fit.k_ar == 0:
                fit = VAR(both).fit(1)
            found += [
                float(fit.test_causality(caused, 1 - caused, kind="f").pvalue) for caused in (0, 1)
            ]
    return found


def _run(kind: str, every: int) -> list[dict[str, Any]]:
    """Every n-th world of a kind, each in a process of its own, two at a time."""
    numbers = range(0, len(KINDS[kind]()), every)
    with ThreadPoolExecutor(2) as pool:
        ran = pool.map(
            lambda number: measure("benchmarks.reaction_simulated:world", kind=kind, number=number),
            numbers,
        )
        return [one.result | {"seconds": one.seconds} for one in ran]


def _share(values: Sequence[bool]) -> str:
    return f"{np.mean(values):.1%}" if len(values) else "none"


def _alarm_lines(worlds: list[dict[str, Any]]) -> list[str]:
    lines = [
        "## SIMULATED dyads that do not answer",
        "",
        f"Share of directed dyads (and pairs of classes) flagged although nobody answers: by the "
        f"product's own rule (false-discovery rate 5%), at p < {LEVEL:g}, and by a Granger test at "
        f"{LEVEL:g} (vector autoregression of daily counts, up to {LAGS} lags by AIC). To reach: "
        "at most 5%.",
        "",
        "| world | flagged | p < 0.05 | Granger test | rows | seconds |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for one in _told(worlds):
        lines.append(
            f"| {one['name']}{_unsettled(one)} | {_share(one['significant'])} "
            f"| {_share(_below(one['p']))} | {_share(_below(one['granger']))} "
            f"| {one['rows']} of {one['wanted']} | {one['seconds']:.0f} |"
        )
    flat = {
        key: [value for one in _told(worlds) for value in one[key]] for key in ("significant", "p")
    }
    tests = [value for one in _told(worlds) for value in one["granger"]]
    lines.append(
        f"| **all** | {_share(flat['significant'])} | {_share(_below(flat['p']))} "
        f"| {_share(_below(tests))} | {len(flat['p']):,} | |"
    )
    return lines + _failures(worlds)


def _coverage_lines(worlds: list[dict[str, Any]]) -> list[str]:
    lines = [
        "## SIMULATED dyads whose answers are known",
        "",
        "Share of true answers (direct, within 30 days) inside their 90% interval; to reach: 87 to "
        "93%.",
        "",
        "| world | covered | bias | root mean square error | median width | rows | seconds |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for one in _told(worlds):
        off = np.array(one["found"]) - np.array(one["true"])
        lines.append(
            f"| {one['name']}{_unsettled(one)} | {_share(one['inside'])} | {off.mean():+.3f} "
            f"| {np.sqrt((off**2).mean()):.3f} | {np.median(one['width']):.3f} "
            f"| {one['rows']} of {one['wanted']} | {one['seconds']:.0f} |"
        )
    inside = [value for one in _told(worlds) for value in one["inside"]]
    lines.append(f"| **all** | {_share(inside)} | | | | {len(inside):,} | |")
    return lines + _failures(worlds)


def _power_lines(worlds: list[dict[str, Any]]) -> list[str]:
    lines = [
        "## SIMULATED answers of 0.2 acts, 1,300 acts a side",
        "",
        "Half of the directed dyads answer one act with 0.2 acts, half with none. To reach: 80% of "
        "those that answer found, by the product's own rule. Without a shock an estimate that knew "
        "all but the size of the answer would find "
        f"{', '.join(f'{_best_power(days):.0%} on {days:,} days' for days in (450, 1000, 3000))} "
        f"(p < {LEVEL:g}, whatever the number of acts); with one, more.",
        "",
        "| world | found | of those at p < 0.05 | flagged without an answer | covered | seconds |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for one in _told(worlds):
        answers = np.array(one["true"]) > 0
        flagged, low = np.array(one["significant"]), np.array(_below(one["p"]))
        lines.append(
            f"| {one['name']}{_unsettled(one)} | {_share(flagged[answers].tolist())} "
            f"| {_share(low[answers].tolist())} | {_share(flagged[~answers].tolist())} "
            f"| {_share(one['inside'])} | {one['seconds']:.0f} |"
        )
    return lines + _failures(worlds)


def _best_power(days: int) -> float:
    """Power of the best test of an answer of 0.2 acts between two Poisson series.

    Information on the size is days times the sum of the squared kernel: levels cancel.
    """
    shape = answers_of_a_fifth()[0].answer_shape
    lags = np.arange(1, 400)
    kernel = sum(
        share * (np.exp(1 / scale) - 1) * np.exp(-lags / scale) for scale, share in shape.items()
    )
    return float(norm.cdf(0.2 * np.sqrt(days * np.sum(kernel**2)) - norm.ppf(1 - LEVEL / 2)))


def _told(worlds: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The worlds that have an estimate."""
    return [one for one in worlds if "failed" not in one]


def _failures(worlds: list[dict[str, Any]]) -> list[str]:
    failed = [f"- {one['name']}: {one['failed']}" for one in worlds if "failed" in one]
    return ["", "NO estimate:", "", *failed] if failed else []


def _below(values: Sequence[float]) -> list[bool]:
    return [value is not None and value < LEVEL for value in values]


def _unsettled(one: dict[str, Any]) -> str:
    return "" if one["converged"] else " (NOT converged)"
