"""Two ingests into the same tables at once, readers beside them: both land, no reader is misled."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from comity.sources.catalogue import find_source
from comity.store.ingest import ingest_file, source_file
from comity.store.lake import Lake

synthetic: Any = sys.modules["faults_synthetic"]
CHILD = Path(__file__).with_name("child.py")
ROWS = 4_000
FILES_EACH = 3

# Reads in a loop until its standard input is closed; each reading must be of one lake version.
READER = """
import select, sys
from pathlib import Path
from comity.store.lake import Lake
lake, seen = Lake(Path(sys.argv[1])), []
while True:
    version = lake.version()
    with lake.connect(version, ("events", "reports", "ingests", "rejects")) as base:
        found = base.execute(
            "SELECT (SELECT count(*) FROM events), (SELECT sum(events) FROM ingests), "
            "(SELECT count(*) FROM reports), (SELECT sum(repeats) FROM ingests), "
            "(SELECT count(*) FROM (SELECT DISTINCT ingest_id FROM events)), "
            "(SELECT count(*) FROM ingests)"
        ).fetchall()[0]
    assert found[0] == found[1] and found[2] == found[3] and found[4] == found[5], (version, found)
    assert not seen or version.number >= seen[-1][0]
    assert not seen or version.number > seen[-1][0] or found[0] == seen[-1][1]
    seen.append((version.number, found[0]))
    if select.select([sys.stdin], [], [], 0)[0]:
        break
print(len(seen), len(set(seen)), seen[-1][1])
"""
WRITER = """
import sys
from pathlib import Path
from comity.sources.catalogue import find_source
from comity.store.ingest import ingest_file, source_file
from comity.store.lake import Lake
for path in sys.argv[2:]:
    report = ingest_file(Lake(Path(sys.argv[1])), find_source("icews"), source_file(Path(path)))
    print(report.events)
"""


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_processes_write_the_same_tables_and_readers_see_whole_versions(
    tmp_path: Path,
) -> None:
    home = tmp_path / "lake"
    first = synthetic.write_acts(tmp_path / "first.tab", 300)
    ingest_file(Lake(home), find_source("icews"), source_file(first))
    files = [
        synthetic.write_acts(tmp_path / f"{n}.tab", ROWS, first=100_000 + n * ROWS)
        for n in range(2 * FILES_EACH)
    ]
    readers = [start(READER, home) for _ in range(2)]
    writers = [start(WRITER, home, *files[n::2]) for n in range(2)]

    for writer in writers:
        out, err = writer.communicate(timeout=180)
        assert writer.returncode == 0, err[-800:]
        assert out.split() == [str(ROWS)] * FILES_EACH
    for reader in readers:
        out, err = reader.communicate("stop\n", timeout=60)
        assert reader.returncode == 0, err[-800:]
        times, versions, events = map(int, out.split())
        assert events == 300 + 2 * FILES_EACH * ROWS
        assert times >= versions >= 1
    assert Lake(home).version().number == 1 + 2 * FILES_EACH


def test_two_threads_write_the_same_file_once(tmp_path: Path) -> None:
    home = tmp_path / "lake"
    file = source_file(synthetic.write_acts(tmp_path / "acts.tab", 500))
    reports: list[Any] = []
    threads = [
        threading.Thread(
            target=lambda: reports.append(
                ingest_file(Lake(home), find_source("icews"), file, on_wait=lambda _: None)
            )
        )
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert sorted(report.unchanged for report in reports) == [False, True]
    assert [version.number for version in Lake(home).versions()] == [1]
