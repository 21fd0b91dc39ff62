"""Shares of strategies in the repeated games of Dal Bó and Fréchette (2011), and the time taken."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pyarrow.csv

from benchmarks.child import measure

GAMES = "planning/games/DF2011.csv"
# Table 7 of the paper, its column of discount factor 0.75 and reward 48.
PUBLISHED = {"ALLD": 0.0, "ALLC": 0.08, "GRIM": 0.12, "TFT": 0.56, "WSLS": 0.0, "T2": 0.24}
PUBLISHED_OF = "D75R48"


def games_section(mirror: Path) -> list[str]:
    """The lines of the section."""
    found = measure("benchmarks.reaction_games:shares", games=str(mirror / GAMES)).result
    names = list(PUBLISHED)
    return [
        "## Strategies in repeated games",
        "",
        f"{GAMES}: {found['first']:.1f} s in a new process (reading and standard errors included), "
        f"{found['again']:.1f} s again; to reach: 2 s. Shares, with standard errors in brackets.",
        "",
        f"| treatment | {' | '.join(names)} |",
        f"|---|{'---:|' * len(names)}",
        *(
            f"| {treatment} | "
            + " | ".join(f"{share:.2f} ({error:.2f})" for share, error in cells)
            + " |"
            for treatment, cells in found["shares"].items()
        ),
        f"| {PUBLISHED_OF}, published | {' | '.join(f'{PUBLISHED[name]:.2f}' for name in names)} |",
    ]


def shares(games: str) -> dict[str, Any]:
    """Share and standard error by treatment, in the order of PUBLISHED; seconds first and again."""
    seconds, found = [], {}
    for _ in range(2):
        began = time.perf_counter()
        found = _shares(games)
        seconds.append(time.perf_counter() - began)
    return {"first": seconds[0], "again": seconds[1], "shares": found}


def _shares(games: str) -> dict[str, list[tuple[float, float]]]:
    from comity.models.strategies import populations, strategy_shares

    found = {}
    for one in populations(pyarrow.csv.read_csv(games)):
        rows = {row["strategy"]: row for row in strategy_shares(one).table.to_pylist()}
        found[one.name] = [
            (rows[name]["share"], rows[name]["standard_error"]) for name in PUBLISHED
        ]
    return found
