"""Kill -9 while a file comes in, while files are merged, while old versions go: the lake is whole.

Ten times in every run, a hundred times in the nightly one.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from deltalake import DeltaTable

from comity.sources.catalogue import find_source
from comity.store.ingest import ingest_file, source_file
from comity.store.lake import Lake
from comity.store.schema import TABLES

synthetic: Any = sys.modules["faults_synthetic"]
CHILD = Path(__file__).with_name("child.py")
ROWS = 6_000
SPOOLED_ROWS = 1_500

# Many small files come in one after the other, so that they are merged as they come.
MANY = """
import sys
from pathlib import Path
from comity.sources.catalogue import find_source
from comity.store.ingest import ingest_file, source_file
from comity.store.lake import Lake
for path in sorted(Path(sys.argv[2]).glob("*.tab")):
    ingest_file(Lake(Path(sys.argv[1])), find_source("icews"), source_file(path))
"""
TIDY = """
import datetime as dt, sys
from pathlib import Path
from comity.store import tidy
from comity.store.lake import Lake
tidy.GRACE_HOURS = 0
since = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
tidy.tidy(Lake(Path(sys.argv[1])), since=since, dry_run=False, on_wait=print)
"""

Start = Callable[[Path], "subprocess.Popen[bytes]"]


@pytest.fixture(scope="module")
def acts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return synthetic.write_acts(tmp_path_factory.mktemp("acts") / "acts.tab", ROWS, first=500_000)


@dataclass(frozen=True)
class Crowd:
    """A lake whose month has nearly too many files, and the files that make them too many."""

    lake_home: Path
    files: Path


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Crowd:
    folder = tmp_path_factory.mktemp("many")
    coming = folder / "coming"
    coming.mkdir()
    for n in range(19):
        name = f"{n:02d}.tab"
        path = synthetic.write_acts((folder if n < 16 else coming) / name, 100, first=n * 100)
        if n < 16:
            ingest_file(Lake(folder / "lake"), find_source("icews"), source_file(path))
    return Crowd(folder / "lake", coming)


@pytest.fixture(scope="module")
def lake_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake of three versions."""
    home = tmp_path_factory.mktemp("killed") / "lake"
    for n in range(3):
        path = synthetic.write_acts(home.parent / f"{n}.tab", 400, first=200_000 + 400 * n)
        ingest_file(Lake(home), find_source("icews"), source_file(path))
    return home


def ingesting(acts: Path, spool: int) -> Start:
    return lambda home: _start(CHILD, home, "icews", acts, spool)


@pytest.mark.parametrize("spool", [0, SPOOLED_ROWS], ids=["in-memory", "spooled"])
def test_a_killed_ingest_is_whole_or_not_there(
    spool: int, acts: Path, lake_home: Path, tmp_path: Path
) -> None:
    kill_ingests(3, ingesting(acts, spool), acts, lake_home, tmp_path, seed=11 + spool)


def test_a_writer_killed_while_it_merges_files_leaves_each_file_whole(
    crowd: Crowd, tmp_path: Path
) -> None:
    kill_merges(2, crowd, tmp_path, seed=5)


def test_a_killed_tidying_leaves_the_newest_version_whole(lake_home: Path, tmp_path: Path) -> None:
    kill_tidyings(2, lake_home, tmp_path, seed=7)


@pytest.mark.nightly
def test_a_hundred_kills(acts: Path, crowd: Crowd, lake_home: Path, tmp_path: Path) -> None:
    for spool in (0, SPOOLED_ROWS):
        folder = tmp_path / f"spool{spool}"
        folder.mkdir()
        kill_ingests(30, ingesting(acts, spool), acts, lake_home, folder, seed=100 + spool)
    kill_merges(20, crowd, tmp_path, seed=101)
    kill_tidyings(20, lake_home, tmp_path, seed=102)


