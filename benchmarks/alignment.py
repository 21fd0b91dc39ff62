"""`make bench-alignment`: ideal points against the published series; writes ALIGNMENT.md.

Time and memory are of the whole command in a process of its own, start-up included; cold is with
an empty folder of compiled code. Beside it, in the same run, the plain alternative.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from benchmarks.alignment_data import PUBLISHED, ROLL_CALLS, VOTES, Nearness, nearness
from benchmarks.child import measure

PAGE = Path(__file__).with_name("ALIGNMENT.md")
# First and last session, states (none: all), seed, variance of a step (none: the prior's).
SIMULATIONS: tuple[dict[str, Any], ...] = (
    *(
        {"first_session": 30, "last_session": 49, "states": 100, "seed": seed}
        for seed in (1, 2, 3, 4)
    ),
    {"first_session": 30, "last_session": 49, "states": 100, "seed": 1, "step": 0.05},
    {"first_session": 1, "last_session": 78, "seed": 1},
)


@dataclass(frozen=True, slots=True)
class Run:
    """A command's wall-clock seconds and peak memory, and how near its result came."""

    who: str
    seconds: float
    peak_mb: float
    near: Nearness


def main() -> None:
    """Print each part as soon as it is measured; write the page at the end."""
    parser = argparse.ArgumentParser(description=__doc__)
    default = os.environ.get("COMITY_MIRROR", "../shared/data")
    parser.add_argument("mirror", nargs="?", type=Path, default=Path(default))
    mirror = parser.parse_args().mirror.resolve()
    for name in (VOTES, ROLL_CALLS, PUBLISHED):
        if not (mirror / name).is_file():
            raise SystemExit(
                f"{mirror / name} is missing: the benchmark compares with published positions. "
                "Name the folder of publishers' files: make bench-alignment MIRROR=FOLDER"
            )
    parts = []
    for part in (_estimates, _held_out, _simulated):
        lines = part(mirror)
        sys.stdout.write("\n".join(lines) + "\n\n")
        sys.stdout.flush()
        parts.append("\n".join(lines))
    PAGE.write_text("\n\n".join([_head(), *parts]) + "\n", encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")


def _head() -> str:
    return (
        "# Alignment\n\n"
        f"Written by `make bench-alignment` on {dt.date.today()}: {os.cpu_count()} cores "
        f"({platform.machine()}), Python {platform.python_version()}. The model and its limits: "
        "[ideal-points.md](../docs/ideal-points.md)."
    )


def _estimates(mirror: Path) -> list[str]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cold = _command(mirror, folder, "comity, cold")
        warm = _command(mirror, folder, "comity, warm")
        began = time.perf_counter()
        out = folder / "plain.parquet"
        told = measure("benchmarks.alignment_plain:plain", mirror=str(mirror), out=str(out))
        plain = Run(
            "joint maximum a posteriori, nothing merged",
            time.perf_counter() - began,
            told.peak_mb,
            nearness(pq.read_table(out), mirror),
        )
    return [
        "## Against the published positions",
        "",
        "All votes of the mirror, all sessions; correlations over sessions 1 to 66.",
        "",
        "| who | seconds | ratio | peak MB | matched | all state-sessions | within session, median "
        "| within state, median | session means | median width of 90% interval (published) |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
        *(_row(run, warm.seconds) for run in (warm, cold, plain)),
        "| to reach | 30, cold 60 | | 2,000 | | 0.990 | 0.997 | 0.970 | 0.950 | |",
    ]


def _row(run: Run, base: float) -> str:
    near = run.near
    width = "none" if near.width is None else f"{near.width:.2f}"
    return (
        f"| {run.who} | {run.seconds:.1f} | {run.seconds / base:.2f} | {run.peak_mb:,.0f} "
        f"| {near.matched:,} of {near.published:,} ({near.share:.1%}) | {near.overall:.4f} "
        f"| {near.within_session:.4f} | {near.within_state:.4f} | {near.session_means:.4f} "
        f"| {width} ({near.published_width:.2f}) |"
    )


def _command(mirror: Path, folder: Path, who: str) -> Run:
    """`comity ideal-points` on the mirror's files; compiled code is kept in `folder`."""
    out = folder / "ip.parquet"
    out.unlink(missing_ok=True)
    command = [str(Path(sys.executable).with_name("comity")), "ideal-points"]
    command += ["--votes", str(mirror / VOTES), "--rollcalls", str(mirror / ROLL_CALLS)]
    command += ["--by", "session", "--out", str(out)]
    environ = {
        **os.environ,
        "COMITY_HOME": str(folder / "lake"),
        "NUMBA_CACHE_DIR": str(folder / "compiled"),
    }
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed")
    return Run(who, seconds, usage.ru_maxrss / 1024, nearness(pq.read_table(out), mirror))


def _held_out(mirror: Path) -> list[str]:
    scores = measure("benchmarks.alignment_held_out:held_out", mirror=str(mirror)).result
    votes = scores["model"]["votes"]
    names = {"model": "comity", "shares": "each roll call's own shares"}
    return [
        "## Votes held out",
        "",
        f"A random twentieth, {votes:,} votes. Expected calibration error over 15 bins, of all "
        "three probabilities and of the likeliest vote; to reach: at most 0.02.",
        "",
        "| who | calibration error | of the likeliest | Brier | log score | likeliest right |",
        "|---|---:|---:|---:|---:|---:|",
        *(
            f"| {who} | {found['calibration_error']:.4f} | {found['top_calibration_error']:.4f} "
            f"| {found['brier']:.4f} | {found['log_score']:.4f} | {found['right']:.1%} |"
            for who, found in ((names[key], scores[key]) for key in names)
        ),
    ]


def _simulated(mirror: Path) -> list[str]:
    lines = [
        "## SIMULATED votes on the real attendance",
        "",
        "Share of true positions inside their 90% interval, the uncertainty of vote parameters "
        "included; to reach: 87 to 93%. No resolution is voted twice.",
        "",
        "| sessions | states | step | seed | positions | covered | correlation | median width |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for given in SIMULATIONS:
        function = "benchmarks.alignment_simulated:covered"
        found = measure(function, mirror=str(mirror), **given).result
        lines.append(
            f"| {given['first_session']} to {given['last_session']} "
            f"| {given.get('states', 'all')} | {given.get('step', 'prior')} | {given['seed']} "
            f"| {found['positions']:,} | {found['covered']:.1%} | {found['correlation']:.3f} "
            f"| {found['width']:.2f} |"
        )
    return lines


if __name__ == "__main__":
    main()
