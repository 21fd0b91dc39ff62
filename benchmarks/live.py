"""A live feed and a desk at work on a large lake: one small file more, one dyad's ledger."""

from __future__ import annotations

import datetime as dt
import statistics
import sys
import time
from pathlib import Path

from benchmarks.bulk import month
from benchmarks.child import measure, wall
from benchmarks.synthetic_gdelt import write_synthetic
from comity.sources.catalogue import find_source
from comity.store.ingest import ingest_file, source_file
from comity.store.lake import Lake

# As many records as a 15-minute file of GDELT 2.0 has.
SMALL_ROWS = 1_500
# After all ids of the large lake, as a publisher's numbers go on.
NEXT_ID = 900_000_000


def add_small_files(
    home: str, folder: str, first: int, after_month: int, files: int
) -> list[float]:
    """Seconds of each of some small files, numbered from `first`, in one process."""
    lake, source = Lake(Path(home)), find_source("gdelt")
    seconds = []
    for number in range(first, first + files):
        path = Path(folder) / f"small-{number}.export.CSV"
        day = month(after_month) + dt.timedelta(days=number % 28)
        write_synthetic(
            path,
            SMALL_ROWS,
            10_000 + number,
            first_day=day,
            days=1,
            first_id=NEXT_ID + number * SMALL_ROWS,
        )
        file = source_file(path)
        began = time.perf_counter()
        ingest_file(lake, source, file)
        seconds.append(time.perf_counter() - began)
        path.unlink()
    return seconds


def live(
    large: Path, small: Path, folder: Path, after_month: int, files: int = 120
) -> list[dict[str, object]]:
    """One file more into a large lake and into a small one, and how many files they then have."""
    rows: list[dict[str, object]] = []
    middle: dict[str, float] = {}
    for label, home in (("the large lake", large), ("a lake of one small file", small)):
        timed = measure(
            "benchmarks.live:add_small_files",
            home=str(home),
            folder=str(folder),
            first=0,
            after_month=after_month,
            files=files,
        )
        seconds = timed.result[1:]
        middle[label] = statistics.median(seconds)
        lake = Lake(home)
        held = len(lake.files("events", lake.version()))
        rows.append(
            {
                "what": f"one file of {SMALL_ROWS:,} rows more into {label}",
                "who": "comity",
                "seconds": middle[label],
                "peak_mb": timed.peak_mb,
                "ratio": middle[label] / middle["the large lake"],
                "note": f"median of {len(seconds)}; slowest {max(seconds):.2f} s, compaction "
                f"included; {held} files of events then",
            }
        )
    return rows


def desk(home: Path) -> list[dict[str, object]]:
    """The commands of a desk officer, start-up included."""
    comity = str(Path(sys.executable).with_name("comity"))
    commands = {
        "comity --help": [comity, "--help"],
        "comity ledger USA CHN": [comity, "ledger", "USA", "CHN", "--source", "gdelt1"],
    }
    rows: list[dict[str, object]] = []
    for name, command in commands.items():
        seconds = wall(command, {"COMITY_HOME": str(home)})
        rows.append(
            {
                "what": f"`{name}`, start-up included",
                "who": "comity",
                "seconds": statistics.median(seconds),
                "peak_mb": None,
                "ratio": None,
                "note": f"median of {len(seconds)}; slowest {max(seconds):.2f} s",
            }
        )
    return rows