def kill_ingests(
    times: int, begin: Start, acts: Path, lake_home: Path, folder: Path, *, seed: int
) -> None:
    """All of the file or nothing; scratch files never count; the next ingest completes it."""
    without = held(lake_home)
    whole_run = seconds_of(begin, Path(shutil.copytree(lake_home, folder / "measured")))
    whole = held(folder / "measured")
    assert whole["events"] == without["events"] + ROWS
    moments = random.Random(seed)
    for trial in range(times):
        home = Path(shutil.copytree(lake_home, folder / f"ingest{trial}"))
        kill(begin(home), moments.uniform(0.5 * (trial % 2), 1) * whole_run)
        assert held(home) in (without, whole)
        report = ingest_file(Lake(home), find_source("icews"), source_file(acts))
        assert report.events == ROWS
        assert held(home) == whole
        assert not Lake(home).scratch.exists()
        shutil.rmtree(home)


def kill_merges(times: int, crowd: Crowd, folder: Path, *, seed: int) -> None:
    """Each lake version holds whole files, and all of them are there after the next run."""

    def begin(home: Path) -> subprocess.Popen[bytes]:
        return _start("-c", MANY, home, crowd.files)

    measured = Path(shutil.copytree(crowd.lake_home, folder / "merged"))
    whole_run = seconds_of(begin, measured)
    whole = held(measured)
    assert merges(measured) > 0
    shutil.rmtree(measured)
    moments = random.Random(seed)
    for trial in range(times):
        home = Path(shutil.copytree(crowd.lake_home, folder / f"merge{trial}"))
        kill(begin(home), moments.uniform(0.3, 1) * whole_run)
        now = held(home)
        assert now["events"] == 100 * now["ingests"]
        assert seconds_of(begin, home) > 0
        assert held(home) == whole
        shutil.rmtree(home)


def merges(home: Path) -> int:
    """How often the files of acts were merged into fewer."""
    history = DeltaTable(str(Lake(home).table_path("events"))).history()
    return sum(entry["operation"] == "OPTIMIZE" for entry in history)


def kill_tidyings(times: int, lake_home: Path, folder: Path, *, seed: int) -> None:
    """The newest version keeps every row; tidying once more ends the work."""

    def begin(home: Path) -> subprocess.Popen[bytes]:
        return _start("-c", TIDY, home)

    newest = held(lake_home)
    whole_run = seconds_of(begin, Path(shutil.copytree(lake_home, folder / "tidied")))
    assert held(folder / "tidied") == newest
    moments = random.Random(seed)
    for trial in range(times):
        home = Path(shutil.copytree(lake_home, folder / f"tidy{trial}"))
        kill(begin(home), moments.uniform(0.4, 1) * whole_run)
        assert held(home) == newest
        for version in Lake(home).versions():
            assert Lake(home).files("events", version)
        assert seconds_of(begin, home) > 0
        assert held(home) == newest
        assert len(Lake(home).versions()) == 1
        shutil.rmtree(home)


def held(home: Path) -> dict[str, int]:
    """How many rows the newest lake version has in each table."""
    lake = Lake(home)
    with lake.connect(lake.version()) as connection:
        counts = ", ".join(f"(SELECT count(*) FROM {name})" for name in TABLES)
        (row,) = connection.execute(f"SELECT {counts}").fetchall()
    return dict(zip(TABLES, row, strict=True))


def kill(process: subprocess.Popen[bytes], after_seconds: float) -> None:
    """Kill -9 after a while, unless it has ended by then."""
    try:
        process.wait(timeout=after_seconds)
    except subprocess.TimeoutExpired:
        process.kill()
    process.communicate()


def seconds_of(begin: Start, home: Path) -> float:
    """How long the whole work takes on this machine."""
    began = time.monotonic()
    process = begin(home)
    out, errors = process.communicate(timeout=300)
    assert process.returncode == 0, (out + errors).decode()[-800:]
    return time.monotonic() - began


def _start(*arguments: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
