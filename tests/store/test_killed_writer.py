"""Kill -9 at any moment: the lake opens, holds all or nothing of the file, and can be completed."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from comity.sources.catalogue import find_source
from comity.sources.icews.parser import HEADER
from comity.store.embedded import load_default
from comity.store.ingest import ingest_file, source_file
from comity.store.lake import Lake

ROWS = 20_000
KILLS = 10
FIRST_LOAD_KILLS = 2
STATES = ("Kazakhstan", "Uzbekistan", "Russia", "China", "Turkey", "Armenia", "Georgia", "Ukraine")
CODES = (("042", "1.9"), ("070", "7.0"), ("112", "-2.0"), ("036", "4.0"))


@pytest.fixture(scope="module")
def synthetic_file(tmp_path_factory):
    """SYNTHETIC acts in the published ICEWS format, all on days that no other file covers."""
    path = tmp_path_factory.mktemp("icews") / "synthetic.tab"
    pairs = [(a, b) for a in STATES for b in STATES if a != b]
    lines = ["\t".join(HEADER)]
    for n in range(ROWS):
        source, target = pairs[n % len(pairs)]
        code, intensity = CODES[n // len(pairs) % len(CODES)]
        day = n // (len(pairs) * len(CODES))
        line = (
            f"{900_000_000 + n}\t1996-{1 + day // 28:02d}-{1 + day % 28:02d}\t{source}\t\t{source}"
            f"\tSYNTHETIC\t{code}\t{intensity}\t{target}\t\t{target}\t{n}\t1\tSYNTHETIC"
            f"\tNA\tNA\tNA\t{target}\t0\t0"
        )
        lines.append(line)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return source_file(path)


def test_an_ingest_killed_at_ten_random_moments_is_whole_or_not_there(
    synthetic_file, default_lake_home, tmp_path
):
    without = held(default_lake_home)
    whole = {**without, "events": without["events"] + ROWS, "ingests": without["ingests"] + 1}
    whole_run = seconds_of(tmp_path, default_lake_home, synthetic_file)
    assert held(tmp_path / "measured") == whole

    moments = random.Random(20)
    for trial in range(KILLS):
        home = Path(shutil.copytree(default_lake_home, tmp_path / f"lake{trial}"))
        kill(start(home, "ingest", "icews", synthetic_file.path), moments.uniform(0, whole_run))

        assert held(home) in (without, whole)
        report = ingest_file(Lake(home), find_source("icews"), synthetic_file)
        assert (report.records, report.events) == (ROWS, ROWS)
        assert held(home) == whole


def test_a_killed_first_load_of_the_embedded_default_is_completed_by_the_next(
    default_lake_home, tmp_path
):
    moments = random.Random(3)
    for trial in range(FIRST_LOAD_KILLS):
        home = tmp_path / f"lake{trial}"
        kill(start(home, "ingest", "default"), moments.uniform(1.0, 4.0))

        if Lake(home).exists():
            assert held(home) == held(default_lake_home)
        load_default(Lake(home), find_source)
        assert held(home) == held(default_lake_home)


def test_two_commands_that_start_at_once_on_a_new_machine_make_one_lake(
    default_lake_home, tmp_path
):
    home = tmp_path / "lake"
    both = [start(home, "data", "--format", "csv") for _ in range(2)]
    answers = [process.communicate(timeout=120) for process in both]

    assert [process.returncode for process in both] == [0, 0]
    assert answers[0][0] == answers[1][0]
    assert held(home) == held(default_lake_home)
    assert [version.number for version in Lake(home).versions()] == [1]


def held(home: Path) -> dict[str, int]:
    """How many rows the newest lake version has in each table."""
    lake = Lake(home)
    tables = ("events", "counts", "votes", "ingests", "rejects", "memberships")
    connection = lake.connect(lake.version())
    return {
        name: connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0] for name in tables
    }


def start(home: Path, *arguments: object) -> subprocess.Popen[bytes]:
    """The command in a process of its own."""
    environ = {name: text for name, text in os.environ.items() if not name.startswith("COMITY_")}
    return subprocess.Popen(
        [sys.executable, "-m", "comity.cli.main", *map(str, arguments)],
        env=environ | {"COMITY_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def kill(process: subprocess.Popen[bytes], after_seconds: float) -> None:
    """Kill -9 after a while, unless it has ended by then."""
    try:
        process.wait(timeout=after_seconds)
    except subprocess.TimeoutExpired:
        process.kill()
    process.communicate()


def seconds_of(folder: Path, lake: Path, file) -> float:
    """How long the whole ingest takes on this machine, on a copy of the lake."""
    home = shutil.copytree(lake, folder / "measured")
    began = time.monotonic()
    process = start(Path(home), "ingest", "icews", file.path)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors.decode()
    return time.monotonic() - began
