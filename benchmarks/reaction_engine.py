"""The convex engine on the case of 20 series, beside the libraries that an environment has."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.child import measure
from benchmarks.reaction_case import DAYS, SCALES, SERIES, Case, case
from benchmarks.reaction_others import peak_mb

LIBRARIES = ("hawkes-rs", "intensify", "phawkes", "tick")
WARM_TIMES = 7
LIMIT = 600


def engine(libraries: str | None, *, seed: int = 1) -> list[str]:
    """The lines of the section; `libraries` is an interpreter that has the other libraries."""
    true = case(seed)
    with tempfile.TemporaryDirectory() as name:
        rows = [*_own(seed, Path(name))]
        base = rows[0]["seconds"]
        rows += _others(true, libraries, Path(name), seed)
    acts = int(true.counts.sum())
    return [
        "## Twenty series, all pairs",
        "",
        f"SIMULATED: {acts:,} acts of {SERIES} series on {DAYS:,} days, kernels of "
        f"{' and '.join(f'{scale:g}' for scale in SCALES)} days, all {SERIES**2} pairs of series. "
        "Features and fit together; errors are root mean squares against what the acts were drawn "
        "from. The libraries model continuous time and get the acts spread over their day; those "
        "that run take one kernel only for several series. To reach: 1 s warm.",
        "",
        "| who | seconds | ratio | peak MB | error of baselines (acts a day) "
        "| error of whole answers | error of answers by kernel | how the optimum is known |",
        "|---|---:|---:|---:|---:|---:|---:|---|",
        *(_row(row, true, base) for row in rows),
    ]


def warm(seed: int, adaptive: float) -> dict[str, Any]:
    """The median seconds of fits after the first, seconds of the first, and the result."""
    from comity.models.reaction_function.convex import fit_hawkes

    counts = case(seed).counts
    seconds = []
    for _ in range(WARM_TIMES + 1):
        began = time.perf_counter()
        fit = fit_hawkes(counts, SCALES, adaptive=adaptive)
        seconds.append(time.perf_counter() - began)
    return {
        "first": seconds[0],
        "seconds": float(np.median(seconds[1:])),
        "peak_mb": peak_mb(),
        "baseline": fit.baseline[:, 0].tolist(),
        "answers": fit.answers.tolist(),
        "note": f"duality gap {fit.relative_gap:.1e} of the objective, {fit.iterations} steps",
    }


def _own(seed: int, folder: Path) -> Iterator[dict[str, Any]]:
    function = "benchmarks.reaction_engine:warm"
    with _compiled_code_in(folder / "compiled"):
        cold = measure(function, seed=seed, adaptive=0.0).result
        plain = measure(function, seed=seed, adaptive=0.0).result
        weighed = measure(function, seed=seed, adaptive=1.0).result
    yield {**plain, "who": "comity, maximum likelihood"}
    yield {**weighed, "who": "comity, adaptive lasso"}
    yield {**plain, "who": "comity, first fit of a process", "seconds": plain["first"]}
    yield {**cold, "who": "comity, compiling first", "seconds": cold["first"]}


@contextmanager
def _compiled_code_in(folder: Path) -> Iterator[None]:
    before = os.environ.get("NUMBA_CACHE_DIR")
    os.environ["NUMBA_CACHE_DIR"] = str(folder)
    try:
        yield
    finally:
        os.environ.pop("NUMBA_CACHE_DIR")
        if before is not None:
            os.environ["NUMBA_CACHE_DIR"] = before


def _others(true: Case, libraries: str | None, folder: Path, seed: int) -> Iterator[dict[str, Any]]:
    events = {f"series_{number}": times for number, times in enumerate(true.events(seed))}
    path = folder / "events.npz"
    np.savez(path, horizon=np.float64(DAYS), series=np.int64(SERIES), **events)
    decays = [str(1 / scale) for scale in SCALES]
    for name in LIBRARIES:
        if libraries is None:
            yield {"who": name, "note": "not tried: name an interpreter with --libraries"}
            continue
        script = str(Path(__file__).with_name("reaction_others.py"))
        command = [libraries, script, name, str(path), *decays]
        try:
            ran = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=True)
        except subprocess.TimeoutExpired:
            yield {"who": name, "note": f"stopped after {LIMIT} s"}
        except subprocess.CalledProcessError as error:
            last = error.stderr.strip().splitlines()[-1:] or ["no message"]
            yield {"who": name, "note": f"does not run: {last[0]}"}
        else:
            told = json.loads(ran.stdout.splitlines()[-1])
            yield {**told, "who": f"{name} {told['version']}"}


def _row(row: dict[str, Any], true: Case, base: float) -> str:
    if "seconds" not in row:
        return f"| {row['who']} | | | | | | | {row['note']} |"
    answers = np.array(row["answers"])
    by_kernel = f"{_error(answers, true.answers):.4f}" if answers.ndim == 3 else "one kernel"
    whole = answers.sum(axis=2) if answers.ndim == 3 else answers
    return (
        f"| {row['who']} | {row['seconds']:.2f} | {row['seconds'] / base:,.1f} "
        f"| {row['peak_mb']:,.0f} | {_error(np.array(row['baseline']), true.baseline):.4f} "
        f"| {_error(whole, true.answers.sum(axis=2)):.4f} | {by_kernel} | {row['note']} |"
    )


def _error(found: Any, true: Any) -> float:
    return float(np.sqrt(np.mean((found - true) ** 2)))
