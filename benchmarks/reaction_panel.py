"""All dyads of the daily panel: time and memory, and held-out log scores beside the rivals."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from benchmarks.child import measure
from benchmarks.reaction_others import peak_mb
from benchmarks.reaction_rivals import Floats, dense, own_history, seasonal
from comity.models.reaction_function.series import ActSeries
from comity.workbench.series_file import read_counts

PANEL = "events/icews_directed_dyadday_roots_2018-01_2019-03.parquet"
SCORED_FROM = dt.date(2019, 1, 1)
FEW, ENOUGH = 30, 50


def panel_section(mirror: Path) -> list[str]:
    """The lines about all dyads together."""
    found = measure("benchmarks.reaction_panel:whole", mirror=str(mirror))
    return _whole_lines(found.result, found.seconds)


def held_out_section(mirror: Path) -> list[str]:
    """The lines about log scores of days held out."""
    return _score_lines(measure("benchmarks.reaction_panel:held_out", mirror=str(mirror)).result)


def whole(mirror: str) -> dict[str, Any]:
    """Fit all dyads of the panel; says whether every dyad with 30 acts or more is in the result."""
    from comity.models.reaction_function import fit_reactions

    series = panel(mirror)
    fitted = fit_reactions(series)
    acts = np.bincount(series.dyad, series.n, len(series.dyads))
    table = fitted.table
    told = set(zip(*(table[name].to_pylist() for name in ("responder", "initiator")), strict=True))
    often = [series.dyads[one] for one in np.flatnonzero(acts >= FEW)]
    return {
        "acts": int(series.n.sum()),
        "dyads": len(series.dyads),
        "rows": table.num_rows,
        "significant": int(sum(table["significant"].to_pylist())),
        "often": len(often),
        "missing": sum((one.source, one.target) not in told for one in often),
        "converged": fitted.converged,
        "checked": fitted.checked,
        "peak_mb": peak_mb(),
    }


def held_out(mirror: str) -> dict[str, Any]:
    """Mean log scores by day, dyad and class of the days from 2019 on, fitted on those before."""
    from comity.models.reaction_function import fit_reactions, forecast_next

    series = panel(mirror)
    first, end = series.step_of(SCORED_FROM), series.steps
    earlier = series.until(first)
    acts = np.bincount(earlier.dyad, earlier.n, len(series.dyads))
    chosen = np.flatnonzero(acts >= ENOUGH).tolist()
    fitted = fit_reactions(earlier)
    ours = forecast_next(fitted, series, first=first, end=end).log_score[chosen]
    scores = {
        "comity": ours,
        "own history only": own_history(series, chosen, first),
        "seasonal negative binomial": seasonal(series, chosen, first),
    }
    return {
        "dyads": len(chosen),
        "days": end - first,
        "acts": int(dense(series, chosen)[:, :, first:].sum()),
        "classes": list(series.classes),
        "scores": {name: _told(score, ours) for name, score in scores.items()},
    }


def panel(mirror: str) -> ActSeries:
    """The panel, its roots read as classes of gestures; meetings and neutral acts left out."""
    return read_counts(pq.read_table(Path(mirror) / PANEL)).series


def _told(score: Floats, ours: Floats) -> dict[str, Any]:
    """Sums by day (all dyads and classes), and how sure a difference to ours is.

    Days are the units: news of one day moves many dyads at once.
    """
    by_day = (ours - score).sum(axis=(0, 1))
    error = by_day.std(ddof=1) / np.sqrt(len(by_day))
    return {
        "mean": float(score.sum() / score[:, 0].size),
        "by_class": [float(one) for one in score.sum(axis=(0, 2)) / score[:, 0].size],
        "ours_better_by": float(by_day.sum()),
        "t": float(by_day.mean() / error) if error > 0 else 0.0,
        "dyads_better": float(((ours - score).sum(axis=(1, 2)) > 0).mean()),
    }


def _whole_lines(found: dict[str, Any], seconds: float) -> list[str]:
    return [
        "## All dyads of the daily panel",
        "",
        f"{found['dyads']:,} directed dyads with an act in either direction, {found['acts']:,} "
        "acts of the answered classes; reading the file included, in a process of its own.",
        "",
        "| seconds | peak MB | rows | told from none | converged | dyads of 30 acts or more "
        "| of them missing |",
        "|---:|---:|---:|---:|---|---:|---:|",
        f"| {seconds:.0f} | {found['peak_mb']:,.0f} | {found['rows']:,} | {found['significant']:,} "
        f"| {'yes' if found['converged'] else 'NO'} | {found['often']:,} | {found['missing']:,} |",
        "| 300 to reach | 4,000 | | | yes | | 0 |",
        "",
        found["checked"],
    ]


def _score_lines(found: dict[str, Any]) -> list[str]:
    return [
        "## Log score of days held out",
        "",
        f"Fitted on 2018, scored one day ahead on the {found['days']} days from {SCORED_FROM} on: "
        f"{found['dyads']:,} directed dyads with {ENOUGH} acts or more in 2018, {found['acts']:,} "
        "acts. Natural logarithms by dyad and day, higher is better; the test is over days.",
        "",
        f"| who | log score | {' | '.join(found['classes'])} | comity better by, in all | t "
        "| dyads for which comity is better |",
        f"|---|---:|{'---:|' * len(found['classes'])}---:|---:|---:|",
        *(
            f"| {name} | {one['mean']:.5f} | "
            + " | ".join(f"{score:.5f}" for score in one["by_class"])
            + (
                " | | | |"
                if name == "comity"
                else f" | {one['ours_better_by']:,.1f} | {one['t']:.1f} "
                f"| {one['dyads_better']:.0%} |"
            )
            for name, one in found["scores"].items()
        ),
    ]
