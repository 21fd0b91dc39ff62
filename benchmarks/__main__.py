"""`python -m benchmarks [ROWS]`: all measurements on one large lake; writes benchmarks/RESULTS.md.

Twenty million rows in GDELT's published format take about eight gigabytes of disk while they are
read, and twice that with the plain copy beside them; all of it is deleted at the end. Seconds
differ between machines and hours; the ratios are of one run.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import bulk, icews, live, panel
from comity.store.lake import Lake

Rows = Sequence[dict[str, Any]]
RESULTS = Path(__file__).with_name("RESULTS.md")
FILES = 8


def main() -> None:
    """Print each section as soon as it is measured; write all of them at the end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=20_000_000)
    parser.add_argument("--folder", type=Path, help="where to work; default: the system's own")
    given = parser.parse_args()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        sections = measured(Path(name), given.rows)
    minutes = (time.perf_counter() - began) / 60
    RESULTS.write_text(document(sections, given.rows, minutes), encoding="utf-8")
    sys.stdout.write(f"{RESULTS}: {minutes:.0f} minutes\n")


def measured(folder: Path, rows: int) -> dict[str, Rows]:
    """Every section of the results."""
    sections: dict[str, Rows] = {}

    def add(title: str, found: Rows) -> None:
        sections[title] = found
        sys.stdout.write(f"\n{title}\n{as_text(found)}\n")
        sys.stdout.flush()

    texts = bulk.write_months(folder / "files", rows, FILES, between_states=False)
    add("Ingest, codes as often as in GDELT", bulk.compare(texts, folder, folder / "mixed"))
    for path in (folder / "files", folder / "text", folder / "mixed"):
        shutil.rmtree(path)
    large, small = folder / "large", folder / "small"
    texts = bulk.write_months(folder / "files", rows, FILES, between_states=True)
    add("Ingest, each record an act of two states", bulk.compare(texts, folder, large))
    shutil.rmtree(folder / "text")
    bulk.into_lake([bulk.write_small(folder)], str(small))
    shutil.rmtree(folder / "files")
    events = Lake(large).files("events", Lake(large).version())
    first, last = bulk.month(0) - dt.timedelta(days=3700), bulk.month(FILES)
    series = panel.run(events, first.isoformat(), last.isoformat())
    add("Directed dyad-month series of all pairs", [panel_row(row) for row in series])
    add("The desk", live.desk(large))
    add("A live feed", live.live(large, small, folder, FILES))
    add("The desk, after the feed", live.desk(large))
    add("A small publisher's file, each line checked", icews.compare(folder))
    return sections


def panel_row(row: dict[str, Any]) -> dict[str, Any]:
    note = f"comity takes {1 / row['ratio']:.2f} times as long"
    return {"what": "panel", "who": row["name"], **row, "note": note}


def as_text(rows: Rows) -> str:
    return "\n".join(
        f"  {row['what']:<52} {row['who']:<24} {row['seconds']:8.2f} s  "
        f"{_number(row['ratio'], '.2f'):>6}  {_number(row['peak_mb'], '.0f'):>6} MB  {row['note']}"
        for row in rows
    )


def _number(value: float | None, form: str) -> str:
    return "" if value is None else f"{value:{form}}"


def document(sections: dict[str, Rows], rows: int, minutes: float) -> str:
    """The results as a page."""
    lines = [
        "# Results",
        "",
        f"Written by `make bench` on {dt.date.today()}: {rows:,} SYNTHETIC rows, "
        f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}, "
        f"{minutes:.0f} minutes. Ratios are to the named row of the same section and run (plain "
        "copy for ingest, comity for the panel); peak memory is of each one's own process.",
    ]
    for title, found in sections.items():
        lines += [
            "",
            f"## {title}",
            "",
            "| what | who | seconds | ratio | peak MB | |",
            "|---|---|---:|---:|---:|---|",
            *(
                f"| {row['what']} | {row['who']} | {row['seconds']:.2f} "
                f"| {_number(row['ratio'], '.2f')} | {_number(row['peak_mb'], '.0f')} "
                f"| {row['note']} |"
                for row in found
            ),
        ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
