"""`make bench-reactions`: reaction functions against what they should reach; writes REACTIONS.md.

Each piece of work runs in a process of its own. Parts can be named alone (`--only`): the page then
keeps the others as they were.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.child import measure
from benchmarks.reaction_engine import engine
from benchmarks.reaction_games import games_section
from benchmarks.reaction_panel import PANEL, held_out_section, panel_section
from benchmarks.reaction_simulated import alarms_section, coverage_section, power_section

PAGE = Path(__file__).with_name("REACTIONS.md")
MARK = "<!-- {} -->"


def main() -> None:
    """Print each part as soon as it is measured; write the page after each."""
    given = _arguments()
    mirror = given.mirror.resolve()
    if not (mirror / PANEL).is_file():
        raise SystemExit(
            f"{mirror / PANEL} is missing. Name the folder of publishers' files: "
            "make bench-reactions MIRROR=FOLDER"
        )
    parts: dict[str, Callable[[], list[str]]] = {
        "engine": lambda: engine(given.libraries),
        "panel": lambda: panel_section(mirror),
        "alarms": lambda: alarms_section(given.every),
        "coverage": lambda: coverage_section(given.every),
        "power": lambda: power_section(given.every),
        "signed": lambda: signed_section(mirror),
        "held-out": lambda: held_out_section(mirror),
        "games": lambda: games_section(mirror),
    }
    kept = _kept(parts)
    for name in given.only or parts:
        kept[name] = "\n".join(parts[name]())
        sys.stdout.write(f"{kept[name]}\n\n")
        sys.stdout.flush()
        PAGE.write_text(_page([(one, kept[one]) for one in parts if one in kept]), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")


def signed_section(mirror: Path) -> list[str]:
    """The lines about weekly net scores of Israel and Palestine."""
    rows = measure("benchmarks.reactions_signed:signed_rows", mirror=str(mirror)).result
    return [
        "## Weekly net scores of Israel and Palestine",
        "",
        "One week ahead from week 900 on, each model fitted anew every week on the weeks before "
        "(in the units of Goldstein's scale). The p-values are of a Diebold-Mariano test of equal "
        "accuracy with comity, two-sided; the second allows for 7 lags of autocorrelation.",
        "",
        "| direction | model | root mean square error | to the better of VAR and AR | p "
        "| p (7 lags) | in 50% | in 90% | seconds |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|",
        *(_signed_line(row) for row in rows),
    ]


def _signed_line(row: dict[str, Any]) -> str:
    forms = {
        "rmse": "{:.2f}",
        "to_better": "{:.3f}",
        "p_value": "{:.2g}",
        "p_hac": "{:.2g}",
        "held_50": "{:.1%}",
        "held_90": "{:.1%}",
        "seconds": "{:.0f}",
    }
    cells = (form.format(row[name]) if name in row else "" for name, form in forms.items())
    return f"| {row['direction']} | {row['model']} | {' | '.join(cells)} |"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    default = os.environ.get("COMITY_MIRROR", "../shared/data")
    parser.add_argument("mirror", nargs="?", type=Path, default=Path(default))
    parser.add_argument("--libraries", help="an interpreter that has other Hawkes libraries")
    parser.add_argument("--every", type=int, default=1, help="every n-th simulated world")
    parser.add_argument("--only", nargs="+", help="these parts alone")
    return parser.parse_args()


def _kept(parts: dict[str, Callable[[], list[str]]]) -> dict[str, str]:
    """The parts of the page as it is."""
    if not PAGE.is_file():
        return {}
    text = PAGE.read_text(encoding="utf-8")
    found = re.split(r"^<!-- (\S+) -->\n", text, flags=re.MULTILINE)
    pairs = zip(found[1::2], found[2::2], strict=True)
    return {name: content.strip() for name, content in pairs if name in parts}


def _page(parts: list[tuple[str, str]]) -> str:
    head = (
        "# Reaction functions\n\n"
        f"Written by `make bench-reactions` on {dt.date.today()}: {os.cpu_count()} cores "
        f"({platform.machine()}), Python {platform.python_version()}. The models and their limits: "
        "[reaction-functions.md](../docs/reaction-functions.md)."
    )
    told = [f"{MARK.format(name)}\n{content}" for name, content in parts]
    return "\n\n".join([head, *told]) + "\n"


if __name__ == "__main__":
    main()
