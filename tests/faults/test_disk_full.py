"""A full disk is a clear error; the lake stays at its version, and goes on once there is room."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from comity.errors import LakeError
from comity.sources.catalogue import find_source
from comity.store.ingest import ingest_file, source_file
from comity.store.lake import Lake

synthetic: Any = sys.modules["faults_synthetic"]
CHILD = Path(__file__).with_name("child.py")
ROWS = 20_000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of eight megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(disk)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("needs the right to mount a small disk")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.mark.parametrize("room", [0, 60_000, 300_000])
def test_a_full_disk_leaves_the_lake_at_its_version(
    small_disk: Path, tmp_path: Path, room: int
) -> None:
    lake = Lake(small_disk / "lake")
    first = source_file(synthetic.write_acts(tmp_path / "first.tab", 500))
    second = source_file(synthetic.write_acts(tmp_path / "second.tab", ROWS, first=100_000))
    ingest_file(lake, find_source("icews"), first)
    ballast = fill(small_disk, room)

    with pytest.raises(LakeError, match="can't be written") as caught:
        ingest_file(lake, find_source("icews"), second)
    assert "No space left" in str(caught.value) or "space" in str(caught.value)
    assert events(lake) == 500
    assert lake.version().number == 1
    with pytest.raises(LakeError):
        ingest_file(lake, find_source("icews"), second)

    ballast.unlink()
    assert events(lake) == 500
    assert ingest_file(lake, find_source("icews"), second).events == ROWS
    assert (events(lake), lake.version().number) == (500 + ROWS, 2)


@pytest.mark.parametrize("spool", [0, 3_000])
def test_a_file_that_may_not_grow_is_told_of_as_a_full_disk(tmp_path: Path, spool: int) -> None:
    """The limit of a process on its files, where no disk can be mounted."""
    lake = Lake(tmp_path / "lake")
    first = source_file(synthetic.write_acts(tmp_path / "first.tab", 500))
    second = synthetic.write_acts(tmp_path / "second.tab", ROWS, first=100_000)
    ingest_file(lake, find_source("icews"), first)
    limited = (
        "import resource, runpy, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000));"
        "sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited, CHILD, lake.home, "icews", second, str(spool)],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == LakeError.exit_code, done.stdout + done.stderr[-800:]
    assert "can't be written" in done.stdout
    assert (events(lake), lake.version().number) == (500, 1)
    assert ingest_file(lake, find_source("icews"), source_file(second)).events == ROWS


def fill(disk: Path, room: int) -> Path:
    """All but `room` bytes of the disk are taken."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as stream:
        try:
            while stream.write(bytes(4096)) == 4096:
                continue
        except OSError:
            pass
        stream.truncate(max(0, stream.tell() - room))
    return ballast


def events(lake: Lake) -> int:
    with lake.connect(lake.version(), ("events",)) as connection:
        return int(connection.execute("SELECT count(*) FROM events").fetchall()[0][0])
